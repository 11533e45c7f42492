package dev.dyno.btree;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/**
 * The changes of a batch that come next. The writer would wait for the memory of each leaf in turn; so it goes to the
 * leaves of several keys side by side, asks for the lines that a put will use of all of them, and finds them in the
 * cache when it makes the changes one by one. As {@link BatchReader} does for reads.
 *
 * <p>It loads no page and keeps none: a key whose way leads over a page that is not in memory is looked for when its
 * change comes. So is one behind a split or a merge, after which its leaf may be another.
 *
 * <p>Threads: the writer's.
 */
final class Lookahead implements AutoCloseable {

    static final int LANES = 16;
    /** Of fewer the waits that are saved are not worth the lines that only an insert needs. */
    private static final int KEYS_MIN = 4;
    private static final long NEVER = -1;

    private final Pages pages;
    private final Structure structure;
    private final Region region;
    private final Probe[] probes = new Probe[LANES];
    /** The page that a key has come to; 0 if its way is not known. */
    private final int[] page = new int[LANES];
    /** Of that page: as long as it is the same, so is what was found there. */
    private final long[] word = new long[LANES];
    private final int[] index = new int[LANES];
    private final int[] place = new int[LANES];
    private int count;
    private int next;
    /** Of the structure, when the ways were found. */
    private long changes;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    Lookahead(Memory memory, Pages pages, Structure structure) {
        this.pages = pages;
        this.structure = structure;
        region = memory.map((long) LANES * Probe.BYTES, "tree writer keys", false);
        for (int i = 0; i < LANES; i++) {
            probes[i] = new Probe(region.address() + (long) i * Probe.BYTES);
        }
    }

    /** Behind the last of those expected before. */
    void expect(Tree tree, Key key) {
        if (isEmpty()) {
            count = 0;
            next = 0;
        }
        probes[count].set(key);
        page[count] = tree.root;
        count++;
    }

    boolean isEmpty() {
        return next == count;
    }

    /** In a step of the writer. @return the key of the next change */
    Probe next() {
        if (next == 0 && count >= KEYS_MIN) {
            descend();
        } else if (next == 0) {
            changes = NEVER;
        }
        return probes[next++];
    }

    /** @return the leaf of the key that {@link #next} gave last; 0 if it must be looked for */
    int leafOf(Probe probe) {
        return next > 0 && probes[next - 1] == probe && changes == structure.changes() ? page[next - 1] : 0;
    }

    /** {@link PageReader#find}, in the leaf of the key that {@link #next} gave last. */
    int find(long leaf, Probe probe) {
        return isAsFound(leaf) ? index[next - 1] : PageReader.find(leaf, probe);
    }

    /** {@link PageReader#insertPoint}, likewise. */
    int insertPoint(long leaf, Probe probe) {
        return isAsFound(leaf) ? place[next - 1] : PageReader.insertPoint(leaf, probe);
    }

    private boolean isAsFound(long leaf) {
        return PageState.get(leaf) == word[next - 1];
    }

    private void descend() {
        changes = structure.changes();
        boolean inner = true;
        while (inner) {
            inner = false;
            for (int i = 0; i < count; i++) {
                inner |= step(i);
            }
        }
        long sum = touched;
        for (int i = 0; i < count; i++) {
            if (page[i] != 0) {
                sum += PageReader.touchForInsert(pages.address(page[i]));
            }
        }
        for (int i = 0; i < count; i++) {
            if (page[i] != 0) {
                sum += search(i);
            }
        }
        for (int i = 0; i < count; i++) {
            if (page[i] != 0 && index[i] < 0) {
                place[i] = PageReader.insertPoint(pages.address(page[i]), probes[i], place[i]);
            }
        }
        touched = sum;
    }

    /** What the change will begin with, but for the entry beside it, whose line is asked for. */
    private long search(int lane) {
        long leaf = pages.address(page[lane]);
        Probe probe = probes[lane];
        index[lane] = PageReader.find(leaf, probe);
        if (index[lane] >= 0) {
            return 0;
        }
        place[lane] = PageReader.tieBound(leaf, probe);
        return PageReader.touchNeighbour(leaf, probe, place[lane]);
    }

    /** One level down. @return whether there may be another */
    private boolean step(int lane) {
        int current = page[lane];
        if (current == 0) {
            return false;
        }
        long address = pages.address(current);
        word[lane] = PageState.get(address);
        if (!PageState.isReadable(word[lane])) {
            page[lane] = 0;
            return false;
        }
        if (PageLayout.LEVEL.get(address) == 0) {
            return false;
        }
        Probe probe = probes[lane];
        page[lane] = PageReader.child(address, PageReader.childIndex(address, probe.address, probe.length));
        return true;
    }

    @Override
    public void close() {
        region.close();
    }
}
