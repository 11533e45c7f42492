package dev.dyno.core.commit;

import dev.dyno.api.CommitListener;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.log.FrameView;
import dev.dyno.core.log.FrameVisitor;
import java.util.List;

/**
 * Brings a stored frame to the listeners, the index and the catalogue: for each commit the old images go to the
 * listeners, then the changes to the index, then the end of the commit to the listeners. The one way in, live and in a
 * replay. Threads: the commit leader.
 */
public final class Applier implements FrameVisitor {

    private final Index index;
    private final Catalogue catalogue;
    private final CommitListener[] listeners;
    private final FrameView following = new FrameView();
    private final ItemView before = new ItemView();
    private final ItemView after = new ItemView();

    public Applier(Index index, Catalogue catalogue, List<CommitListener> listeners) {
        this.index = index;
        this.catalogue = catalogue;
        this.listeners = listeners.toArray(CommitListener[]::new);
    }

    Index index() {
        return index;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /**
     * What a replay goes through; {@link Replay#end} behind its last frame.
     *
     * @param memory for what is not yet applied
     */
    public Replay replay(Memory memory) {
        long kept = Long.MAX_VALUE;
        for (CommitListener listener : listeners) {
            kept = Math.min(kept, listener.recoverFrom());
        }
        return new Replay(this, kept, memory);
    }

    @Override
    public void onFrame(FrameView frame) {
        onFrame(frame, listeners.length > 0);
    }

    void onFrame(FrameView frame, boolean reported) {
        index.begin();
        try {
            if (frame.commits() == 0) {
                changeCatalogue(frame);
            } else if (reported) {
                applyReported(frame);
            } else {
                applyUnreported(frame);
            }
        } finally {
            index.publish(frame.lastSequence());
        }
    }

    /** Every commit up to {@code sequence} is durable. */
    void onDurable(long sequence) {
        for (CommitListener listener : listeners) {
            listener.onDurable(sequence);
        }
    }

    /** Recovery ended. */
    public void onRecovered(long sequence) {
        for (CommitListener listener : listeners) {
            listener.onRecovered(sequence);
            listener.onDurable(sequence);
        }
    }

    /** Before a checkpoint (R6): the log may forget what no listener needs any more. */
    public void syncListeners(long sequence) {
        for (CommitListener listener : listeners) {
            listener.sync(sequence);
        }
    }

    /** Nobody needs old images, so the index may be told of changes before they come. */
    private void applyUnreported(FrameView frame) {
        boolean begins = true;
        int expected = 0;
        while (frame.next()) {
            boolean alone = frame.isLastOfCommit() && frame.commits() == 1;
            if (expected == 0 && !alone) {
                expected = expect(frame);
            }
            begins = apply(frame, begins);
            expected--;
        }
    }

    /** @return of how many operations the index knows, from the one that the frame stands at on */
    private int expect(FrameView frame) {
        int most = index.looksAhead();
        if (most == 0) {
            return Integer.MAX_VALUE; // it does not want to be asked again
        }
        following.follow(frame);
        int expected = 0;
        while (expected < most && following.next()) {
            index.expect(catalogue.byId(following.tableId()), following.key());
            expected++;
        }
        return expected;
    }

    private void applyReported(FrameView frame) {
        for (int commit = 0; commit < frame.commits(); commit++) {
            frame.next();
            long sequence = frame.sequence();
            if (frame.isLastOfCommit()) { // most commits
                report(frame, index.changing(catalogue.byId(frame.tableId()), frame.key(), before));
                apply(frame, true);
            } else {
                report(frame);
                applyBatch(frame);
            }
            for (CommitListener listener : listeners) {
                listener.onCommit(sequence);
            }
        }
    }

    /** With the first operation reported: old images of the whole batch come before its first change. */
    private void applyBatch(FrameView frame) {
        boolean more = true;
        while (more && frame.next()) {
            report(frame);
            more = !frame.isLastOfCommit();
        }
        frame.rewindCommit();
        boolean begins = true;
        do {
            frame.next();
            begins = apply(frame, begins);
        } while (!begins);
    }

    private void report(FrameView frame) {
        report(frame, index.current(catalogue.byId(frame.tableId()), frame.key(), before));
    }

    private void report(FrameView frame, boolean existed) {
        TableSpec table = catalogue.byId(frame.tableId());
        CommitListener.Kind kind = CommitListener.Kind.REMOVE;
        after.clear();
        if (frame.kind() == FrameView.PUT) {
            after.wrap(frame.valueAddress(), frame.valueLength(), frame.sequence());
            kind = existed ? CommitListener.Kind.MODIFY : CommitListener.Kind.INSERT;
        }
        Key key = frame.key();
        for (CommitListener listener : listeners) {
            listener.onChange(frame.sequence(), frame.index(), table, kind, key, before, after);
        }
    }

    /** @return whether the operation was the last of its commit */
    private boolean apply(FrameView frame, boolean firstOfCommit) {
        boolean lastOfCommit = frame.isLastOfCommit();
        if (firstOfCommit && !lastOfCommit) {
            index.beginBatch(frame.sequence());
        }
        apply(frame);
        return lastOfCommit;
    }

    void apply(FrameView frame) {
        TableSpec table = catalogue.byId(frame.tableId());
        switch (frame.kind()) {
            case FrameView.PUT -> index.put(
                    frame.sequence(), table, frame.key(), frame.valueAddress(), frame.valueLength());
            case FrameView.DELETE -> index.delete(frame.sequence(), table, frame.key());
            default -> throw new AssertionError("not an operation of a commit: kind=" + frame.kind());
        }
    }

    private void changeCatalogue(FrameView frame) {
        while (frame.next()) {
            switch (frame.kind()) {
                case FrameView.CREATE_TABLE -> create(new TableSpec(
                        frame.tableName(), frame.tableId(), frame.isSorted()));
                case FrameView.DROP_TABLE -> drop(frame.tableId());
                case FrameView.HIGHEST_TABLE_ID -> catalogue.gaveIds(frame.tableId());
                case FrameView.CLEAN_CLOSE -> { }
                default -> throw new AssertionError("not a change of the catalogue: kind=" + frame.kind());
            }
        }
    }

    /** A table is stated again before the log forgets its creation: then it is known. */
    private void create(TableSpec table) {
        if (!catalogue.contains(table.id())) {
            catalogue.created(table);
            index.tableCreated(table);
        }
    }

    /** The log may have forgotten its creation, and keep its end because of what else is in that segment. */
    private void drop(int id) {
        if (!catalogue.contains(id)) {
            return;
        }
        TableSpec table = catalogue.byId(id);
        catalogue.dropped(id);
        index.tableDropped(table);
    }
}
