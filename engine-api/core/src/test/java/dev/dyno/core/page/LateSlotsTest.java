package dev.dyno.core.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

class LateSlotsTest {

    private static final int PAGE_BYTES = 4096;
    private static final int LATE_MAX = 16;
    private static final int KEY_BYTES_MAX = 24;
    private static final int SEEDS = 200;

    /** Few letters, so that heads are equal, keys are prefixes of others, and order is decided in the tails. */
    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(KEY_BYTES_MAX)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(8) == 0 ? 0xff : random.nextInt(2));
        }
        return key;
    }

    private static void put(byte[] key, long at) {
        for (int i = 0; i < key.length; i++) {
            UnsafeApi.putByte(at + i, key[i]);
        }
    }

    private static byte[] keyAt(long page, int index, long scratch) {
        byte[] key = new byte[SlottedPage.copyKey(page, index, scratch)];
        for (int i = 0; i < key.length; i++) {
            key[i] = UnsafeApi.getByte(scratch + i);
        }
        return key;
    }

    @Test
    void manyComeInOrderTogether() {
        try (Region region = Memory.system().map(3 * PAGE_BYTES, "test", false)) {
            for (int seed = 0; seed < SEEDS; seed++) {
                fill(region.address(), new Random(seed));
            }
        }
    }

    private static void fill(long page, Random random) {
        long scratch = page + PAGE_BYTES;
        long keys = scratch + PAGE_BYTES;
        TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
        SlottedPage.init(page, PAGE_BYTES, 0, 0);
        int late = 0;
        boolean fits = true;
        while (fits) {
            byte[] key = key(random);
            put(key, keys);
            if (late == 0) {
                assertEquals(expected.isEmpty() || Arrays.compareUnsigned(expected.last(), key) < 0,
                        LateSlots.isBehind(page, keys, key.length));
            }
            if (expected.contains(key)) {
                continue;
            }
            fits = LateSlots.append(page, late, keys, key.length);
            if (fits) {
                expected.add(key);
                late++;
            }
            if (!fits || late == LATE_MAX || random.nextInt(10) == 0) {
                LateSlots.settle(page, late, scratch);
                late = 0;
                SlottedPage.check(page, PAGE_BYTES, "page", 0);
                assertHas(page, expected, keys);
            }
        }
    }

    private static void assertHas(long page, TreeSet<byte[]> expected, long scratch) {
        assertEquals(expected.size(), SlottedPage.count(page));
        int index = 0;
        for (byte[] key : expected) {
            assertEquals(0, Arrays.compare(key, keyAt(page, index++, scratch)));
        }
    }

    @Test
    void lateOnesTakeTheRoomOfTheirSlots() {
        try (Region region = Memory.system().map(PAGE_BYTES, "test", false)) {
            long page = region.address();
            int slots = 3;
            SlottedPage.init(page, SlottedPage.HEADER_BYTES + slots * SlottedPage.SLOT_BYTES, 0, 0);
            long key = page + PAGE_BYTES - Long.BYTES;
            for (int late = 0; late < slots; late++) {
                UnsafeApi.putLong(key, -late);
                assertEquals(true, LateSlots.append(page, late, key, Long.BYTES));
            }
            UnsafeApi.putLong(key, 1);
            assertFalse(LateSlots.append(page, slots, key, Long.BYTES));
        }
    }
}
