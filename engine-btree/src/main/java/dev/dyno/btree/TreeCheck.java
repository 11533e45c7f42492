package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.agrona.UnsafeApi;

/**
 * Walks the newest trees and checks the invariants of {@link PageLayout}, {@link Pages} and {@link Extents}; pages and
 * values that are not in memory are read and checked like the others. Nothing may be written meanwhile. It allocates:
 * keys are copied to the heap to be compared.
 */
final class TreeCheck {

    /** No fence; told from others by identity. */
    private static final byte[] NONE = {};

    private final Memory memory;
    private final Pages pages;
    private final Extents extents;
    private final List<Violation> violations = new ArrayList<>();
    private final BitSet seen = new BitSet();
    private long pageCount;
    private long keyCount;
    private long largeCount;
    private long largeBytes;
    private PageWalk pageWalk;
    private Values values;

    TreeCheck(Memory memory, Pages pages, Extents extents) {
        this.memory = memory;
        this.pages = pages;
        this.extents = extents;
    }

    void run(Tree[] trees) {
        int misplaced = pages.buffers().misplaced();
        expect(misplaced == 0, "B1", "buffer manager", "misplaced=" + misplaced);
        try (Region region = memory.map(Probe.BYTES, "verify", false); PageWalk copies = new PageWalk(memory, pages);
                Values value = new Values(memory)) {
            pageWalk = copies;
            values = value;
            Probe probe = new Probe(region.address());
            for (Tree tree : trees) {
                if (tree != null) {
                    check(tree, probe);
                }
            }
        }
        int reached = seen.cardinality();
        expect(reached == pages.treePages(), "P6", "pages", "reached=" + reached + ", of trees=" + pages.treePages());
        expect(largeBytes == extents.usedBytes(), "X3", "large values", "bytes=" + largeBytes + ", expected="
                + extents.usedBytes());
    }

    private void check(Tree tree, Probe probe) {
        int before = violations.size();
        long items = walk(tree, tree.root, 0, -1, NONE, NONE, probe);
        expect(items == tree.items || violations.size() > before, "T8", "table " + tree.table.name(),
                "items=" + tree.items + ", counted=" + items);
    }

    /** M2, which is known from outside. */
    void places(boolean right) {
        expect(right, "M2", CheckpointFiles.PAGES, "pages share places, or places are lost");
    }

    Verification result() {
        return new Verification(List.of(
                text("T1 keys in a page increase strictly (%,d keys)", keyCount),
                text("T2 keys lie between their page's fences (%,d keys)", keyCount),
                text("T3 leaves are at one depth (%,d pages)", pageCount),
                text("T4 fences are the separators above (%,d pages)", pageCount),
                text("T5 arrays, heap and garbage add up (%,d pages)", pageCount),
                text("T6 the prefix is what fences share (%,d pages)", pageCount),
                text("T7 fingerprints and offsets are those of their keys (%,d keys)", keyCount),
                text("T8 items are as many as were counted (%,d keys)", keyCount),
                text("T9 ties lead to their keys (%,d keys)", keyCount),
                text("P1 no page is left locked (%,d pages)", pageCount),
                text("P4 a page has one parent (%,d pages)", pageCount),
                text("P6 every page of a tree is reached (%,d pages)", pageCount),
                text("B1 pages in memory have one slot each (%,d pages)", pages.buffers().resident()),
                text("B2 pages that are not in memory are in the file as they were written (%,d loaded since open)",
                        pages.buffers().loads()),
                text("M2 pages have places of their own in the file (%,d pages)", pageCount),
                text("X3 places of large values are theirs alone (%,d values)", largeCount),
                text("W2 large values are what was stored (%,d values)", largeCount)), violations);
    }

    private static String text(String format, long count) {
        return String.format(Locale.ROOT, format, count);
    }

    private void expect(boolean holds, String invariant, String place, String detail) {
        if (!holds) {
            violations.add(new Violation(invariant, place, detail));
        }
    }

    /**
     * @param level expected; -1 for the root, where it follows from the page
     * @return items below the page; {@code low} and {@code high} are the separators above, or {@link #NONE}
     */
    private long walk(Tree tree, int pageId, int depth, int level, byte[] low, byte[] high, Probe probe) {
        String place = "table " + tree.table.name() + ", page " + pageId;
        if (pageId <= 0 || pageId >= pages.limit || seen.get(pageId) || depth == PageWalk.DEPTH_MAX) {
            expect(false, "P4", place, "reached twice, or no page number");
            return 0;
        }
        seen.set(pageId);
        pageCount++;
        expect(pages.isInTree(pageId), "P6", place, "not known as one of a tree");
        long page = load(pageId, depth, place);
        if (page == 0) {
            return 0;
        }
        int found = PageLayout.LEVEL.get(page);
        boolean leveled = (found == level || level < 0) && PageLayout.KIND.get(page) == PageLayout.TREE;
        expect(leveled, "T3", place, "level=" + found + ", expected=" + level);
        if (!isWhole(page, place) || !leveled) {
            return 0;
        }
        checkFences(page, place, low, high);
        checkKeys(page, place, low, high, probe);
        int count = PageLayout.COUNT.get(page);
        if (found == 0) {
            return count;
        }
        long items = 0;
        for (int i = 0; i <= count; i++) {
            items += walk(tree, PageReader.child(page, i), depth + 1, found - 1, i == 0 ? low : key(page, i - 1),
                    i == count ? high : key(page, i), probe);
        }
        return items;
    }

