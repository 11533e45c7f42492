package dev.dyno.kit.kill;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The writes of a child, computable by its parent: write {@code n} puts or deletes an item that {@code n} and the seed
 * decide, so the state after any number of writes is known without being told. Values carry their number and a
 * checksum, so one that was torn shows itself.
 */
final class KillStream {

    static final String TABLE = "kill";
    static final int KEYS = 61;
    private static final int DELETE_ONE_IN = 8;
    private static final int VALUE_BYTES_MAX = 700;

    private final long seed;

    KillStream(long seed) {
        this.seed = seed;
    }

    int keyOf(long write) {
        return random(write).nextInt(KEYS);
    }

    boolean deletes(long write) {
        SplittableRandom random = random(write);
        random.nextInt(KEYS);
        return random.nextInt(DELETE_ONE_IN) == 0;
    }

    static Key key(int index) {
        return Key.of("p" + index % 7, "s" + index);
    }

    /** Number, checksum, and bytes drawn from both, of any length. */
    UnsafeBuffer value(long write) {
        SplittableRandom random = random(~write);
        byte[] bytes = new byte[2 * Long.BYTES + random.nextInt(VALUE_BYTES_MAX)];
        random.nextBytes(bytes);
        UnsafeBuffer value = new UnsafeBuffer(bytes);
        value.putLong(0, write);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 2 * Long.BYTES, bytes.length - 2 * Long.BYTES);
        value.putLong(Long.BYTES, crc.getValue());
        return value;
    }

    /** The write a value is of. @throws IllegalStateException if it is of none */
    long check(DirectBuffer value) {
        if (value.capacity() >= Long.BYTES) {
            long write = value.getLong(0);
            if (write > 0 && Bytes.equal(value(write), 0, value(write).capacity(), value, 0, value.capacity())) {
                return write;
            }
        }
        throw new IllegalStateException("a value that nobody wrote: bytes=" + value.capacity());
    }

    /** Key index to the number of the write whose value it has, after writes 1 to {@code last}. */
    Map<Integer, Long> stateAfter(long last) {
        Map<Integer, Long> state = new TreeMap<>();
        for (long write = 1; write <= last; write++) {
            if (deletes(write)) {
                state.remove(keyOf(write));
            } else {
                state.put(keyOf(write), write);
            }
        }
        return state;
    }

    private SplittableRandom random(long write) {
        return new SplittableRandom(seed * 0x9e3779b97f4a7c15L + write);
    }
}
