package dev.dyno.kit.model;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import java.util.Arrays;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A walk that remembers only the last key: each step asks the newest tree of its reader for the next one, so it sees
 * what was committed meanwhile, and no write can disturb it.
 */
final class ModelCursor implements Cursor {

    private final ModelReader reader;
    private final byte[] partition;
    private final boolean reverse;
    private final Predicate<ItemKey> wanted;
    private final Predicate<ItemKey> beyond;
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private int left;
    private ItemKey from;
    private boolean inclusive = true;
    private boolean ended;
    private boolean onItem;
    private boolean closed;

    private ModelCursor(ModelReader reader, byte[] partition, ItemKey from, boolean reverse, int limit,
            Predicate<ItemKey> wanted, Predicate<ItemKey> beyond) {
        this.reader = reader;
        this.partition = partition;
        this.from = from;
        this.reverse = reverse;
        this.left = limit;
        this.wanted = wanted;
        this.beyond = beyond;
    }

    /** Starts at the partition's edge and drops what the range does not contain: slow, and plainly right. */
    static ModelCursor query(ModelReader reader, Range borrowed) {
        OwnedRange owned = new OwnedRange(borrowed);
        byte[] partition = ItemKey.copy(owned.range().partition());
        boolean reverse = owned.range().reverse();
        ItemKey start = reverse ? ItemKey.behind(partition) : new ItemKey(partition, new byte[0]);
        return new ModelCursor(reader, partition, start, reverse, owned.range().limit(),
                found -> owned.range().contains(new UnsafeBuffer(found.sort()), 0, found.sort().length),
                found -> !Arrays.equals(found.partition(), partition));
    }

    static ModelCursor scan(ModelReader reader, int segment, int of) {
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        ItemKey least = new ItemKey(new byte[0], new byte[0]);
        return new ModelCursor(reader, null, least, false, Integer.MAX_VALUE,
                found -> Math.unsignedMultiplyHigh(found.partitionHash(), of) == segment, found -> false);
    }

    @Override
    public boolean next() {
        checkOpen();
        onItem = false;
        if (left == 0 || ended) {
            ended = true;
            return false;
        }
        ItemTree items = reader.items();
        Item found = step(items);
        while (found != null && !beyond.test(found.key()) && !wanted.test(found.key())) {
            moveTo(found.key(), false);
            found = step(items);
        }
        if (found == null || beyond.test(found.key())) {
            ended = true;
            return false;
        }
        moveTo(found.key(), false);
        found.key().into(key);
        found.into(item);
        left--;
        onItem = true;
        return true;
    }

    @Override
    public boolean seek(Key target) {
        checkOpen();
        if (partition == null) {
            throw new UnsupportedOperationException("a scan has no order to seek in");
        }
        ItemKey to = ItemKey.of(target);
        if (!Arrays.equals(to.partition(), partition)) {
            throw new IllegalArgumentException("seek must stay in the range's partition: key=" + target);
        }
        moveTo(to, true);
        ended = false;
        return next();
    }

    @Override
    public Key key() {
        checkOnItem();
        return key;
    }

    @Override
    public ItemView item() {
        checkOnItem();
        return item;
    }

    @Override
    public void close() {
        closed = true;
    }

    private Item step(ItemTree items) {
        return reverse ? items.floor(from, inclusive) : items.ceiling(from, inclusive);
    }

    private void moveTo(ItemKey place, boolean include) {
        from = place;
        inclusive = include;
    }

    private void checkOnItem() {
        checkOpen();
        if (!onItem) {
            throw new IllegalStateException("cursor is not on an item: it is before the first or after the last");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
        reader.items();
    }
}
