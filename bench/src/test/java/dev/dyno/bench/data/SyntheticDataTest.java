package dev.dyno.bench.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticDataTest {

    private static final int ITEMS = 1_050;

    private final Dataset data = new SyntheticData(ITEMS, 100);
    private final Items items = data.openItems();

    @Test
    void numbersAreRanks() {
        Key key = new Key();
        byte[] previous = {};
        for (int i = 0; i < ITEMS; i++) {
            byte[] now = bytes(items.key(i));
            assertTrue(compare(previous, now) < 0, "item " + i);
            previous = now;
        }
        assertEquals(SyntheticData.PARTITION_BYTES, key.wrap(items.key(0)).partition().capacity());
        assertEquals(SyntheticData.SORT_BYTES, key.sort().capacity());
    }

    @Test
    void partitionsHaveAHundredItemsAndTheLastOneTheRest() {
        assertEquals(100, data.partitionEnd(0));
        assertEquals(100, data.partitionEnd(99));
        assertEquals(200, data.partitionEnd(100));
        assertEquals(ITEMS, data.partitionEnd(ITEMS - 1));
        assertEquals(1_100, data.insertBase());
    }

    @Test
    void missingAndInsertedKeysAreNotAmongTheLoaded() {
        Set<String> loaded = new HashSet<>();
        for (int i = 0; i < ITEMS; i++) {
            loaded.add(items.key(i).toString());
        }
        assertEquals(ITEMS, loaded.size());
        for (int i = 0; i < ITEMS; i++) {
            assertFalse(loaded.contains(items.missingKey(i).toString()));
            assertFalse(loaded.contains(items.key(data.insertBase() + i).toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 24, 40, 100, 1_003})
    void aFlippedByteAnywhereIsSeen(int valueBytes) {
        Items sized = new SyntheticData(ITEMS, valueBytes).openItems();
        UnsafeBuffer copy = copy(sized.value(7, 3));
        assertEquals(valueBytes, copy.capacity());
        assertTrue(sized.isValue(7, copy));
        assertFalse(sized.isValue(8, copy));
        for (int at = 0; at < valueBytes; at++) {
            copy.putByte(at, (byte) (copy.getByte(at) ^ 0x40));
            assertFalse(sized.isValue(7, copy), "byte " + at);
            copy.putByte(at, (byte) (copy.getByte(at) ^ 0x40));
        }
        assertFalse(sized.isValue(7, new UnsafeBuffer(copy, 0, valueBytes - 1)));
        assertFalse(sized.isValue(7, new UnsafeBuffer(new byte[valueBytes])));
    }

    @Test
    void versionsDifferAndAreTheSameEveryTime() {
        UnsafeBuffer first = copy(items.value(5, 1));
        assertNotEquals(0, Bytes.compare(first, 0, 100, items.value(5, 2), 0, 100));
        assertEquals(0, Bytes.compare(first, 0, 100, new SyntheticData(ITEMS, 100).openItems().value(5, 1), 0, 100));
    }

    @Test
    void aboutHalfOfAValueCompresses() {
        byte[] many = new byte[100 * 1_000];
        for (int i = 0; i < 1_000; i++) {
            items.value(i, 0).getBytes(0, many, 100 * i, 100);
        }
        Deflater deflater = new Deflater();
        deflater.setInput(many);
        deflater.finish();
        int compressed = deflater.deflate(new byte[many.length]);
        deflater.end();
        assertTrue(compressed > 45_000 && compressed < 60_000, "compressed " + compressed);
    }

    static byte[] bytes(Key key) {
        byte[] bytes = new byte[key.partition().capacity() + key.sort().capacity()];
        key.partition().getBytes(0, bytes, 0, key.partition().capacity());
        key.sort().getBytes(0, bytes, key.partition().capacity(), key.sort().capacity());
        return bytes;
    }

    static UnsafeBuffer copy(DirectBuffer source) {
        byte[] bytes = new byte[source.capacity()];
        source.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }

    private static int compare(byte[] a, byte[] b) {
        return Bytes.compare(new UnsafeBuffer(a), 0, a.length, new UnsafeBuffer(b), 0, b.length);
    }
}
