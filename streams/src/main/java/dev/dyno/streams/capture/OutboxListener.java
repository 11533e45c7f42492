package dev.dyno.streams.capture;

import dev.dyno.api.CommitListener;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;

/**
 * A listener of the layers above: what an outbox writes for itself is not their business. Threads: as
 * {@link CommitListener}, one commit at a time.
 */
final class OutboxListener implements CommitListener {

    private final CommitListener above;
    /** The last commits with a change of ours, and with one of others. */
    private long ours;
    private long others;

    OutboxListener(CommitListener above) {
        this.above = above;
    }

    @Override
    public long recoverFrom() {
        return above.recoverFrom();
    }

    @Override
    public void onRecovered(long sequence) {
        above.onRecovered(sequence);
    }

    @Override
    public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        if (OutboxKeys.isOwn(table.name())) {
            ours = sequence;
        } else {
            others = sequence;
            above.onChange(sequence, index, table, kind, key, oldItem, newItem);
        }
    }

    @Override
    public void onCommit(long sequence) {
        if (ours != sequence || others == sequence) {
            above.onCommit(sequence);
        }
    }

    @Override
    public void onDurable(long sequence) {
        above.onDurable(sequence);
    }

    @Override
    public void sync(long sequence) {
        above.sync(sequence);
    }
}
