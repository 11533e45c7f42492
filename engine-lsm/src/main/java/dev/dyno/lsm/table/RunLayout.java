package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One run of a block: entries of one partition, and what their keys begin with.
 *
 * <pre>
 * offset  bytes  field           type   meaning
 *      0      4  prefixOffset    u32    of what all keys of the run begin with, in the payload
 *      4      2  prefixLength    u16    its bytes: the partition's part and what the sort keys share
 *      6      2  partitionBytes  u16    bytes of the partition's part
 *      8      2  firstEntry      u16    the run ends where the next one begins
 *     10      2  reserved               0
 * </pre>
 */
final class RunLayout {

    static final Layout LAYOUT = Layout.littleEndian("table run", 1);
    static final Field.U32 PREFIX_OFFSET =
            LAYOUT.u32("prefixOffset", "of what all keys of the run begin with, in the payload");
    static final Field.U16 PREFIX_LENGTH =
            LAYOUT.u16("prefixLength", "its bytes: the partition's part and what the sort keys share");
    static final Field.U16 PARTITION_BYTES = LAYOUT.u16("partitionBytes", "bytes of the partition's part");
    static final Field.U16 FIRST_ENTRY = LAYOUT.u16("firstEntry", "the run ends where the next one begins");
    static final Field.Opaque RESERVED = LAYOUT.reserved(2);
    static final int LENGTH = LAYOUT.seal(12);

    private RunLayout() {
    }
}