    /** @return the address of a copy; 0 if the page cannot be read */
    private long load(int pageId, int depth, String place) {
        long word = PageState.get(pages.address(pageId));
        expect((word & PageState.STABLE) != 0 || PageState.isAbsentOrBusy(word), "P1", place, "word=" + word);
        try {
            return pageWalk.copy(pageId, depth);
        } catch (EngineException.Corrupt e) {
            expect(false, "B2", place, e.getMessage());
            return 0;
        }
    }

    /** T5: everything lies where it can be read. */
    private boolean isWhole(long page, String place) {
        int level = PageLayout.LEVEL.get(page);
        int count = PageLayout.COUNT.get(page);
        int capacity = PageLayout.CAPACITY.get(page);
        int heap = PageLayout.HEAP_START.get(page);
        boolean good = count <= capacity && PageLayout.arraysEnd(level, capacity) <= heap && heap <= pages.pageBytes;
        long bytes = PageLayout.GARBAGE.get(page) + PageLayout.LOW_LENGTH.get(page) + PageLayout.HIGH_LENGTH.get(page);
        for (int i = 0; good && i < count; i++) {
            int offset = PageLayout.offset(PageLayout.reference(page, i));
            int entry = PageReader.entryBytes(page, i);
            good = offset >= heap && entry >= 0 && offset + entry <= pages.pageBytes;
            bytes += entry;
        }
        good &= bytes == pages.pageBytes - heap;
        expect(good, "T5", place, "count=" + count + ", capacity=" + capacity + ", heapStart=" + heap
                + ", heapBytesCounted=" + bytes);
        return good;
    }

    private void checkFences(long page, String place, byte[] low, byte[] high) {
        byte[] ownLow = bytes(PageWriter.lowFence(page), PageLayout.LOW_LENGTH.get(page));
        byte[] ownHigh = bytes(PageWriter.highFence(page), PageLayout.HIGH_LENGTH.get(page));
        expect((ownLow == NONE) == (low == NONE) && Arrays.equals(ownLow, low), "T4", place, "low fence differs");
        expect((ownHigh == NONE) == (high == NONE) && Arrays.equals(ownHigh, high), "T4", place, "high fence differs");
        int shared = Arrays.mismatch(low, high);
        int prefix = low == NONE || high == NONE ? 0 : shared < 0 ? low.length : shared;
        expect(prefix == PageLayout.PREFIX_LENGTH.get(page), "T6", place,
                "prefixLength=" + PageLayout.PREFIX_LENGTH.get(page) + ", expected=" + prefix);
    }

    private void checkKeys(long page, String place, byte[] low, byte[] high, Probe probe) {
        int count = PageLayout.COUNT.get(page);
        byte[] before = NONE;
        for (int i = 0; i < count; i++) {
            keyCount++;
            byte[] key = key(page, i);
            String slot = place + ", index " + i;
            expect(i == 0 || Arrays.compareUnsigned(before, key) < 0, "T1", slot, "not behind the one before");
            expect((low == NONE || Arrays.compareUnsigned(key, low) >= 0)
                    && (high == NONE || Arrays.compareUnsigned(key, high) < 0), "T2", slot, "outside the fences");
            if (PageLayout.LEVEL.get(page) == 0) {
                checkItem(page, i, key, slot, probe);
            }
            before = key;
        }
    }

    private void checkItem(long page, int index, byte[] key, String slot, Probe probe) {
        probe.set(key);
        int found = PageReader.find(page, probe);
        expect(found == index, "T7", slot, "found by fingerprint at index=" + found);
        long tie = UnsafeApi.getLong(PageLayout.ties(page, PageLayout.CAPACITY.get(page)) + 8L * index);
        int point = PageReader.insertPoint(page, probe);
        expect(tie == probe.tie && point == index, "T9", slot, "tie=" + tie + ", expected=" + probe.tie
                + ", found by ties at index=" + point);
        long reference = PageLayout.reference(page, index);
        int offset = UnsafeApi.getShort(PageLayout.offsets(page, PageLayout.CAPACITY.get(page)) + 2L * index) & 0xffff;
        expect(offset == PageLayout.offset(reference), "T7", slot, "offset=" + offset + ", expected="
                + PageLayout.offset(reference));
        int upper = PageLayout.upper(reference);
        if (PageLayout.isLarge(upper)) {
            largeCount++;
            long position = UnsafeApi.getLong(PageReader.valueAddress(page, reference));
            int checksum = UnsafeApi.getInt(PageReader.valueAddress(page, reference) + Long.BYTES);
            checkLarge(position, PageLayout.valueLength(upper), checksum, slot);
        }
    }

    private void checkLarge(long position, int length, int checksum, String slot) {
        largeBytes += Gaps.classBytes(Gaps.sizeClass(length));
        boolean good = extents.contains(position, length) && extents.isLive(position, length);
        expect(good, "X3", slot, "place=" + position);
        if (good) {
            long to = values.address(length);
            boolean whole = extents.memory().copy(position, length, to) || extents.memory().read(position, length, to);
            expect(whole && Extents.checksum(to, length) == checksum, "W2", slot, "place=" + position);
        }
    }

    private static byte[] bytes(long address, int length) {
        if (address == 0) {
            return NONE;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = UnsafeApi.getByte(address + i);
        }
        return bytes;
    }

    private static byte[] key(long page, int index) {
        long reference = PageLayout.reference(page, index);
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        byte[] key = new byte[prefix + PageLayout.keyLength(reference)];
        for (int i = 0; i < key.length; i++) {
            key[i] = UnsafeApi.getByte(i < prefix ? page + PageLayout.LOW_OFFSET.get(page) + i
                    : PageReader.keyAddress(page, reference) + i - prefix);
        }
        return key;
    }
}
