package dev.dyno.core.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** A page against a sorted map: the same entries after any changes, with and without a prefix. */
class SlottedPageProperties {

    private static final int BYTES = 8192;

    private Region memory;
    private long page;
    private long scratch;
    private long key;
    private long value;
    private UnsafeBuffer bytes;
    private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

    /** @param suffix behind the prefix; @param valueLength of the new value; -1 removes */
    record Change(byte[] suffix, int valueLength) {
        @Override
        public String toString() {
            return Arrays.toString(suffix) + "=" + valueLength;
        }
    }

    @BeforeTry
    void take() {
        memory = Memory.system().map(5L << 16, "test", false);
        page = memory.address();
        scratch = page + (1 << 16);
        key = scratch + (1 << 16);
        value = key + (1 << 16);
        bytes = new UnsafeBuffer(memory.address(), (int) memory.bytes());
        model.clear();
    }

    @AfterTry
    void release() {
        memory.close();
    }

    /** Bytes at both ends of the order, so that signs and prefixes matter, and heads are often equal. */
    @Provide
    Arbitrary<byte[]> suffixes() {
        Arbitrary<Byte> edge = Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff);
        return Arbitraries.oneOf(edge.array(byte[].class).ofMaxSize(20),
                edge.array(byte[].class).ofMinSize(2).ofMaxSize(3).map(tail -> {
                    byte[] same = Arrays.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 8 + tail.length);
                    System.arraycopy(tail, 0, same, 8, tail.length);
                    return same;
                }),
                Arbitraries.bytes().array(byte[].class).ofMinSize(100).ofMaxSize(1000));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(-1)),
                Tuple.of(5, Arbitraries.integers().between(0, 60)),
                Tuple.of(1, Arbitraries.integers().between(1000, 3000)));
        return Combinators.combine(suffixes(), lengths).as(Change::new).list().ofMaxSize(120);
    }

    @Property(tries = 300)
    void behavesAsASortedMap(@ForAll("suffixes") byte[] prefix, @ForAll("changes") List<Change> changes) {
        init(page, prefix, 0, prefix.length);
        for (Change change : changes) {
            byte[] whole = join(prefix, change.suffix);
            apply(whole, change.valueLength);
            SlottedPage.check(page, BYTES, "test", 0);
        }
        assertSame(page);
        SlottedPage.compact(page, scratch);
        SlottedPage.check(page, BYTES, "test", 0);
        assertEquals(SlottedPage.freeBytes(page), SlottedPage.reclaimableBytes(page));
        assertSame(page);
    }

    @Property(tries = 200)
    void findsThePlaceOfAnyKey(@ForAll("suffixes") byte[] prefix, @ForAll("changes") List<Change> changes,
            @ForAll("suffixes") byte[] probe) {
        init(page, prefix, 0, prefix.length);
        changes.forEach(change -> apply(join(prefix, change.suffix), change.valueLength));
        for (byte[] sought : List.of(probe, join(prefix, probe), new byte[0], prefix)) {
            store(key, sought);
            int below = model.headMap(sought, false).size();
            int expected = model.containsKey(sought) ? below : -below - 1;
            assertEquals(expected, SlottedPage.find(page, key, sought.length));
        }
    }

    @Property(tries = 200)
    void splitsAndMergesUnderOtherPrefixes(@ForAll("suffixes") byte[] prefix, @ForAll("changes") List<Change> changes) {
        init(page, prefix, 0, prefix.length);
        changes.forEach(change -> apply(join(prefix, change.suffix), change.valueLength));
        int count = SlottedPage.count(page);
        if (count < 2) {
            return;
        }
        int middle = SlottedPage.splitIndex(page);
        assertTrue(middle > 0 && middle < count);
        byte[] first = keyAt(page, middle);
        byte[] last = keyAt(page, count - 1);
        int shared = Arrays.mismatch(first, last);
        int longer = shared < 0 ? first.length : shared;
        init(scratch, first, 0, longer);
        assertEquals(count, SlottedPage.copyRange(page, middle, count, scratch), "a longer prefix needs less room");
        SlottedPage.check(scratch, BYTES, "test", 0);
        int i = middle;
        for (byte[] expected : model.tailMap(first, true).keySet()) {
            assertArrayEquals(expected, keyAt(scratch, i - middle));
            i++;
        }
        long whole = value;
        SlottedPage.init(whole, SlottedPage.PAGE_BYTES_MAX, scratch, 0);
        SlottedPage.copyRange(page, 0, middle, whole);
        assertEquals(count - middle, SlottedPage.copyRange(scratch, 0, count - middle, whole));
        SlottedPage.check(whole, SlottedPage.PAGE_BYTES_MAX, "test", 0);
        assertSame(whole);
    }

    @Property(tries = 100)
    void anyBytesAreAPageOrCorrupt(@ForAll("suffixes") byte[] prefix, @ForAll("changes") List<Change> changes,
            @ForAll long seed) {
        init(page, prefix, 0, prefix.length);
        changes.forEach(change -> apply(join(prefix, change.suffix), change.valueLength));
        SplittableRandom random = new SplittableRandom(seed);
        int area = SlottedPage.HEADER_BYTES + SlottedPage.SLOT_BYTES * SlottedPage.count(page);
        for (int i = 0; i < 50; i++) {
            bytes.putByte(random.nextInt(area), (byte) random.nextInt());
            try {
                SlottedPage.check(page, BYTES, "test", 0);
            } catch (EngineException.Corrupt expected) {
                assertTrue(expected.getMessage().contains("file=test"));
            }
        }
        bytes.putInt(16, 77);
        assertThrows(EngineException.Corrupt.class, () -> SlottedPage.check(page, BYTES, "test", 0));
    }

    private void init(long at, byte[] prefix, int from, int length) {
        store(key, Arrays.copyOfRange(prefix, from, from + length));
        SlottedPage.init(at, BYTES, key, length);
    }

    private void apply(byte[] whole, int valueLength) {
        store(key, whole);
        int index = SlottedPage.find(page, key, whole.length);
        assertEquals(model.containsKey(whole), index >= 0);
        if (valueLength < 0) {
            if (index >= 0) {
                SlottedPage.remove(page, index);
                model.remove(whole);
            }
            return;
        }
        byte[] content = new byte[valueLength];
        Arrays.fill(content, (byte) (valueLength + whole.length));
        store(value, content);
        if (index >= 0 && SlottedPage.replace(page, index, value, valueLength)) {
            model.put(whole, content);
            return;
        }
        if (index >= 0) {
            SlottedPage.remove(page, index);
            model.remove(whole);
            index = -index - 1;
        }
        boolean fits = SlottedPage.entryBytes(page, whole.length, valueLength) <= SlottedPage.reclaimableBytes(page);
        boolean stored = SlottedPage.insert(page, -index - 1, key, whole.length, value, valueLength);
        if (!stored) {
            SlottedPage.compact(page, scratch);
            stored = SlottedPage.insert(page, -index - 1, key, whole.length, value, valueLength);
        }
        assertEquals(fits, stored);
        if (stored) {
            model.put(whole, content);
        }
    }

    private void assertSame(long at) {
        assertEquals(model.size(), SlottedPage.count(at));
        int i = 0;
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertArrayEquals(entry.getKey(), keyAt(at, i));
            byte[] content = new byte[SlottedPage.valueLength(at, i)];
            bytes.getBytes((int) (SlottedPage.valueAddress(at, i) - memory.address()), content);
            assertArrayEquals(entry.getValue(), content);
            i++;
        }
    }

    /** A reader beside a writer takes anything for a slot: it stays within reach, and within the bound of a copy. */
    @Property(tries = 50)
    void whateverSlotsHoldReadersStayWithinReach(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SlottedPage.init(page, BYTES, 0, 0);
        for (int i = SlottedPage.HEADER_BYTES; i < BYTES; i += Long.BYTES) {
            bytes.putLong((int) (page - memory.address()) + i, random.nextLong());
        }
        int slots = (BYTES - SlottedPage.HEADER_BYTES) / SlottedPage.SLOT_BYTES;
        PageLayout.COUNT.set(page, slots);
        for (int i = 0; i < slots; i++) {
            long at = SlottedPage.valueAddress(page, i) - page;
            assertTrue(at >= 0 && at + Long.BYTES <= SlottedPage.REACH_BYTES, "value at " + at);
            bytes.putLong((int) (value - memory.address()) + 1024, seed);
            assertTrue(SlottedPage.copyKey(page, i, value, 1024) <= 1024);
            assertEquals(seed, bytes.getLong((int) (value - memory.address()) + 1024), "written behind the bound");
            UnsafeApi.putLong(key, Long.reverseBytes(SlotLayout.HEAD.get(page + SlottedPage.HEADER_BYTES
                    + (long) SlottedPage.SLOT_BYTES * i))); // so that tails are compared
            SlottedPage.find(page, key, 1 << 15);
        }
    }

    private byte[] keyAt(long at, int index) {
        byte[] result = new byte[SlottedPage.keyLength(at, index)];
        assertEquals(-1, SlottedPage.copyKey(at, index, key, result.length - 1));
        assertEquals(result.length, SlottedPage.copyKey(at, index, key, result.length));
        bytes.getBytes((int) (key - memory.address()), result);
        return result;
    }

    private void store(long at, byte[] content) {
        bytes.putBytes((int) (at - memory.address()), content);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
