package dev.dyno.btree;

import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Makes room: one step at a time, each of which leaves a whole tree. If the parent of a full page has no room for one
 * more separator, the parent is split first and the caller looks for its key again.
 *
 * <p>Where a leaf is split, if the options do not say otherwise: where the new key goes, if the inserts before on
 * this page went one right of the other just left of it (a partition that grows in order leaves full pages behind);
 * else in the middle by bytes. A separator is the shortest prefix that tells its neighbours apart (Bayer and Unterauer,
 * Prefix B-trees, 1977).
 *
 * <p>Threads: the writer's.
 */
final class Splits {

    /** Runs that go on side by side, as those of a table whose partitions all grow. */
    private static final int RUNS = 64;

    private final Pages pages;
    private final PageWriter writer;
    private final Path path;
    private final Structure structure;
    private final boolean appendAware;
    private final int appendFillPercent;
    private final long left;
    private final long right;
    /** Leaves that were inserted into last, each in the place of its number, and where in them. */
    private final int[] lastLeaf = new int[RUNS];
    private final int[] lastIndex = new int[RUNS];
    /** Whether that one was just right of the one before: once is chance. */
    private final boolean[] ordered = new boolean[RUNS];

    /** @param buffers memory of two probes */
    Splits(Pages pages, PageWriter writer, Path path, long buffers, Structure structure, BTreeOptions options) {
        this.pages = pages;
        this.writer = writer;
        this.path = path;
        this.structure = structure;
        appendAware = options.splitPolicy() == BTreeOptions.SplitPolicy.APPEND_AWARE;
        appendFillPercent = options.appendFillPercent();
        left = buffers;
        right = buffers + Probe.BYTES;
    }

    /** Remembers where an item was inserted, to see whether inserts come in order. */
    void inserted(int leaf, int index) {
        int run = leaf & RUNS - 1;
        ordered[run] = follows(leaf, index);
        lastLeaf[run] = leaf;
        lastIndex[run] = index;
    }

    /**
     * Makes a page on the path smaller, so that the leaf may have room the next time.
     *
     * @param index where in the leaf the key goes
     * @param exists whether the key is there already, with a shorter value
     */
    void makeRoom(int index, boolean exists, Probe key, long sequence) {
        int depth = path.depth();
        if (depth == 0) {
            raise(sequence);
            return;
        }
        long leaf = path.address(depth);
        int count = PageLayout.COUNT.get(leaf);
        boolean inOrder = appendAware && !exists && follows(path.page(depth), index)
                && ordered[path.page(depth) & RUNS - 1];
        int at = count < 2 ? index : inOrder ? Math.min(index, share(leaf, appendFillPercent)) : share(leaf, 50);
        boolean atKey = !exists && at == index;
        if (!atKey) {
            at = within(at, count);
        }
        int separator = separator(leaf, at, atKey, key);
        if (atKey && count > 1 && !fits(leaf, at, separator)) {
            at = within(share(leaf, 50), count);
            separator = separator(leaf, at, false, key);
        }
        if (makeRoomAbove(depth, separator, sequence)) {
            split(depth, at, at, separator, sequence);
        }
    }

    private boolean follows(int leaf, int index) {
        int run = leaf & RUNS - 1;
        return leaf == lastLeaf[run] && index == lastIndex[run] + 1;
    }

    private static int within(int at, int count) {
        return Math.max(1, Math.min(at, count - 1));
    }

    /**
     * Puts the key that a split at {@code at} separates by into {@code right}.
     *
     * @param atKey whether the new key goes between the halves and is one of the two that are told apart
     * @return how many of its bytes are the separator
     */
    private int separator(long leaf, int at, boolean atKey, Probe key) {
        int leftLength = atKey && at == 0 ? copy(key, left) : PageReader.copyKey(leaf, at - 1, left);
        int rightLength = atKey && at > 0 ? copy(key, right) : PageReader.copyKey(leaf, at, right);
        return KeyBytes.commonPrefix(left, leftLength, right, rightLength) + 1;
    }

    /** Whether both halves have room for the separator as a fence: the one that keeps all entries may not. */
    private boolean fits(long leaf, int at, int separator) {
        long low = PageWriter.lowFence(leaf);
        int lowLength = PageLayout.LOW_LENGTH.get(leaf);
        long high = PageWriter.highFence(leaf);
        int highLength = PageLayout.HIGH_LENGTH.get(leaf);
        int count = PageLayout.COUNT.get(leaf);
        return PageLayout.arraysEnd(0, at) + lowLength + separator
                + bytes(leaf, 0, at, PageWriter.prefix(low, lowLength, right, separator)) <= pages.pageBytes
                && PageLayout.arraysEnd(0, count - at) + separator + highLength
                + bytes(leaf, at, count, PageWriter.prefix(right, separator, high, highLength)) <= pages.pageBytes;
    }

