package dev.dyno.streams.consume;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The value of a lease's item: who reads a shard, until when, and how far it got.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      8  owner          u64    of the consumer; 0: nobody
 *      8      8  expiresMillis  u64    when anybody may take it: milliseconds since 1970-01-01 UTC
 *     16      8  checkpoint     u64    number of the last record whose effect is done; 0: none
 *     24      8  ended          u64    1: the shard is closed and everything in it is done
 * </pre>
 */
final class LeaseLayout {

    static final Layout LAYOUT = Layout.littleEndian("lease", 1);
    static final Field.U64 OWNER = LAYOUT.u64("owner", "of the consumer; 0: nobody");
    static final Field.U64 EXPIRES_MILLIS =
            LAYOUT.u64("expiresMillis", "when anybody may take it: milliseconds since 1970-01-01 UTC");
    static final Field.U64 CHECKPOINT =
            LAYOUT.u64("checkpoint", "number of the last record whose effect is done; 0: none");
    static final Field.U64 ENDED = LAYOUT.u64("ended", "1: the shard is closed and everything in it is done");
    static final int LENGTH = LAYOUT.seal(32);

    private LeaseLayout() {
    }
}
