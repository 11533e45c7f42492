package dev.dyno.btree;

import dev.dyno.api.ItemView;
import dev.dyno.api.Limits;
import dev.dyno.core.commit.BatchGate;
import dev.dyno.core.commit.SpinWait;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Finds leaves and items beside the writer, by optimistic lock coupling: the version of each page is noted before it is
 * read and checked after the version of the child is noted, so the child was the right one at that moment. An item is
 * copied and then the leaf is checked. Whoever finds a page changed begins again at the root.
 *
 * <p>Nothing that was read is believed before its page was checked; what must be used before (a child's number, a
 * length) is compared with its limit first. See {@link PageReader} for what a search may touch.
 *
 * <p>At a snapshot each page is replaced by the version of it that the snapshot sees, see {@link Pages}.
 *
 * <p>Threads: the session's.
 *
 * <p>Source: Leis et al., Optimistic Lock Coupling, IEEE Data Engineering Bulletin 2019.
 */
final class TreeReader {

    static final int ABSENT = 0;
    static final int FOUND = 1;
    static final int CHANGED = 2;

    private final Pages pages;
    private final Extents extents;
    private final Values values;
    private final boolean byHeads;
    private final BatchGate gate;
    private long page;
    private long version;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    TreeReader(Pages pages, Extents extents, Values values, BTreeOptions options, BatchGate gate) {
        this.pages = pages;
        this.extents = extents;
        this.values = values;
        this.gate = gate;
        byHeads = options.leafSearch() == BTreeOptions.LeafSearch.HEADS;
    }

    /** @return whether there is an item; then {@code out} views a copy in the session's memory */
    boolean get(Tree tree, ReadPoint point, Probe probe, ItemView out) {
        for (int tries = 0;; tries++) {
            if (descend(tree.root, point.sequence(), probe.address, probe.length, false)) {
                int answer = read(page, version, probe, out);
                if (answer != CHANGED) {
                    return answer == FOUND && !tree.isDropped(point);
                }
            }
            if (tree.isDropped(point)) {
                return false;
            }
            pause(tries, point);
        }
    }

    /** Reads an item of a leaf: {@link #FOUND}, {@link #ABSENT} or {@link #CHANGED}. */
    int read(long leaf, long leafVersion, Probe probe, ItemView out) {
        touched = PageReader.touch(leaf);
        int index = byHeads ? PageReader.findByHeads(leaf, probe) : PageReader.find(leaf, probe);
        if (index < 0) {
            return PageState.isUnchanged(leaf, leafVersion) && isWhole(leaf, leafVersion) ? ABSENT : CHANGED;
        }
        return copyValue(leaf, leafVersion, index, out)
                && (out.sequence() < gate.closedFrom() || isWhole(leaf, leafVersion)) ? FOUND : CHANGED;
    }

    /** Behind a leaf that was read: whether it holds no part of a batch of which other parts are still to come. */
    boolean isWhole(long leaf, long leafVersion) {
        long closedFrom = gate.closedFrom();
        return closedFrom == BatchGate.OPEN
                || PageLayout.LAST_SEQUENCE.get(leaf) < closedFrom && PageState.isUnchanged(leaf, leafVersion);
    }

    /** Waits for the batch that is being applied. */
    void awaitWhole() {
        gate.await();
    }

    /** @return false if the page has changed */
    private boolean copyValue(long leaf, long leafVersion, int index, ItemView out) {
        long reference = UnsafeApi.getLong(PageLayout.references(leaf, 0, PageLayout.CAPACITY.get(leaf)) + 8L * index);
        int upper = PageLayout.upper(reference);
        if (PageLayout.isLarge(upper)) {
            return copyLarge(leaf, leafVersion, reference, out);
        }
        if (upper > pages.pageBytes) {
            return false;
        }
        long sequence = PageReader.sequence(leaf, reference);
        long value = leaf + PageLayout.offset(reference) + PageLayout.SEQUENCE_BYTES + PageLayout.keyLength(reference);
        KeyBytes.copy(value, values.address(), upper);
        if (!PageState.isUnchanged(leaf, leafVersion)) {
            return false;
        }
        out.wrap(values.address(), upper, sequence);
        return true;
    }

