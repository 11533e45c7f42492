package dev.dyno.core.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Bytes;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.page.KeyBytes;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

/** Keys as one byte string: nothing lost, and the order that queries need. */
class KeyCodecProperties {

    @Property(tries = 500)
    void decodesToTheSameKey(@ForAll @Size(min = 1, max = 2048) byte[] partition,
            @ForAll @Size(max = 1024) byte[] sort) {
        try (Region memory = Memory.system().map(8192, "test", false)) {
            Key key = key(partition, sort);
            int length = KeyCodec.encode(key, memory.address());
            assertEquals(KeyCodec.length(key), length);
            assertTrue(length <= KeyCodec.BYTES_MAX);
            assertTrue(KeyCodec.decode(memory.address(), length).sameAs(key));
            int prefix = KeyCodec.encodePartition(key, memory.address() + 4096);
            assertEquals(0, KeyBytes.compare(memory.address(), prefix, memory.address() + 4096, prefix));
            assertEquals(length - sort.length, prefix);
        }
    }

    @Property(tries = 500)
    void ordersAPartitionBySortKeys(@ForAll @Size(min = 1, max = 30) byte[] partition, @ForAll @Size(max = 20) byte[] a,
            @ForAll @Size(max = 20) byte[] b) {
        try (Region memory = Memory.system().map(8192, "test", false)) {
            long other = memory.address() + 4096;
            int first = KeyCodec.encode(key(partition, a), memory.address());
            int second = KeyCodec.encode(key(partition, b), other);
            int expected = Bytes.compare(new UnsafeBuffer(a), 0, a.length, new UnsafeBuffer(b), 0, b.length);
            assertEquals(Integer.signum(expected),
                    Integer.signum(KeyBytes.compare(memory.address(), first, other, second)));
        }
    }

    @Property(tries = 500)
    void differentPartitionsNeverMix(@ForAll @Size(min = 1, max = 4) byte[] a, @ForAll @Size(min = 1, max = 4) byte[] b,
            @ForAll @Size(max = 4) byte[] sort) {
        try (Region memory = Memory.system().map(8192, "test", false)) {
            long other = memory.address() + 4096;
            int first = KeyCodec.encode(key(a, sort), memory.address());
            int second = KeyCodec.encode(key(b, sort), other);
            boolean same = Arrays.equals(a, b);
            assertEquals(same, KeyBytes.compare(memory.address(), first, other, second) == 0);
        }
    }

    @Property(tries = 300)
    void anyBytesAreAKeyOrCorrupt(@ForAll @Size(max = 40) byte[] bytes) {
        try (Region memory = Memory.system().map(4096, "test", false)) {
            new UnsafeBuffer(memory.address(), 4096).putBytes(0, bytes);
            try {
                Key key = KeyCodec.decode(memory.address(), bytes.length);
                assertEquals(bytes.length, KeyCodec.length(key));
            } catch (EngineException.Corrupt expected) {
                assertTrue(expected.getMessage().contains("partitionLength"));
            }
            assertThrows(EngineException.Corrupt.class, () -> KeyCodec.decode(memory.address(), 3));
        }
    }

    private static Key key(byte[] partition, byte[] sort) {
        return new Key().wrap(new UnsafeBuffer(partition), 0, partition.length, new UnsafeBuffer(sort), 0, sort.length);
    }
}
