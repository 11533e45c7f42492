package dev.dyno.bench.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredDataTest {

    @TempDir
    Path folder;

    /** Java 25's Unicode 16; another JDK may know another number of names. */
    @Test
    void unicodeHasAllNamedCodePointsInOrder() throws IOException {
        DataSpec spec = DataSpec.prepare("unicode", 0, 0, folder);
        assertEquals(294_579, spec.items());
        try (Dataset data = spec.open()) {
            Items items = data.openItems();
            int partitions = 0;
            for (long first = 0; first < data.items(); first = data.partitionEnd(first)) {
                partitions++;
                assertInOrder(items, first, data.partitionEnd(first));
            }
            assertEquals(338, partitions);
            assertEquals("LATIN SMALL LETTER A", nameOf(items, find(items, data, "BASIC_LATIN", 'a')));
        }
    }

    @Test
    void aFlippedByteIsSeen() throws IOException {
        try (Dataset data = DataSpec.prepare("unicode", 500, 0, folder).open()) {
            Items items = data.openItems();
            for (long i = 0; i < 50; i++) {
                UnsafeBuffer copy = SyntheticDataTest.copy(items.value(i, 0));
                assertTrue(items.isValue(i, copy));
                for (int at = 0; at < copy.capacity(); at++) {
                    copy.putByte(at, (byte) (copy.getByte(at) ^ 1));
                    assertFalse(items.isValue(i, copy), "item " + i + ", byte " + at);
                    copy.putByte(at, (byte) (copy.getByte(at) ^ 1));
                }
                assertFalse(items.isValue(i, new UnsafeBuffer(copy, 0, copy.capacity() - 1)));
            }
        }
    }

    @Test
    void fewerItemsAreTheSameSubsetEveryTime() throws IOException {
        DataSpec spec = DataSpec.prepare("unicode", 1_000, 0, folder);
        assertEquals(1_000, spec.items());
        byte[] once = Files.readAllBytes(spec.file());
        byte[] again = Files.readAllBytes(DataSpec.prepare("unicode", 1_000, 0, folder).file());
        assertArrayEquals(once, again);
    }

    @Test
    void moreItemsAreCopiesWithTheirOwnPartitions() throws IOException {
        StoredWriter.write(folder.resolve("few"), UnicodeSource.items(), 100);
        try (StoredData data = new StoredData("unicode", 250, folder.resolve("few"))) {
            Items items = data.openItems();
            Set<String> keys = new HashSet<>();
            long bytes = 0;
            for (long i = 0; i < data.items(); i++) {
                Key key = items.key(i);
                keys.add(key.toString());
                assertFalse(keys.contains(items.missingKey(i).toString()));
                bytes += items.key(i).partition().capacity() + items.key(i).sort().capacity()
                        + items.value(i, 0).capacity();
            }
            assertEquals(250, keys.size());
            assertEquals(300, data.insertBase());
            assertFalse(keys.contains(items.key(data.insertBase()).toString()));
            assertEquals(data.bytes(), bytes, bytes * 0.05);
            assertEquals(250, data.partitionEnd(249));
        }
    }

    @Test
    void theJdkHasItsOwnClasses() throws IOException {
        DataSpec spec = DataSpec.prepare("jdk", 2_000, 0, folder);
        try (Dataset data = spec.open()) {
            Items items = data.openItems();
            assertInOrder(items, 0, data.partitionEnd(0));
            assertTrue(data.bytes() > 1_000_000, "bytes " + data.bytes());
            assertTrue(items.key(0).toString().startsWith("java."), items.key(0).toString());
        }
    }

    @Test
    void aWrongNameGetsTheNearestRightOne() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> DataSpec.prepare("ycbs", 10, 100, folder));
        assertTrue(e.getMessage().contains("ycsb"), e.getMessage());
    }

    @Test
    void aFileThatIsNoneIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("none.data"), new byte[100]);
        assertThrows(IllegalArgumentException.class, () -> new StoredData("jdk", 10, file).close());
    }

    private static void assertInOrder(Items items, long from, long to) {
        UnsafeBuffer before = SyntheticDataTest.copy(items.key(from).sort());
        for (long i = from + 1; i < to; i++) {
            DirectBuffer sort = items.key(i).sort();
            assertTrue(Bytes.compare(before, 0, before.capacity(), sort, 0, sort.capacity()) < 0, "item " + i);
            before = SyntheticDataTest.copy(sort);
        }
    }

    private static long find(Items items, Dataset data, String block, int codePoint) {
        for (long i = 0; i < data.items(); i++) {
            Key key = items.key(i);
            if (key.partition().getStringWithoutLengthAscii(0, key.partition().capacity()).equals(block)
                    && key.sort().getInt(0, ByteOrder.BIG_ENDIAN) == codePoint) {
                return i;
            }
        }
        throw new AssertionError("not found: " + block);
    }

    private static String nameOf(Items items, long index) {
        DirectBuffer value = items.value(index, 0);
        return value.getStringWithoutLengthAscii(6, value.capacity() - 6);
    }
}
