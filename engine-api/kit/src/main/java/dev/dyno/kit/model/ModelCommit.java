package dev.dyno.kit.model;

import dev.dyno.api.CommitListener;
import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit in the making: the state before it, the state after it, and the changes between them. Nothing of it is
 * visible until the engine publishes {@link #after}; a commit that is given up is simply forgotten.
 */
final class ModelCommit {

    private record Change(int index, TableSpec table, Kind kind, Item before, Item after) {
        ItemKey key() {
            return before == null ? after.key() : before.key();
        }
    }

    private final ModelState before;
    private final List<Change> changes = new ArrayList<>();
    private ModelState after;

    ModelCommit(ModelState before) {
        this.before = before;
        this.after = before;
    }

    /** Fills a view with the item as it is before this commit. */
    void current(TableSpec table, ItemKey key, ItemView view) {
        Item item = before.items(table).get(key);
        if (item == null) {
            view.clear();
        } else {
            item.into(view);
        }
    }

    void put(int index, TableSpec table, ItemKey key, byte[] value) {
        ItemTree items = after.items(table);
        Item old = items.get(key);
        Item item = new Item(key, value, sequence());
        changes.add(new Change(index, table, old == null ? Kind.INSERT : Kind.MODIFY, old, item));
        after = after.withItems(sequence(), table, items.with(item));
    }

    /** Removes the item if there is one; if not, this is no change. */
    void delete(int index, TableSpec table, ItemKey key) {
        ItemTree items = after.items(table);
        Item old = items.get(key);
        if (old != null) {
            changes.add(new Change(index, table, Kind.REMOVE, old, null));
            after = after.withItems(sequence(), table, items.without(key));
        }
    }

    long outcome() {
        return changes.isEmpty() ? Outcome.NO_CHANGE : sequence();
    }

    ModelState after() {
        return after;
    }

    /** Tells the listeners, in their order, each change and then the commit. */
    void report(List<CommitListener> listeners) {
        ItemView oldItem = new ItemView();
        ItemView newItem = new ItemView();
        Key key = new Key();
        for (CommitListener listener : listeners) {
            for (Change change : changes) {
                show(change.before, oldItem);
                show(change.after, newItem);
                change.key().into(key);
                listener.onChange(sequence(), change.index, change.table, change.kind, key, oldItem, newItem);
            }
        }
        for (CommitListener listener : listeners) {
            listener.onCommit(sequence());
        }
    }

    private long sequence() {
        return before.sequence() + 1;
    }

    private static void show(Item item, ItemView view) {
        if (item == null) {
            view.clear();
        } else {
            item.into(view);
        }
    }
}
