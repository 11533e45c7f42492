package dev.dyno.core.engine;

import dev.dyno.api.Capability;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;

/**
 * The writing half of a {@link Table}: checks the caller and goes to the commit step. The engine adds the reads, and
 * begins each with {@link #enter}. Threads: the session's.
 */
public abstract class AbstractTable implements Table {

    private final AbstractSession session;
    private final TableSpec spec;
    private final ItemView batchItem = new ItemView();
    private final Key batchKey = new Key();

    protected AbstractTable(AbstractSession session, TableSpec spec) {
        this.session = session;
        this.spec = spec;
    }

    @Override
    public final TableSpec spec() {
        return spec;
    }

    /** Call it first in every read: refuses a closed session, a dropped table, another thread, a call from a commit. */
    protected final void enter() {
        session.enter();
        session.engine().catalogue().require(spec);
    }

    /** {@link #enter}, and refuses a key that cannot be an item's. */
    protected final void enter(Key key) {
        enter();
        session.engine().limits().check(key);
        spec.check(key);
    }

    @Override
    public final long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        enter(key);
        session.engine().limits().checkValue(length);
        session.engine().require(options);
        session.engine().admit();
        return session.engine().committer().put(session.command(), spec, key, value, offset, length, options);
    }

    @Override
    public final long delete(Key key, WriteOptions options) {
        enter(key);
        session.engine().require(options);
        session.engine().admit();
        return session.engine().committer().delete(session.command(), spec, key, options);
    }

    @Override
    public final long update(Key key, ItemUpdater updater, WriteOptions options) {
        enter(key);
        session.engine().require(Capability.UPDATE);
        session.engine().require(options);
        session.engine().admit();
        return session.engine().committer().update(session.command(), spec, key, updater, options);
    }

    /** One by one; an engine whose reads wait for memory overlaps them instead. */
    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        int found = 0;
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, batchKey);
            found += get(batchKey, batchItem) ? 1 : 0;
            sink.onItem(i, batchItem);
        }
        return found;
    }
}
