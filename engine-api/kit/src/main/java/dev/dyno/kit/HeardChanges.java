package dev.dyno.kit;

import dev.dyno.api.CommitListener;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener that writes down what it hears, in words: {@code 7.0 items MODIFY p s old>new} for a change and
 * {@code 7 commit}. As a listener that keeps things it is durable up to its last {@link #sync}, and after a reopen
 * drops what it hears again.
 */
public final class HeardChanges implements CommitListener {

    private final List<String> heard = new ArrayList<>();
    private long last;
    private long kept;
    private long recovered = -1;
    private long durable;

    @Override
    public synchronized long recoverFrom() {
        return kept;
    }

    @Override
    public synchronized void onRecovered(long sequence) {
        recovered = sequence;
    }

    @Override
    public synchronized void onChange(
            long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem, ItemView newItem) {
        if (sequence > last) {
            heard.add(sequence + "." + index + " " + table.name() + " " + kind + " " + key + " "
                    + Items.text(oldItem) + ">" + Items.text(newItem));
        }
    }

    @Override
    public synchronized void onCommit(long sequence) {
        if (sequence > last) {
            heard.add(sequence + " commit");
            last = sequence;
        }
    }

    @Override
    public synchronized void onDurable(long sequence) {
        durable = Math.max(durable, sequence);
    }

    @Override
    public synchronized void sync(long sequence) {
        kept = last;
    }

    /** What was heard, in order, each commit once. */
    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    /** What {@link #onRecovered} was last told; -1 if it was not. */
    public synchronized long recovered() {
        return recovered;
    }

    /** The last that {@link #onDurable} was told. */
    public synchronized long durable() {
        return durable;
    }

    /** As a process that dies: forgets everything after its last sync. */
    public synchronized void forgetWhatIsNotKept() {
        heard.removeIf(line -> sequenceOf(line) > kept);
        last = kept;
    }

    private static long sequenceOf(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(line.contains(".") ? '.' : ' ')));
    }
}
