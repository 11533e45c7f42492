package dev.dyno.kit.model;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads of the latest state, and the three writes of one item, each a commit of its own. */
final class ModelTable extends ModelReader implements Table {

    /** What a write does once its condition holds. */
    private interface Write {
        long apply(ModelCommit commit, ItemKey key, ItemView current);
    }

    private final ModelSession session;

    ModelTable(ModelSession session, TableSpec spec) {
        super(spec, session::state);
        this.session = session;
    }

    @Override
    public TableSpec spec() {
        return tableSpec();
    }

    @Override
    public Reader at(Snapshot snapshot) {
        items();
        ModelSnapshot kept = (ModelSnapshot) snapshot;
        kept.state().items(spec());
        return new ModelReader(spec(), () -> {
            session.state();
            return kept.state();
        });
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        session.engine().limits().checkValue(length);
        return write(key, options, (commit, itemKey, current) -> {
            commit.put(0, spec(), itemKey, ItemKey.copy(new UnsafeBuffer(value, offset, length)));
            return commit.outcome();
        });
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        return write(key, options, (commit, itemKey, current) -> {
            commit.delete(0, spec(), itemKey);
            return commit.outcome();
        });
    }

    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        return write(key, options, (commit, itemKey, current) -> {
            ExpandableArrayBuffer out = new ExpandableArrayBuffer();
            int length = updater.update(current, out);
            switch (length) {
                case ItemUpdater.KEEP -> { }
                case ItemUpdater.DELETE -> commit.delete(0, spec(), itemKey);
                case ItemUpdater.ABORT -> {
                    return Outcome.ABORTED;
                }
                default -> {
                    session.engine().limits().checkValue(length);
                    commit.put(0, spec(), itemKey, ItemKey.copy(new UnsafeBuffer(out, 0, length)));
                }
            }
            return commit.outcome();
        });
    }

    private long write(Key key, WriteOptions options, Write write) {
        items();
        Durability level = options.durability();
        ModelEngineProvider.refuse(level);
        session.engine().limits().check(key);
        spec().check(key);
        ItemKey itemKey = ItemKey.of(key);
        return session.engine().commit(commit -> {
            ItemView current = new ItemView();
            commit.current(spec(), itemKey, current);
            if (options.wantsOld()) {
                options.old().wrap(current);
            }
            return options.holdsFor(current) ? write.apply(commit, itemKey, current) : Outcome.CONDITION_FAILED;
        });
    }
}
