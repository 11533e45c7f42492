package dev.dyno.cache.replay;

import dev.dyno.api.EngineException;
import java.io.BufferedInputStream;
import java.io.IOException;

/** The base of traces of lines: a line at a time, without an object for it. */
abstract class LineTrace implements Trace {

    private static final int LINE_BYTES_MAX = 256;

    private final String file;
    private final BufferedInputStream input;
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int length;
    private long lineNumber;
    private long key;

    LineTrace(String file, BufferedInputStream input) {
        this.file = file;
        this.input = input;
    }

    /** What a line asks for, or -1 for a line that asks for nothing. */
    abstract long parse(byte[] bytes, int lineLength);

    @Override
    public final boolean next() throws IOException {
        do {
            if (!readLine()) {
                return false;
            }
            key = parse(line, length);
        } while (key < 0);
        return true;
    }

    @Override
    public final long key() {
        return key;
    }

    @Override
    public final int bytes() {
        return 1;
    }

    @Override
    public final void close() throws IOException {
        input.close();
    }

    /** For parsers: this line is not of the format. */
    final EngineException.Corrupt unexpected(String expected) {
        return new EngineException.Corrupt(file, lineNumber, "trace of lines", "line " + lineNumber,
                "'" + new String(line, 0, length, java.nio.charset.StandardCharsets.US_ASCII) + "'", expected);
    }

    private boolean readLine() throws IOException {
        length = 0;
        lineNumber++;
        int b = input.read();
        if (b < 0) {
            return false;
        }
        while (b >= 0 && b != '\n') {
            if (length == LINE_BYTES_MAX) {
                throw unexpected("a line of at most " + LINE_BYTES_MAX + " bytes");
            }
            if (b != '\r') {
                line[length++] = (byte) b;
            }
            b = input.read();
        }
        return true;
    }
}
