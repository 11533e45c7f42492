package dev.dyno.btree;

import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import org.agrona.UnsafeApi;

/**
 * Puts and deletes items. A change of one leaf is one write of that page; what needs more (a split, a merge) is done
 * before or after it in steps that each leave a whole tree, so readers never wait for more than a few pages.
 *
 * <p>Threads: the writer's, one for all trees.
 */
final class TreeWriter implements AutoCloseable {

    private static final int BUFFERS = 4;
    private static final int NOWHERE = -1;
    /** Of a key that is not in its leaf because it is behind all there. */
    private static final int BEHIND = Integer.MIN_VALUE;
    /** What a leaf that fills up in a replay keeps free: else the next puts, in no order, would split all leaves. */
    private static final int LEFT_FREE_PERCENT = 15;

    private final Memory memory;
    private final Pages pages;
    private final Extents extents;
    private final BTreeOptions options;
    private final Lookahead ahead;
    private final Region region;
    private final PageWriter writer;
    private final Path path;
    private final Structure structure;
    private final Splits splits;
    private final Merges merges;
    /** What an entry holds of a large value. */
    private final long word;
    /** The key found last, and where; {@link #foundRoot} says whether anything has changed since. */
    private final Probe foundKey;
    private int foundRoot = NOWHERE;
    private int foundIndex;
    /** Keys come in about the order of the trees, and nothing is asked for between the changes. */
    private boolean inOrder;
    /** Of a leaf that such keys fill. */
    private final int leftFree;
    /** Of the structure, when the path was found. */
    private long pathChanges;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    TreeWriter(Memory memory, Pages pages, Extents extents, BTreeOptions options, Structure structure) {
        this.memory = memory;
        this.pages = pages;
        this.extents = extents;
        this.options = options;
        this.structure = structure;
        ahead = new Lookahead(memory, pages, structure);
        int pageBytes = pages.pageBytes;
        leftFree = pageBytes * LEFT_FREE_PERCENT / 100;
        region = memory.map(2L * pageBytes + BUFFERS * Probe.BYTES + PageLayout.LARGE_REFERENCE_BYTES, "tree writer",
                false);
        long buffers = region.address() + 2L * pageBytes;
        writer = new PageWriter(pageBytes, region.address());
        path = new Path(pages);
        splits = new Splits(pages, writer, path, buffers, structure, options);
        merges = new Merges(pages, writer, path, buffers, structure, options);
        foundKey = new Probe(buffers + (BUFFERS - 1) * Probe.BYTES);
        word = buffers + BUFFERS * Probe.BYTES;
    }

    /** Makes the tree of a new table: empty at every sequence, because a snapshot from before it may be read at. */
    Tree create(TableSpec table) {
        forget();
        int root = pages.allocate();
        writer.init(pages.address(root), root, table.id(), 0);
        pages.endWrites();
        return new Tree(table, root);
    }

    /**
     * Finds an item. Who looks at an item mostly changes it next: the way to it is kept until something changes, and
     * the second search for the same key costs a comparison.
     *
     * @return its index in {@link #foundPage}, negative if there is none
     */
    int find(Tree tree, Probe key) {
        if (!isFound(tree, key)) {
            path.descend(tree.root, key.address, key.length);
            foundIndex = PageReader.find(foundPage(), key);
            foundKey.copy(key);
            foundRoot = tree.root;
        } else {
            path.fix(); // it may be from a step before, and what was evicted since comes back as it was
        }
        return foundIndex;
    }

    private boolean isFound(Tree tree, Probe key) {
        return foundRoot == tree.root && foundKey.hasSameBytes(key);
    }

    /**
     * As {@link #find}, but asks for the lines of the leaf side by side: an insert would wait for each in turn. What it
     * finds is not kept, because the leaf is changed next: {@link #forget} behind it.
     */
    private int findForInsert(Tree tree, Probe key) {
        if (isFound(tree, key)) {
            return find(tree, key);
        }
        path.descend(tree.root, key.address, key.length);
        touched += PageReader.touchForInsert(foundPage());
        return PageReader.find(foundPage(), key);
    }

    /** The leaf of the key found last. */
    long foundPage() {
        return pages.address(path.page(path.depth()));
    }

    /** The caller changes the tree. */
    private void forget() {
        foundRoot = NOWHERE;
    }

    /** Inserts or replaces. */
    void put(Tree tree, Probe key, long sequence, long value, int valueLength) {
        boolean large = options.isLarge(key.length, valueLength);
        int upper = large ? valueLength | PageLayout.LARGE : valueLength;
        long stored = value;
        if (large) {
            UnsafeApi.putLong(word, extents.store(value, valueLength));
            UnsafeApi.putLong(word + Long.BYTES, Integer.toUnsignedLong(Extents.checksum(value, valueLength)));
            stored = word;
        }
        int leaf = ahead.leafOf(key);
        while (!tryPut(tree, key, leaf, sequence, upper, stored)) {
            pages.endWrites();
            leaf = 0;
        }
        pages.endWrites();
        extents.reclaim();
    }

    /** From now on keys come in about the order of the trees, and nothing is looked at between changes; or not. */
    void inOrder(boolean now) {
        inOrder = now;
        path.forget();
        forget();
    }

