package dev.dyno.btree;

import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.core.stats.ReadCounts;
import org.agrona.UnsafeApi;

/**
 * Reads many items with their cache misses overlapped. Keys go down the tree side by side, level by level, and in the
 * leaf line by line (fingerprints, reference, entry): the loads of a step depend on nothing that another key of the
 * step waits for, so the processor has up to {@link #LANES} misses open at a time where a single read has one. Java
 * has no prefetch, but loads whose result is not needed at once are as good.
 *
 * <p>A key that meets a change, or a page that is not in memory, falls back to a read of its own.
 *
 * <p>Threads: the session's.
 */
final class BatchReader {

    static final int LANES = 16;
    private static final int LINE_BYTES = 64;

    private final Pages pages;
    private final TreeReader reader;
    private final ReadCounts counts;
    private final Probe[] probes = new Probe[LANES];
    /** The page a key has come to, or 0 if it must start again alone. */
    private final long[] page = new long[LANES];
    private final long[] version = new long[LANES];
    private final int[] candidate = new int[LANES];
    private final long[] entry = new long[LANES];
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    /** @param memory of {@link #LANES} probes */
    BatchReader(Pages pages, TreeReader reader, ReadCounts counts, long memory) {
        this.counts = counts;
        this.pages = pages;
        this.reader = reader;
        for (int i = 0; i < LANES; i++) {
            probes[i] = new Probe(memory + (long) i * Probe.BYTES);
        }
    }

    /** @return how many items there were */
    int get(Tree tree, ReadPoint point, KeyBatch keys, ItemSink sink) {
        int found = 0;
        for (int first = 0; first < keys.size(); first += LANES) {
            int lanes = Math.min(LANES, keys.size() - first);
            begin(tree.root, keys, first, lanes);
            boolean inner = true;
            while (inner) {
                inner = false;
                for (int i = 0; i < lanes; i++) {
                    inner |= step(i, point.sequence());
                }
            }
            touch(lanes);
            for (int i = 0; i < lanes; i++) {
                if (finish(tree, point, i)) {
                    found++;
                    counts.hit(item.length());
                } else {
                    counts.miss();
                }
                sink.onItem(first + i, item);
            }
        }
        return found;
    }

    private void begin(int root, KeyBatch keys, int first, int lanes) {
        long address = pages.address(root);
        long rootVersion = PageState.get(address);
        for (int i = 0; i < lanes; i++) {
            keys.get(first + i, key);
            probes[i].set(key);
            page[i] = PageState.isReadable(rootVersion) ? address : 0;
            version[i] = rootVersion;
        }
    }

    /** One level down. @return whether the key may have another to go */
    private boolean step(int lane, long at) {
        long current = page[lane];
        if (current == 0 || PageLayout.LEVEL.get(current) == 0) {
            return false;
        }
        Probe probe = probes[lane];
        int child = PageReader.child(current, PageReader.childIndex(current, probe.address, probe.length));
        if (PageLayout.LAST_SEQUENCE.get(current) > at || Integer.compareUnsigned(child, pages.limit) >= 0) {
            page[lane] = 0;
            return false;
        }
        long next = pages.address(child);
        long nextVersion = PageState.get(next);
        boolean good = PageState.isUnchanged(current, version[lane]) && PageState.isReadable(nextVersion);
        page[lane] = good ? next : 0;
        version[lane] = nextVersion;
        return good;
    }

    /** Brings the lines of the leaves that {@link #finish} will read into the cache, all keys' first, then the next. */
    private void touch(int lanes) {
        long sum = 0;
        for (int i = 0; i < lanes; i++) {
            if (page[i] != 0) {
                sum += PageReader.touch(page[i]);
            }
        }
        for (int i = 0; i < lanes; i++) {
            if (page[i] != 0) {
                candidate[i] = PageReader.firstMatch(page[i], probes[i]);
            }
        }
        for (int i = 0; i < lanes; i++) {
            if (page[i] != 0) {
                int capacity = PageLayout.CAPACITY.get(page[i]);
                entry[i] = page[i] + (UnsafeApi.getShort(
                        PageLayout.offsets(page[i], capacity) + 2L * candidate[i]) & 0xffff);
                sum += UnsafeApi.getLong(PageLayout.references(page[i], 0, capacity) + 8L * candidate[i]);
                sum += UnsafeApi.getLong(entry[i]) + UnsafeApi.getLong(entry[i] + LINE_BYTES)
                        + UnsafeApi.getLong(entry[i] + 2 * LINE_BYTES);
            }
        }
        touched = sum;
    }

    private boolean finish(Tree tree, ReadPoint point, int lane) {
        if (page[lane] != 0 && PageLayout.LAST_SEQUENCE.get(page[lane]) <= point.sequence()) {
            int answer = reader.read(page[lane], version[lane], probes[lane], item);
            boolean found = answer == TreeReader.FOUND && !tree.isDropped(point);
            if (!found) {
                item.clear();
            }
            if (answer != TreeReader.CHANGED) {
                return found;
            }
        }
        boolean exists = reader.get(tree, point, probes[lane], item);
        if (!exists) {
            item.clear();
        }
        return exists;
    }
}
