package dev.dyno.cache.replay;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * Our own trace: a start of 16 bytes, then one record a request. Compressed with gzip where the name ends in
 * {@code .gz}. Keys are hashes or numbers: a trace tells who asks again, not what for.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      8  magic     ascii  'DYNOTRCE'
 *      8      4  version   u32    of the format; a reader refuses later ones
 *     12      4  reserved         0
 * </pre>
 *
 * <p>The record, {@link #REQUEST}:
 *
 * <pre>
 * offset  bytes  field  type   meaning
 *      0      8  key    u64    what was asked for: a hash of it, or its number
 *      8      4  bytes  u32    its size; at least 1
 * </pre>
 */
public final class TraceLayout {

    static final String MAGIC_TEXT = "DYNOTRCE";
    static final int VERSION_NUMBER = 1;

    public static final Layout START = Layout.littleEndian("trace start", VERSION_NUMBER);
    static final Field.Ascii MAGIC = START.ascii("magic", 8, "'" + MAGIC_TEXT + "'");
    static final Field.U32 VERSION = START.u32("version", "of the format; a reader refuses later ones");
    static final Field.Opaque RESERVED = START.reserved(4);
    static final int START_LENGTH = START.seal(16);

    public static final Layout REQUEST = Layout.littleEndian("trace request", VERSION_NUMBER);
    static final Field.U64 KEY = REQUEST.u64("key", "what was asked for: a hash of it, or its number");
    static final Field.U32 BYTES = REQUEST.u32("bytes", "its size; at least 1");
    static final int REQUEST_LENGTH = REQUEST.seal(12);

    private TraceLayout() {
    }
}
