package dev.dyno.btree;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyBounds;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * A walk over the leaves. Of a leaf the cursor notes where its bounds lie in it, and copies what lies between in runs,
 * see {@link LeafRun}; a step only shows the next entry of the run. If the leaf has changed when a run ends, the cursor
 * goes on behind the last key in the tree as it is then; at a snapshot that leads to the older version of the leaf. To
 * the next leaf it goes from the root by the fence of the last: leaves have no links that splits would have to keep
 * right.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 */
final class BTreeCursor implements Cursor {

    /** Bounds, the position, the fence to go on from, and a key. */
    private static final int BUFFER_BYTES = KeyBounds.BYTES + 3 * Probe.BYTES;
    private static final int NO_LENGTH = -1;

    private final BTreeSession session;
    private final TreeReader reader;
    private final Region region;
    private final KeyBounds bounds;
    private final LeafRun run;
    private final long position;
    private final long fence;
    private final long prefix;
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private BTreeTable table;
    private ReadPoint point = ReadPoint.LATEST;
    private int root;
    private boolean reverse;
    private int left;
    /** Ascending: from here on. Descending: before here; no length: behind all keys. */
    private int positionLength;
    private long leaf;
    private long leafVersion;
    private int prefixLength;
    private int fenceLength;
    /** The entry of the leaf that the next run begins with, and the first one not to stand on. */
    private int index;
    private int stop;
    /** Whether leaf, index and stop are noted. */
    private boolean noted;
    private boolean lastLeaf;
    /** Whether the run's last entry is where the walk came to. */
    private boolean moved;
    private boolean ended;
    private boolean standing;
    private boolean keyShown;
    private boolean closed = true;
    private final int pageBytes;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    BTreeCursor(BTreeSession session, TreeReader reader, int pageBytes) {
        this.session = session;
        this.reader = reader;
        this.pageBytes = pageBytes;
        int runBytes = LeafRun.bytes(pageBytes);
        region = session.memory().map((long) runBytes + BUFFER_BYTES + Long.BYTES, "cursor", false);
        run = new LeafRun(region.address(), pageBytes);
        long buffers = region.address() + runBytes;
        bounds = new KeyBounds(buffers);
        position = buffers + KeyBounds.BYTES;
        fence = position + Probe.BYTES;
        prefix = fence + Probe.BYTES;
    }

    /** To be set before {@link #open}. */
    KeyBounds bounds() {
        return bounds;
    }

    BTreeCursor open(BTreeTable ofTable, ReadPoint at, boolean descending, int limit) {
        table = ofTable;
        root = ofTable.tree().root;
        point = at;
        reverse = descending;
        left = limit;
        closed = false;
        standing = false;
        toBound();
        return this;
    }

    private void toBound() {
        noted = false;
        moved = false;
        run.clear();
        ended = bounds.isEmpty();
        if (reverse) {
            positionLength = bounds.endLength();
            UnsafeApi.copyMemory(bounds.end(), position, Math.max(0, positionLength));
        } else {
            positionLength = bounds.startLength();
            UnsafeApi.copyMemory(bounds.start(), position, positionLength);
        }
    }

    @Override
    public boolean next() {
        check();
        standing = false;
        keyShown = false;
        while (left > 0 && (run.next() || fill() && run.next())) {
            if (show()) {
                left--;
                session.counts().step(item.length());
                return true;
            }
        }
        ended = true;
        return false;
    }

    /** @return false if the entry's value lay outside, and the item is gone */
    private boolean show() {
        if (run.isLarge()) {
            Probe probe = session.probe();
            probe.set(run.key(), run.keyLength());
            standing = reader.get(table.tree(), point, probe, item);
            point.check();
        } else {
            item.wrap(run.value(), run.valueLength(), run.sequence());
            standing = true;
        }
        return standing;
    }

    /** Copies the next run. @return false at the end of the walk */
    private boolean fill() {
        while (!ended) {
            if (noted && !PageState.isUnchanged(leaf, leafVersion)) {
                leaveLeaf();
            }
            if (!noted) {
                note();
            } else if (index != stop) {
                if (fillFromLeaf()) {
                    return true;
                }
            } else if (lastLeaf) {
                ended = true;
            } else {
                UnsafeApi.copyMemory(fence, position, fenceLength);
                positionLength = fenceLength;
                noted = false;
                moved = false;
            }
        }
        return false;
    }

    private boolean fillFromLeaf() {
        int step = reverse ? -1 : 1;
        int count = run.fill(leaf, prefix, prefixLength, index, step, Math.min(left, Math.abs(stop - index)));
        if (count == 0 || !PageState.isUnchanged(leaf, leafVersion)) {
            run.clear();
            leaveLeaf();
            return false;
        }
        if (!reader.isWhole(leaf, leafVersion)) {
            run.clear();
            reader.awaitWhole();
            return false;
        }
        index += step * count;
        positionLength = run.copyLastKey(position);
        moved = true;
        return true;
    }

