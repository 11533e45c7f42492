package dev.dyno.cache;

import dev.dyno.api.CommitListener;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;

/** Puts each change into the item cache before it is visible. Keeps nothing itself, so it needs no replay. */
final class CacheListener implements CommitListener {

    private final ItemCache items;

    CacheListener(ItemCache items) {
        this.items = items;
    }

    @Override
    public long recoverFrom() {
        return Long.MAX_VALUE;
    }

    @Override
    public void onRecovered(long sequence) {
        // nothing was kept
    }

    @Override
    public void onChange(
            long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem, ItemView newItem) {
        items.changed(sequence, table, key, newItem);
    }

    @Override
    public void onCommit(long sequence) {
        // a hit compares with the engine's committed sequence
    }

    @Override
    public void onDurable(long sequence) {
        // memory
    }

    @Override
    public void sync(long sequence) {
        // memory
    }
}
