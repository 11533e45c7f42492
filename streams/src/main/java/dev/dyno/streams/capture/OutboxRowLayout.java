package dev.dyno.streams.capture;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One shard in the outbox's catalogue, behind the streams.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      8  number         u64    of the shard, never used again
 *      8      8  stream         u64    the stream's id
 *     16      8  parent         u64    the shard whose records come before; 0: none
 *     24      8  firstNumber    u64    the least record number it may hold
 *     32      8  trimmed        u64    the highest record number that is gone
 *     40      8  createdMillis  u64    milliseconds since 1970-01-01 UTC
 *     48      4  slots          u32    first slot of the hashes, in the upper half, and the last one
 *     52      4  reserved              0
 * </pre>
 */
final class OutboxRowLayout {

    static final Layout LAYOUT = Layout.littleEndian("outbox shard", 1);
    static final Field.U64 NUMBER = LAYOUT.u64("number", "of the shard, never used again");
    static final Field.U64 STREAM = LAYOUT.u64("stream", "the stream's id");
    static final Field.U64 PARENT = LAYOUT.u64("parent", "the shard whose records come before; 0: none");
    static final Field.U64 FIRST_NUMBER = LAYOUT.u64("firstNumber", "the least record number it may hold");
    static final Field.U64 TRIMMED = LAYOUT.u64("trimmed", "the highest record number that is gone");
    static final Field.U64 CREATED_MILLIS = LAYOUT.u64("createdMillis", "milliseconds since 1970-01-01 UTC");
    static final Field.U32 SLOTS =
            LAYOUT.u32("slots", "first slot of the hashes, in the upper half, and the last one");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final int LENGTH = LAYOUT.seal(56);

    private OutboxRowLayout() {
    }
}
