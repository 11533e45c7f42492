package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run shows the entries of its leaf, however they lie in it, and never writes outside its memory. */
class LeafRunTest {

    private static final long SEED = 4_711;
    private static final int PAGE_BYTES = 16 << 10;
    private static final int GUARD_BYTES = 64;
    private static final byte GUARD = 0x5a;
    private static final int PAGES = 300;

    private final Region region = Memory.system().map(4 << 20, "leaf run test", false);
    private final long page = region.address();
    private final long scratch = page + PAGE_BYTES + PageReader.REACH_BYTES;
    private final long value = scratch + PAGE_BYTES;
    private final long buffers = value + PAGE_BYTES;
    private final PageWriter writer = new PageWriter(PAGE_BYTES, scratch);
    private final Probe probe = new Probe(buffers);
    private final Probe low = new Probe(buffers + Probe.BYTES);
    private final Probe high = new Probe(buffers + 2 * Probe.BYTES);
    private final long prefix = buffers + 3 * Probe.BYTES;
    private final long memory = buffers + 4 * Probe.BYTES;
    private final SplittableRandom random = new SplittableRandom(SEED);

    private record Item(Key key, int valueBytes, long sequence) {
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void anyEntriesInAnyOrderComeAsTheyAre() {
        for (int i = 0; i < PAGES; i++) {
            List<Item> items = fillPage(1 + random.nextInt(900), random.nextBoolean());
            checkRuns(items, 1);
            checkRuns(items, -1);
        }
    }

    /** In one partition whose name is the prefix of the page. @param inOrder or else scattered in the heap */
    private List<Item> fillPage(int partitionBytes, boolean inOrder) {
        String partition = "p".repeat(partitionBytes);
        low.set(Key.of(partition, ""));
        high.set(Key.of(partition, "~"));
        int keyMax = 1 + random.nextInt(60);
        int valueMax = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(400);
        List<Item> items = new ArrayList<>();
        int left = PAGE_BYTES - PageLayout.LENGTH - 2 * Probe.BYTES;
        for (int i = 0; left > 0; i++) {
            Key key = Key.of(partition, String.format("%03d", i) + "k".repeat(random.nextInt(keyMax)));
            items.add(new Item(key, random.nextInt(valueMax), random.nextLong(1L << 40)));
            left -= 100 + items.getLast().valueBytes() + keyMax;
        }
        writer.init(page, 1, 1, 1);
        writer.begin(0, low.address, low.length, high.address, high.length, items.size(), 0);
        writer.install(page);
        List<Item> order = new ArrayList<>(items);
        if (!inOrder) {
            order.sort(Comparator.comparingLong(Item::sequence));
        }
        for (Item item : order) {
            probe.set(item.key());
            UnsafeApi.setMemory(value, item.valueBytes(), (byte) item.sequence());
            writer.insertItem(page, PageReader.lowerBound(page, probe.address, probe.length), probe, item.sequence(),
                    item.valueBytes(), value);
        }
        assertEquals(items.size(), PageLayout.COUNT.get(page));
        UnsafeApi.copyMemory(page + PageLayout.LOW_OFFSET.get(page), prefix, PageLayout.PREFIX_LENGTH.get(page));
        return items;
    }

    private void checkRuns(List<Item> items, int step) {
        int bytes = LeafRun.bytes(PAGE_BYTES);
        UnsafeApi.setMemory(memory + bytes, GUARD_BYTES, GUARD);
        LeafRun run = new LeafRun(memory, PAGE_BYTES);
        run.clear();
        int index = step > 0 ? 0 : items.size() - 1;
        while (index >= 0 && index < items.size()) {
            int wanted = step > 0 ? items.size() - index : index + 1;
            int copied = run.fill(page, prefix, PageLayout.PREFIX_LENGTH.get(page), index, step, wanted);
            assertTrue(copied > 0, "an empty run");
            for (int i = 0; i < copied; i++) {
                assertTrue(run.next());
                check(items.get(index + i * step), run);
            }
            index += copied * step;
            assertEquals(probe.length, run.copyLastKey(low.address));
            assertEquals(0, KeyBytes.compare(low.address, probe.length, probe.address, probe.length));
        }
        for (int i = 0; i < GUARD_BYTES; i++) {
            assertEquals(GUARD, UnsafeApi.getByte(memory + bytes + i), "behind the run's memory");
        }
    }

    private void check(Item item, LeafRun run) {
        probe.set(item.key());
        assertEquals(0, KeyBytes.compare(run.key(), run.keyLength(), probe.address, probe.length), item::toString);
        assertEquals(item.sequence(), run.sequence());
        assertEquals(item.valueBytes(), run.valueLength());
        for (int i = 0; i < item.valueBytes(); i++) {
            assertEquals((byte) item.sequence(), UnsafeApi.getByte(run.value() + i));
        }
    }

    /** What a torn page says is refused before it is used: no run is longer than a page. */
    @Test
    void garbageIsNotCopied() {
        LeafRun run = new LeafRun(memory, PAGE_BYTES);
        int bytes = LeafRun.bytes(PAGE_BYTES);
        for (int i = 0; i < 2_000; i++) {
            for (int at = 0; at < PAGE_BYTES; at += Long.BYTES) {
                UnsafeApi.putLong(page + at, random.nextLong() & random.nextLong());
            }
            UnsafeApi.setMemory(memory + bytes, GUARD_BYTES, GUARD);
            run.clear();
            int prefixLength = random.nextInt(KeyCodec.BYTES_MAX + 1);
            int copied = run.fill(page, prefix, prefixLength, random.nextInt(1 << 10), 1, 1 << 10);
            assertTrue(copied <= 16, "copied=" + copied);
            for (int at = 0; at < GUARD_BYTES; at++) {
                assertEquals(GUARD, UnsafeApi.getByte(memory + bytes + at), "behind the run's memory");
            }
        }
    }
}
