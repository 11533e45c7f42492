package dev.dyno.streams.capture;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One shard in the catalogue: how much of it is on stable storage.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      8  number      u64    of the shard
 *      8      8  end         u64    position behind its last record
 *     16      8  lastNumber  u64    number of that record; 0 without one
 *     24      8  lastMillis  u64    when that record was captured
 * </pre>
 */
final class ShardRowLayout {

    static final Layout LAYOUT = Layout.littleEndian("shard", 1);
    static final Field.U64 NUMBER = LAYOUT.u64("number", "of the shard");
    static final Field.U64 END = LAYOUT.u64("end", "position behind its last record");
    static final Field.U64 LAST_NUMBER = LAYOUT.u64("lastNumber", "number of that record; 0 without one");
    static final Field.U64 LAST_MILLIS = LAYOUT.u64("lastMillis", "when that record was captured");
    static final int LENGTH = LAYOUT.seal(32);

    private ShardRowLayout() {
    }
}