    /** As {@link #find}, with a short way if the key is in the leaf of the key before. @return or {@link #BEHIND} */
    private int findInOrder(Tree tree, Probe key) {
        if (pathChanges != structure.changes() || !path.leadsTo(tree.root, key)) {
            pathChanges = structure.changes();
            pages.nextStep();
            path.descend(tree.root, key.address, key.length);
            pages.lookAhead();
        }
        long leaf = foundPage();
        return PageReader.isBehindAll(leaf, key.address, key.length) ? BEHIND : PageReader.find(leaf, key);
    }

    /** @return false if the leaf had no room, and the key must be looked for again */
    private boolean tryPut(Tree tree, Probe key, int known, long sequence, int upper, long stored) {
        boolean isExpected = known != 0;
        int index = isExpected ? ahead.find(pages.fix(known), key)
                : inOrder ? findInOrder(tree, key) : findForInsert(tree, key);
        forget();
        int leaf = isExpected ? known : path.page(path.depth());
        long page = pages.address(leaf);
        boolean exists = index >= 0;
        int before = exists ? PageLayout.upper(PageLayout.reference(page, index)) : 0;
        int bytes = PageLayout.SEQUENCE_BYTES + key.length - PageLayout.PREFIX_LENGTH.get(page)
                + PageLayout.storedBytes(upper);
        boolean sameSize = exists && PageLayout.storedBytes(before) == PageLayout.storedBytes(upper);
        boolean isBehind = index == BEHIND;
        int room = writer.room(page) + (exists ? PageReader.entryBytes(page, index) : 0)
                - (isBehind && PageLayout.COUNT.get(page) > 1 ? leftFree : 0);
        if (!sameSize && room < bytes) {
            if (!isExpected) { // else there is no path
                int at = exists ? index : PageReader.lowerBound(page, key.address, key.length);
                splits.makeRoom(at, exists, key, sequence);
            }
            return false;
        }
        boolean collides = false;
        if (!exists) {
            index = isBehind ? PageReader.insertPoint(page, key, PageLayout.COUNT.get(page))
                    : isExpected ? ahead.insertPoint(page, key) : PageReader.insertPoint(page, key);
            collides = index < 0;
            index = collides ? ~index : index;
            splits.inserted(leaf, index);
        }
        pages.beginWrite(leaf, sequence);
        if (collides) {
            PageWriter.flag(page);
        }
        long place = exists && PageLayout.isLarge(before) ? largePlace(page, index) : 0;
        if (sameSize) {
            writer.overwrite(page, index, sequence, upper, stored);
        } else {
            if (exists) {
                writer.remove(page, index);
            }
            writer.insertItem(page, index, key, sequence, upper, stored);
        }
        pages.endWrites();
        if (place != 0) {
            extents.release(place, PageLayout.valueLength(before), sequence);
        }
        count(tree, exists ? 0 : 1, key, PageLayout.valueLength(upper), exists ? PageLayout.valueLength(before) : 0);
        return true;
    }

    private static void count(Tree tree, int items, Probe key, int added, int removed) {
        tree.items += items;
        tree.bytes += (long) items * (key.length - KeyCodec.PREFIX_BYTES) + added - removed;
    }

    private static long largePlace(long page, int index) {
        return UnsafeApi.getLong(PageReader.valueAddress(page, PageLayout.reference(page, index)));
    }

    /** Removes an item; nothing happens if there is none. */
    void delete(Tree tree, Probe key, long sequence) {
        int index = inOrder ? findInOrder(tree, key) : find(tree, key);
        forget();
        if (index < 0) {
            return;
        }
        long page = foundPage();
        int before = PageLayout.upper(PageLayout.reference(page, index));
        long place = PageLayout.isLarge(before) ? largePlace(page, index) : 0;
        pages.beginWrite(path.page(path.depth()), sequence);
        writer.remove(page, index);
        pages.endWrites();
        if (place != 0) {
            extents.release(place, PageLayout.valueLength(before), sequence);
            extents.reclaim();
        }
        count(tree, -1, key, 0, PageLayout.valueLength(before));
        merges.shrink(sequence);
    }

    /**
     * Gives back all pages of a dropped table. Readers that are late know from {@link Tree#isDropped} not to trust what
     * they find.
     */
    void drop(Tree tree, long sequence) {
        forget();
        try (PageWalk walk = new PageWalk(memory, pages)) {
            releaseBelow(walk, tree.root, 0, sequence);
        }
    }

    private void releaseBelow(PageWalk walk, int pageId, int depth, long sequence) {
        long page = walk.copy(pageId, depth);
        int count = PageLayout.COUNT.get(page);
        for (int i = 0; PageLayout.LEVEL.get(page) == 0 && i < count; i++) {
            int upper = PageLayout.upper(PageLayout.reference(page, i));
            if (PageLayout.isLarge(upper)) {
                extents.release(largePlace(page, i), PageLayout.valueLength(upper), sequence);
            }
        }
        for (int i = 0; PageLayout.LEVEL.get(page) > 0 && i <= count; i++) {
            releaseBelow(walk, PageReader.child(page, i), depth + 1, sequence);
        }
        pages.release(pageId, sequence);
    }

    /** What comes next, for whoever knows. */
    Lookahead ahead() {
        return ahead;
    }

    @Override
    public void close() {
        ahead.close();
        region.close();
    }
}
