package dev.dyno.btree;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * A walk over the leaves, one at a time: the leaf is copied under validation, and the cursor steps over the copy, so no
 * step meets a page that somebody writes. On the newest state each step looks whether the leaf is still the one that
 * was copied, and if not goes on behind the last key in the tree as it is then. To the next leaf the cursor goes from
 * the root by the fence of the last: leaves have no links that splits would have to keep right.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 */
final class BTreeCursor implements Cursor {

    /** Besides the leaf: bounds, the position, the key that is shown. */
    private static final int BUFFER_BYTES = Bounds.BYTES + 2 * Probe.BYTES;
    private static final int NO_LENGTH = -1;

    private final BTreeSession session;
    private final TreeReader reader;
    private final int pageBytes;
    private final Region region;
    private final long copy;
    private final Bounds bounds;
    private final long position;
    private final long keyBytes;
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
    /** The entry in the copy to stand on next, and the first one not to. */
    private int index;
    private int stop;
    private boolean copied;
    private boolean lastLeaf;
    private boolean moved;
    private boolean ended;
    private boolean standing;
    private boolean keyShown;
    private boolean closed = true;

    BTreeCursor(BTreeSession session, TreeReader reader, int pageBytes) {
        this.session = session;
        this.reader = reader;
        this.pageBytes = pageBytes;
        region = session.memory().map((long) pageBytes + BUFFER_BYTES + Long.BYTES, "cursor", false);
        copy = region.address();
        long buffers = copy + pageBytes;
        bounds = new Bounds(buffers);
        position = buffers + Bounds.BYTES;
        keyBytes = position + Probe.BYTES;
    }

    /** To be set before {@link #open}. */
    Bounds bounds() {
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
        copied = false;
        moved = false;
        ended = false;
        lastLeaf = bounds.isEmpty();
        index = 0;
        stop = 0;
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
        while (left > 0 && !ended) {
            if (copied && !isFresh()) {
                leaveCopy();
            }
            if (index == stop) {
                if (lastLeaf) {
                    break;
                }
                if (copied) {
                    toNextLeaf();
                }
                load();
            } else if (stand()) {
                left--;
                return true;
            }
        }
        ended = true;
        return false;
    }

    private boolean isFresh() {
        return point != ReadPoint.LATEST || Pages.version(leaf) == leafVersion;
    }

    /** The leaf has changed since it was copied: goes on from the last key. */
    private void leaveCopy() {
        if (moved) {
            positionLength = PageReader.copyKey(copy, reverse ? index + 1 : index - 1, position);
            if (!reverse) {
                UnsafeApi.putByte(position + positionLength, (byte) 0);
                positionLength++;
            }
        }
        copied = false;
        moved = false;
        lastLeaf = false;
        index = 0;
        stop = 0;
    }

    private void toNextLeaf() {
        long fence = reverse ? PageWriter.lowFence(copy) : PageWriter.highFence(copy);
        positionLength = (reverse ? PageLayout.LOW_LENGTH : PageLayout.HIGH_LENGTH).get(copy);
        UnsafeApi.copyMemory(fence, position, positionLength);
    }

    /** Copies the leaf of the position and finds in it what lies within the bounds. */
    private void load() {
        for (int tries = 0; !tryLoad(); tries++) {
            TreeReader.pause(tries, point);
        }
        point.check();
        copied = true;
        moved = false;
        if (reverse) {
            findDescending();
        } else {
            findAscending();
        }
    }

    private boolean tryLoad() {
        long from = positionLength == NO_LENGTH ? 0 : position;
        if (!reader.descend(root, point.sequence(), from, positionLength, reverse)) {
            return false;
        }
        leaf = reader.page();
        leafVersion = reader.version();
        int arrays = Math.min(pageBytes, PageLayout.arraysEnd(0, PageLayout.CAPACITY.get(leaf)));
        int heap = Math.min(pageBytes, PageLayout.HEAP_START.get(leaf));
        UnsafeApi.copyMemory(leaf, copy, arrays);
        UnsafeApi.copyMemory(leaf + heap, copy + heap, pageBytes - heap);
        return Pages.isUnchanged(leaf, leafVersion);
    }

    private void findAscending() {
        long high = PageWriter.highFence(copy);
        int highLength = PageLayout.HIGH_LENGTH.get(copy);
        int toEnd = high == 0 || bounds.endLength() < 0 ? -1
                : KeyBytes.compare(bounds.end(), bounds.endLength(), high, highLength);
        boolean endsHere = bounds.endLength() >= 0 && (high == 0 || toEnd < 0);
        index = PageReader.lowerBound(copy, position, positionLength);
        stop = endsHere ? PageReader.lowerBound(copy, bounds.end(), bounds.endLength())
                : PageLayout.COUNT.get(copy);
        stop = Math.max(index, stop);
        lastLeaf = high == 0 || endsHere || bounds.endLength() >= 0 && toEnd == 0;
    }

    private void findDescending() {
        long low = PageWriter.lowFence(copy);
        int toStart = low == 0 ? 1
                : KeyBytes.compare(bounds.start(), bounds.startLength(), low, PageLayout.LOW_LENGTH.get(copy));
        index = (positionLength == NO_LENGTH ? PageLayout.COUNT.get(copy)
                : PageReader.lowerBound(copy, position, positionLength)) - 1;
        stop = toStart > 0 ? PageReader.lowerBound(copy, bounds.start(), bounds.startLength()) - 1 : -1;
        stop = Math.min(index, stop);
        lastLeaf = low == 0 || toStart >= 0;
    }

    /** Stands on the next entry of the copy. @return false if its value lies outside and the item is gone */
    private boolean stand() {
        long reference = PageLayout.reference(copy, index);
        int upper = PageLayout.upper(reference);
        keyShown = false;
        int entry = index;
        index += reverse ? -1 : 1;
        moved = true;
        if (PageLayout.isLarge(upper)) {
            Probe probe = session.probe();
            probe.set(keyBytes, PageReader.copyKey(copy, entry, keyBytes));
            standing = reader.get(root, point, probe, item);
            point.check();
        } else {
            item.wrap(PageReader.valueAddress(copy, reference), upper, PageReader.sequence(copy, reference));
            standing = true;
        }
        return standing;
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
        long sought = keyBytes;
        int length = KeyCodec.encode(target, sought);
        if (reverse) {
            UnsafeApi.putByte(sought + length, (byte) 0);
            length++;
        }
        int order = positionLength == NO_LENGTH ? -1 : KeyBytes.compare(sought, length, position, positionLength);
        if (reverse ? order < 0 : order > 0) {
            UnsafeApi.copyMemory(sought, position, length);
            positionLength = length;
            lastLeaf |= reverse
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
            int length = PageReader.copyKey(copy, reverse ? index + 1 : index - 1, keyBytes);
            KeyCodec.decode(keyBytes, length, key, "memory", 0);
            keyShown = true;
        }
        return key;
    }

    @Override
    public ItemView item() {
        checkStanding();
        return item;
    }

    private void checkStanding() {
        check();
        if (!standing) {
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
        closed = true;
        region.close();
    }
}