    /** The leaf has changed since it was noted: goes on behind the last key of the run before. */
    private void leaveLeaf() {
        if (moved && !reverse) {
            UnsafeApi.putByte(position + positionLength, (byte) 0);
            positionLength++;
        }
        noted = false;
        moved = false;
    }

    /** Notes the leaf of the position and what of it lies within the bounds. */
    private void note() {
        for (int tries = 0; !tryNote() && !table.tree().isDropped(point); tries++) {
            TreeReader.pause(tries, point);
        }
        point.check();
        noted = true;
        if (table.tree().isDropped(point)) {
            stop = index;
            lastLeaf = true;
        }
    }

    private boolean tryNote() {
        long from = positionLength == NO_LENGTH ? 0 : position;
        if (!reader.descend(root, point.sequence(), from, positionLength, reverse)) {
            return false;
        }
        leaf = reader.page();
        leafVersion = reader.version();
        prefixLength = PageLayout.PREFIX_LENGTH.get(leaf);
        long fenceAddress = reverse ? PageWriter.lowFence(leaf) : PageWriter.highFence(leaf);
        fenceLength = (reverse ? PageLayout.LOW_LENGTH : PageLayout.HIGH_LENGTH).get(leaf);
        if (prefixLength > KeyCodec.BYTES_MAX || fenceLength > KeyCodec.BYTES_MAX) {
            return false;
        }
        KeyBytes.copy(leaf + PageLayout.LOW_OFFSET.get(leaf), prefix, prefixLength);
        if (fenceAddress != 0) {
            KeyBytes.copy(fenceAddress, fence, fenceLength);
        }
        touched = PageReader.touchHeads(leaf, pageBytes);
        if (reverse) {
            findDescending(fenceAddress != 0);
        } else {
            findAscending(fenceAddress != 0);
        }
        return PageState.isUnchanged(leaf, leafVersion);
    }

    private void findAscending(boolean hasFence) {
        int length = bounds.endLength();
        int toEnd = hasFence && length >= 0 ? KeyBytes.compare(bounds.end(), length, fence, fenceLength) : -1;
        boolean endsHere = length >= 0 && toEnd < 0;
        index = PageReader.leafBound(leaf, position, positionLength);
        stop = endsHere ? PageReader.leafBound(leaf, bounds.end(), length) : PageLayout.COUNT.get(leaf);
        stop = Math.max(index, stop);
        lastLeaf = !hasFence || length >= 0 && toEnd <= 0;
    }

    private void findDescending(boolean hasFence) {
        int toStart = hasFence
                ? KeyBytes.compare(bounds.start(), bounds.startLength(), fence, fenceLength) : 1;
        index = (positionLength == NO_LENGTH ? PageLayout.COUNT.get(leaf)
                : PageReader.leafBound(leaf, position, positionLength)) - 1;
        stop = toStart > 0 ? PageReader.leafBound(leaf, bounds.start(), bounds.startLength()) - 1 : -1;
        stop = Math.min(index, stop);
        lastLeaf = toStart >= 0;
    }

    @Override
    public boolean seek(Key target) {
        check();
        if (!bounds.isQuery()) {
            throw new UnsupportedOperationException("a scan has no order to seek in");
        }
        if (!bounds.isOfPartition(target)) {
            throw new IllegalArgumentException("seek must stay in its partition: key=" + target);
        }
        toBound();
        long sought = fence; // nothing is noted: free
        int length = KeyCodec.encode(target, sought);
        if (reverse) {
            UnsafeApi.putByte(sought + length, (byte) 0);
            length++;
        }
        int order = positionLength == NO_LENGTH ? -1 : KeyBytes.compare(sought, length, position, positionLength);
        if (reverse ? order < 0 : order > 0) {
            UnsafeApi.copyMemory(sought, position, length);
            positionLength = length;
            ended |= reverse
                    ? KeyBytes.compare(sought, length, bounds.start(), bounds.startLength()) <= 0
                    : bounds.endLength() >= 0
                            && KeyBytes.compare(sought, length, bounds.end(), bounds.endLength()) >= 0;
        }
        return next();
    }

    @Override
    public Key key() {
        checkStanding();
        if (!keyShown) {
            KeyCodec.decode(run.key(), run.keyLength(), key, "memory", 0);
            keyShown = true;
        }
        return key;
    }

    @Override
    public ItemView item() {
        checkStanding();
        return item;
    }

    /** Walkers ask for each item more than once: what is open and stands needs no other look. */
    private void checkStanding() {
        if (closed || !standing) {
            check();
            throw new IllegalStateException("the cursor is not on an item: call next() or seek() first");
        }
    }

    private void check() {
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
        table.check(point);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.giveBack(this);
        }
    }

    void release() {
        closed = true; // with the session: its memory goes
        region.close();
    }
}
