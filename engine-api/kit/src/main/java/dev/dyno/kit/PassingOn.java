package dev.dyno.kit;

import dev.dyno.api.CommitListener;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;

/** Passes on what it hears, but for what a rule overrides. */
public class PassingOn implements CommitListener {
    private final CommitListener inner;

    public PassingOn(CommitListener inner) {
        this.inner = inner;
    }

    @Override
    public long recoverFrom() {
        return inner.recoverFrom();
    }

    @Override
    public void onRecovered(long sequence) {
        inner.onRecovered(sequence);
    }

    @Override
    public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        inner.onChange(sequence, index, table, kind, key, oldItem, newItem);
    }

    @Override
    public void onCommit(long sequence) {
        inner.onCommit(sequence);
    }

    @Override
    public void onDurable(long sequence) {
        inner.onDurable(sequence);
    }

    @Override
    public void sync(long sequence) {
        inner.sync(sequence);
    }
}
