package dev.dyno.bench.peers;

import dev.dyno.api.Bytes;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Queries and scans over a peer that has an order: this class knows ranges, directions, limits and segments, and moves
 * a place in the peer's order of composite keys.
 *
 * <p>A segment of a scan is the items whose partition hash falls into its share: the peer's order has nothing to cut
 * by, so every segment passes all items and keeps its own. A scan in n segments costs n scans.
 */
public abstract class PeerCursor implements Cursor {

    private enum Place { BEFORE, AT, END }

    private final PeerSession<?> session;
    private final PeerStore store;
    private final UnsafeBuffer target;
    private final Bounds bounds = new Bounds();
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private Place place = Place.END;
    private boolean open;
    private boolean keyWrapped;
    private boolean itemWrapped;
    private boolean scan;
    private int segment;
    private int of;
    private int remaining;

    /** @param target room for a composite key, off-heap or on it, as the peer wants it for its seeks */
    protected PeerCursor(PeerSession<?> session, PeerStore store, UnsafeBuffer target) {
        this.session = session;
        this.store = store;
        this.target = target;
    }

    final void query(Range range) {
        bounds.set(range);
        scan = false;
        remaining = bounds.limit();
        place = Place.BEFORE;
        open = true;
    }

    final void scan(int part, int parts) {
        scan = true;
        segment = part;
        of = parts;
        remaining = Integer.MAX_VALUE;
        place = Place.BEFORE;
        open = true;
    }

    @Override
    public final boolean next() {
        check();
        if (place == Place.END || remaining == 0) {
            return settle(false);
        }
        if (scan) {
            boolean there = place == Place.BEFORE ? first() : forward();
            while (there && !inSegment()) {
                there = forward();
            }
            remaining++; // a scan has no limit, and may be longer than an int counts
            return settle(there);
        }
        if (place == Place.BEFORE) {
            return settle(toStart() && inside());
        }
        return settle((bounds.reverse() ? backward() : forward()) && inside());
    }

    @Override
    public final boolean seek(Key to) {
        check();
        if (scan) {
            throw new UnsupportedOperationException("a scan has no order to seek in: table=" + store.spec().name());
        }
        if (!bounds.samePartition(to)) {
            throw new IllegalArgumentException("seek leaves the partition of the query: key=" + to);
        }
        if (remaining == 0) {
            return settle(false);
        }
        boolean outside = bounds.reverse() ? bounds.compareToEnd(to) > 0 : bounds.compareToStart(to) < 0;
        if (outside) {
            return settle(toStart() && inside());
        }
        int length = bounds.compose(to.sort(), target);
        return settle((bounds.reverse() ? floor(target, length) : ceiling(target, length)) && inside());
    }

    /** To the first item of the range in its direction, or to one that is not {@link #inside}. */
    private boolean toStart() {
        if (bounds.reverse()) {
            boolean there = floor(target, bounds.highest(target));
            while (there && behindEnd(rawKey())) {
                there = backward();
            }
            return there;
        }
        boolean there = ceiling(target, bounds.lowest(target));
        while (there && bounds.inPartition(rawKey()) && bounds.compareToStart(rawKey()) < 0) {
            there = forward();
        }
        return there;
    }

    private boolean behindEnd(DirectBuffer raw) {
        return bounds.inPartition(raw) ? bounds.compareToEnd(raw) > 0 : !bounds.beforePartition(raw);
    }

    private boolean inside() {
        DirectBuffer raw = rawKey();
        return bounds.inPartition(raw)
                && (bounds.reverse() ? bounds.compareToStart(raw) >= 0 : bounds.compareToEnd(raw) <= 0);
    }

    private boolean inSegment() {
        if (of == 1) {
            return true;
        }
        DirectBuffer raw = rawKey();
        int partitionLength = CompositeKey.sortOffset(raw) - CompositeKey.HEAD_BYTES;
        long hash = Bytes.hash(raw, CompositeKey.HEAD_BYTES, partitionLength);
        return Math.unsignedMultiplyHigh(hash, of) == segment;
    }

    private boolean settle(boolean there) {
        keyWrapped = false;
        itemWrapped = false;
        place = there ? Place.AT : Place.END;
        if (there) {
            remaining--;
        }
        return there;
    }

    @Override
    public final Key key() {
        checkPlace();
        if (!keyWrapped) {
            CompositeKey.decode(rawKey(), key);
            keyWrapped = true;
        }
        return key;
    }

    @Override
    public final ItemView item() {
        checkPlace();
        if (!itemWrapped) {
            value(item);
            itemWrapped = true;
        }
        return item;
    }

    private void checkPlace() {
        check();
        if (place != Place.AT) {
            throw new IllegalStateException("cursor is not at an item: table=" + store.spec().name());
        }
    }

    private void check() {
        if (!open) {
            throw new EngineException.Closed("cursor on " + store.spec().name());
        }
        session.check();
        checkSource();
        if (store.dropped()) {
            throw new EngineException.NoSuchTable(store.spec().name(), ", it was dropped");
        }
    }

    @Override
    public final void close() {
        if (open) {
            open = false;
            place = Place.END;
            free();
        }
    }

    /** Whether what it reads from may still be read: a snapshot closes before its cursors. */
    protected void checkSource() {
    }

    /** To the least item. */
    protected abstract boolean first();

    /** To the least item at or above a composite key. */
    protected abstract boolean ceiling(UnsafeBuffer to, int length);

    /** To the greatest item at or below a composite key. */
    protected abstract boolean floor(UnsafeBuffer to, int length);

    /** To the next item upwards; only from an item. */
    protected abstract boolean forward();

    /** To the next item downwards; only from an item. */
    protected abstract boolean backward();

    /** The composite key of the item: its capacity is its length. Only at an item. */
    protected abstract DirectBuffer rawKey();

    /** Fills {@code out} with the value of the item. Only at an item. */
    protected abstract void value(ItemView out);

    /** It was closed: may be used again for another query, and must hold back nothing until then. */
    protected abstract void free();
}
