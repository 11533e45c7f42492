package dev.dyno.core.page;

import org.agrona.UnsafeApi;

/**
 * Entries of a slotted page that are not in order yet. Their slots lie behind those that are, and the page's count does
 * not have them: its owner knows how many there are, and lets nobody change the page but through this class meanwhile.
 * So a key that comes in any order touches the page's header and one slot, where an insert in order searches and moves
 * half of the slots; many are then brought in order together.
 *
 * <p>Threads: none of its own, as {@link SlottedPage}.
 */
public final class LateSlots {

    private LateSlots() {
    }

    /** Whether a key is greater than all that are in order. */
    public static boolean isBehind(long page, long key, int keyLength) {
        int count = SlottedPage.count(page);
        if (count == 0) {
            return true;
        }
        int prefix = SlottedPage.prefixLength(page);
        long last = SlottedPage.slot(page, count - 1);
        long head = KeyBytes.head(key + prefix, keyLength - prefix);
        long other = SlotLayout.HEAD.get(last);
        return other == head ? SlottedPage.compareBehindHead(page, last, key + prefix, keyLength - prefix) < 0
                : Long.compareUnsigned(other, head) < 0;
    }

    /**
     * Adds a key that is not there, without a value.
     *
     * @param late how many are not in order; it is one more then
     * @param key begins with the page's prefix
     * @return false if there is no room between slots and heap
     */
    public static boolean append(long page, int late, long key, int keyLength) {
        int prefix = SlottedPage.prefixLength(page);
        int length = keyLength - prefix;
        int tail = Math.max(0, length - Long.BYTES);
        if (SlottedPage.freeBytes(page) - late * SlottedPage.SLOT_BYTES < SlottedPage.SLOT_BYTES + tail) {
            return false;
        }
        int offset = PageLayout.HEAP_START.get(page) - tail;
        PageLayout.HEAP_START.set(page, offset);
        KeyBytes.copy(key + prefix + Long.BYTES, page + offset, tail);
        long slot = SlottedPage.slot(page, SlottedPage.count(page) + late);
        SlotLayout.HEAD.set(slot, KeyBytes.head(key + prefix, length));
        SlotLayout.OFFSET.set(slot, offset);
        SlotLayout.SUFFIX_LENGTH.set(slot, length);
        SlotLayout.VALUE_LENGTH.set(slot, 0);
        return true;
    }

    /**
     * Brings all in order: there are no late ones then.
     *
     * @param scratch memory for the slots of the late ones
     */
    public static void settle(long page, int late, long scratch) {
        int count = SlottedPage.count(page);
        sort(page, SlottedPage.slot(page, count), late, scratch);
        long left = SlottedPage.slot(page, count - 1);
        long first = SlottedPage.slot(page, 0);
        for (int i = late - 1; i >= 0; i--) { // merges from the end on, where there is room
            long next = at(scratch, i);
            int behind = (i + 1) * SlottedPage.SLOT_BYTES;
            while (left >= first && SlottedPage.compareSlots(page, left, next) > 0) {
                move(left, left + behind);
                left -= SlottedPage.SLOT_BYTES;
            }
            move(next, left + behind);
        }
        PageLayout.COUNT.set(page, count + late);
    }

    /** By insertion, which is the fastest for so few. */
    private static void sort(long page, long slots, int count, long to) {
        for (int i = 0; i < count; i++) {
            long slot = at(slots, i);
            int index = i;
            while (index > 0 && SlottedPage.compareSlots(page, at(to, index - 1), slot) > 0) {
                move(at(to, index - 1), at(to, index));
                index--;
            }
            move(slot, at(to, index));
        }
    }

    private static long at(long slots, int index) {
        return slots + (long) index * SlottedPage.SLOT_BYTES;
    }

    private static void move(long from, long to) {
        long head = UnsafeApi.getLong(from);
        long rest = UnsafeApi.getLong(from + Long.BYTES);
        UnsafeApi.putLong(to, head);
        UnsafeApi.putLong(to + Long.BYTES, rest);
    }
}