    private static int copy(Probe key, long to) {
        UnsafeApi.copyMemory(key.address, to, key.length);
        return key.length;
    }

    /** The first entry behind so many percent of the page's entries by bytes. */
    private int share(long page, int percent) {
        int count = PageLayout.COUNT.get(page);
        int total = writer.entriesBytes(page);
        int below = 0;
        int index = 0;
        while (index < count && below < (long) total * percent / 100) {
            below += PageReader.entryBytes(page, index++);
        }
        return index;
    }

    /** @return whether the parent has room for a separator; otherwise a page above was made smaller */
    private boolean makeRoomAbove(int depth, int separator, long sequence) {
        long parent = path.address(depth - 1);
        if (writer.room(parent) >= separator - PageLayout.PREFIX_LENGTH.get(parent)) {
            return true;
        }
        if (depth == 1) {
            raise(sequence);
            return false;
        }
        int at = Math.max(0, Math.min(share(parent, 50), PageLayout.COUNT.get(parent) - 1));
        int length = PageReader.copyKey(parent, at, right);
        if (makeRoomAbove(depth - 1, length, sequence)) {
            split(depth - 1, at, at + 1, length, sequence);
        }
        return false;
    }

    /** Moves the root's content one level down: the root becomes the parent of what it was. */
    private void raise(long sequence) {
        int child = pages.allocate();
        int root = path.page(0);
        long from = pages.beginWrite(root, sequence);
        long to = pages.address(child);
        int rest = PageLayout.LAST_SEQUENCE.offset();
        UnsafeApi.copyMemory(from + rest, to + rest, pages.pageBytes - rest);
        PageLayout.PREVIOUS.set(to, 0);
        PageLayout.PAGE_ID.set(to, child);
        writer.begin(PageLayout.LEVEL.get(to) + 1, 0, 0, 0, 0, 1, 0);
        writer.firstChild(child);
        writer.install(from);
        pages.endWrites();
        structure.split();
    }

    /**
     * Splits a page whose parent has room. The separator lies in {@code right}.
     *
     * @param leftEnd entries before it stay
     * @param rightBegin entries from it go; of an inner page the one between becomes the separator
     */
    private void split(int depth, int leftEnd, int rightBegin, int separator, long sequence) {
        int page = path.page(depth);
        int sibling = pages.allocate();
        long from = pages.beginWrite(page, sequence);
        long parent = pages.beginWrite(path.page(depth - 1), sequence);
        long to = pages.address(sibling);
        int level = PageLayout.LEVEL.get(from);
        int count = PageLayout.COUNT.get(from);
        writer.init(to, sibling, PageLayout.TABLE_ID.get(from), sequence);
        long high = PageWriter.highFence(from);
        int highLength = PageLayout.HIGH_LENGTH.get(from);
        int leftBytes = bytes(from, 0, leftEnd);
        int rightBytes = writer.entriesBytes(from) - leftBytes - bytes(from, leftEnd, rightBegin);
        int prefix = PageWriter.prefix(right, separator, high, highLength);
        int moved = count - rightBegin;
        if (moved == 0) { // it gets what comes, which is likely to be as what there is
            writer.begin(level, right, separator, high, highLength, 1, leftBytes / Math.max(1, leftEnd));
        } else {
            writer.begin(level, right, separator, high, highLength, moved,
                    rightBytes + moved * (PageLayout.PREFIX_LENGTH.get(from) - prefix));
        }
        if (level > 0) {
            writer.firstChild(PageReader.child(from, rightBegin));
        }
        writer.append(from, rightBegin, count);
        writer.install(to);
        long low = PageWriter.lowFence(from);
        int lowLength = PageLayout.LOW_LENGTH.get(from);
        prefix = PageWriter.prefix(low, lowLength, right, separator);
        writer.begin(level, low, lowLength, right, separator, leftEnd,
                leftBytes + leftEnd * (PageLayout.PREFIX_LENGTH.get(from) - prefix));
        writer.firstChild(PageLayout.FIRST_CHILD.get(from));
        writer.append(from, 0, leftEnd);
        writer.install(from);
        writer.insertChild(parent, path.child(depth - 1), right, separator, sibling);
        pages.endWrites();
        structure.split();
    }

    /** Bytes that entries take in a page of another prefix. */
    static int bytes(long page, int begin, int end, int prefix) {
        return bytes(page, begin, end) + (end - begin) * (PageLayout.PREFIX_LENGTH.get(page) - prefix);
    }

    private static int bytes(long page, int begin, int end) {
        int bytes = 0;
        for (int i = begin; i < end; i++) {
            bytes += PageReader.entryBytes(page, i);
        }
        return bytes;
    }
}
