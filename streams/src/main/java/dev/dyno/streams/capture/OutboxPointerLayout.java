package dev.dyno.streams.capture;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * What stands in a shard's partition where the record itself lies beside its item, in the item's partition.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  millis           u64    when the number was claimed: milliseconds since 1970-01-01 UTC
 *      8      4  partitionLength  u32    bytes of the item's partition key; 0 for a seal
 *     12      4  state            u32    0 claimed, 1 given up, 2 seal: there is no record and never will be
 *     16         partition
 * </pre>
 */
final class OutboxPointerLayout {

    static final Layout LAYOUT = Layout.littleEndian("outbox pointer", 1);
    static final Field.U64 MILLIS =
            LAYOUT.u64("millis", "when the number was claimed: milliseconds since 1970-01-01 UTC");
    static final Field.U32 PARTITION_LENGTH =
            LAYOUT.u32("partitionLength", "bytes of the item's partition key; 0 for a seal");
    static final Field.U32 STATE =
            LAYOUT.u32("state", "0 claimed, 1 given up, 2 seal: there is no record and never will be");
    static final Field.Opaque PARTITION = LAYOUT.rest("partition", "");
    static final int HEADER_LENGTH = LAYOUT.seal(16);

    private OutboxPointerLayout() {
    }
}
