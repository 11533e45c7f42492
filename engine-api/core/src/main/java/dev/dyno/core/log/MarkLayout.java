package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;

/**
 * The mark, behind the {@link FileHeader} of {@code log/mark}: how far the log was durable.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      8  durable   u64    the log up to this position was durable
 *      8      8  sequence  u64    of the last commit before it
 *     16      4  checksum  u32    CRC32C of bytes 0 .. 15
 *     20      4  reserved         0
 * </pre>
 */
final class MarkLayout {

    static final Layout LAYOUT = Layout.littleEndian("log mark", 1);
    static final Field.U64 DURABLE = LAYOUT.u64("durable", "the log up to this position was durable");
    static final Field.U64 SEQUENCE = LAYOUT.u64("sequence", "of the last commit before it");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 15");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final int LENGTH = LAYOUT.seal(24);

    static final int OFFSET = FileHeader.LENGTH;
    static final String KIND = "log mark";
    static final int VERSION = 1;

    private MarkLayout() {
    }
}
