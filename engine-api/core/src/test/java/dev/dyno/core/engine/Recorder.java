package dev.dyno.core.engine;

import dev.dyno.api.CommitListener;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps every call as a line. */
class Recorder implements CommitListener {

    final List<String> calls = new ArrayList<>();
    /** Up to which commit it says that it needs no replay. */
    long kept;

    @Override
    public long recoverFrom() {
        return kept;
    }

    @Override
    public void onRecovered(long sequence) {
        calls.add("recovered " + sequence);
    }

    @Override
    public void onChange(
            long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem, ItemView newItem) {
        calls.add(sequence + "." + index + " " + kind + " " + key + " " + text(oldItem) + " -> " + text(newItem));
    }

    @Override
    public void onCommit(long sequence) {
        calls.add("commit " + sequence);
    }

    @Override
    public void onDurable(long sequence) {
        calls.add("durable " + sequence);
    }

    @Override
    public void sync(long sequence) {
        calls.add("sync " + sequence);
    }

    private static String text(ItemView item) {
        return item.exists() ? item.value().getStringWithoutLengthAscii(0, item.length()) : "none";
    }
}
