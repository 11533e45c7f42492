package dev.dyno.cache.replay;

import dev.dyno.api.EngineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a trace of {@link TraceLayout}. */
final class DynoTrace implements Trace {

    private final String file;
    private final BufferedInputStream input;
    private final byte[] bytes = new byte[TraceLayout.START_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private long position;

    DynoTrace(String file, BufferedInputStream input) throws IOException {
        this.file = file;
        this.input = input;
        int length = input.readNBytes(bytes, 0, TraceLayout.START_LENGTH);
        if (length < TraceLayout.START_LENGTH) {
            throw TraceLayout.START.corrupt(file, 0, TraceLayout.VERSION, length + " bytes",
                    TraceLayout.START_LENGTH + " bytes");
        }
        if (TraceLayout.VERSION.get(buffer, 0) != TraceLayout.VERSION_NUMBER) {
            throw new EngineException.Incompatible("a version this build does not read: file=" + file + ", version="
                    + TraceLayout.VERSION.get(buffer, 0) + ", readable=" + TraceLayout.VERSION_NUMBER);
        }
        position = TraceLayout.START_LENGTH;
    }

    @Override
    public boolean next() throws IOException {
        int length = input.readNBytes(bytes, 0, TraceLayout.REQUEST_LENGTH);
        if (length == 0) {
            return false;
        }
        if (length < TraceLayout.REQUEST_LENGTH) {
            throw TraceLayout.REQUEST.corrupt(file, position, TraceLayout.KEY, length + " bytes",
                    TraceLayout.REQUEST_LENGTH + " bytes");
        }
        if (bytes() < 1) {
            throw TraceLayout.REQUEST.corrupt(file, position, TraceLayout.BYTES, bytes(), "at least 1");
        }
        position += TraceLayout.REQUEST_LENGTH;
        return true;
    }

    @Override
    public long key() {
        return TraceLayout.KEY.get(buffer, 0);
    }

    @Override
    public int bytes() {
        return TraceLayout.BYTES.get(buffer, 0);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
