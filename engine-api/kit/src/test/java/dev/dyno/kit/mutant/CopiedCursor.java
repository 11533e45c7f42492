package dev.dyno.kit.mutant;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The items of another cursor, in an order of one's own. */
final class CopiedCursor implements Cursor {

    private record Copied(Key key, ItemView item) { }

    private final List<Copied> items = new ArrayList<>();
    private int at = -1;

    CopiedCursor(Cursor source, Comparator<Key> order) {
        try (source) {
            while (source.next()) {
                UnsafeBuffer partition = copy(source.key().partition());
                UnsafeBuffer sort = copy(source.key().sort());
                ItemView item = new ItemView();
                item.wrap(copy(source.item().value()), 0, source.item().length(), source.item().sequence());
                items.add(new Copied(
                        new Key().wrap(partition, 0, partition.capacity(), sort, 0, sort.capacity()), item));
            }
        }
        items.sort(Comparator.comparing(Copied::key, order));
    }

    static UnsafeBuffer copy(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }

    @Override
    public boolean next() {
        at = Math.min(at + 1, items.size());
        return at < items.size();
    }

    @Override
    public boolean seek(Key key) {
        throw new UnsupportedOperationException("no rule about seeks kills this mutant");
    }

    @Override
    public Key key() {
        return items.get(at).key();
    }

    @Override
    public ItemView item() {
        return items.get(at).item();
    }

    @Override
    public void close() {
        items.clear();
    }
}
