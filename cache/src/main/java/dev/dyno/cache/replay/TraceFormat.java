package dev.dyno.cache.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;

/** The formats there are, told apart by their first bytes: published traces carry no header that would say. */
enum TraceFormat {
    DYNO, DECIMAL, ADDRESS, KEYS;

    private static final int LOOKED_AT_BYTES = 64;

    /** Looks at the start of a stream that supports marks, and leaves it where it was. */
    static TraceFormat of(BufferedInputStream input) throws IOException {
        input.mark(LOOKED_AT_BYTES);
        byte[] start = input.readNBytes(LOOKED_AT_BYTES);
        input.reset();
        if (new String(start, US_ASCII).startsWith(TraceLayout.MAGIC_TEXT)) {
            return DYNO;
        }
        for (byte b : start) {
            boolean isText = b >= ' ' && b < 0x7f || b == '\n' || b == '\r' || b == '\t';
            if (!isText) {
                return KEYS;
            }
        }
        return start.length > 1 && (start[0] == 'l' || start[0] == 's') && start[1] == ' ' ? ADDRESS : DECIMAL;
    }
}