    private boolean copyLarge(long leaf, long leafVersion, long reference, ItemView out) {
        int length = PageLayout.valueLength(PageLayout.upper(reference));
        long place = UnsafeApi.getLong(PageReader.valueAddress(leaf, reference));
        long sequence = PageReader.sequence(leaf, reference);
        if (length > Limits.FULL.valueBytes() || !extents.contains(place, length)) {
            return false;
        }
        long to = values.address(length);
        int checksum = UnsafeApi.getInt(PageReader.valueAddress(leaf, reference) + Long.BYTES);
        boolean inMemory = extents.memory().copy(place, length, to);
        boolean whole = inMemory || extents.memory().read(place, length, to);
        if (!PageState.isUnchanged(leaf, leafVersion)) {
            return false;
        }
        if (!inMemory) {
            Extents.check(place, to, length, whole, checksum);
            extents.memory().offer(place, to, length, leaf, leafVersion);
        }
        out.wrap(to, length, sequence);
        return true;
    }

    /**
     * Goes to a leaf: {@link #page}, read at {@link #version}.
     *
     * @param key address of a key, or 0 for one behind all (only with {@code before})
     * @param before whether to go to the leaf of the greatest keys before the key instead of to the key's own
     * @return false if a page changed
     */
    boolean descend(int root, long at, long key, int keyLength, boolean before) {
        page = pages.address(root);
        version = PageState.get(page);
        if (!PageState.isReadable(version)) {
            version = pages.admit(root, version);
            if (version == 0) {
                return false;
            }
        }
        for (;;) {
            if (PageLayout.LAST_SEQUENCE.get(page) > at && !goBack(at)) {
                return false;
            }
            long current = page;
            if (PageLayout.LEVEL.get(current) == 0) {
                return true;
            }
            int child = PageReader.child(current, before ? indexBefore(current, key, keyLength)
                    : PageReader.childIndex(current, key, keyLength));
            if (!goTo(child)) {
                return false;
            }
        }
    }

    private static int indexBefore(long current, long key, int keyLength) {
        return key == 0 ? PageLayout.COUNT.get(current) : PageReader.lowerBound(current, key, keyLength);
    }

    /** @return false if the page that named the next one has changed, or the next one is being written */
    private boolean goTo(int next) {
        if (Integer.compareUnsigned(next, pages.limit) >= 0) {
            return false;
        }
        long address = pages.address(next);
        long nextVersion = PageState.get(address);
        if (!PageState.isReadable(nextVersion)) {
            nextVersion = admit(next, nextVersion);
        }
        if (!PageState.isUnchanged(page, version) || nextVersion == 0) {
            return false;
        }
        page = address;
        version = nextVersion;
        return true;
    }

    /** A page that is not there is loaded only if it is really the next one. @return its word, or 0 */
    private long admit(int next, long nextVersion) {
        return PageState.isUnchanged(page, version) ? pages.admit(next, nextVersion) : 0;
    }

    /** Goes to the version of the page that a snapshot sees. @return false if a page changed */
    private boolean goBack(long at) {
        while (PageLayout.LAST_SEQUENCE.get(page) > at) {
            int previous = PageLayout.PREVIOUS.get(page);
            if (previous == 0 || !goTo(previous)) {
                return false;
            }
        }
        return true;
    }

    /** The leaf found last. */
    long page() {
        return page;
    }

    /** Its version when it was found. */
    long version() {
        return version;
    }

    /** Waits for a writer to leave a page. @throws dev.dyno.api.EngineException.Closed if the snapshot was closed */
    static void pause(int tries, ReadPoint point) {
        point.check();
        SpinWait.pause(tries);
    }
}
