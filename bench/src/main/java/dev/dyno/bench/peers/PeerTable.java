package dev.dyno.bench.peers;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.util.Map;
import java.util.WeakHashMap;
import org.agrona.DirectBuffer;

/** A session's handle on one table of a peer: the checks before a write, which are the same for all. */
public abstract class PeerTable extends PeerReader implements Table {

    private final PeerSession<?> session;
    private final PeerEngine<?> engine;
    /** A reader per snapshot in use, so that {@link #at} may be called for every read. */
    private final Map<Snapshot, Reader> readers = new WeakHashMap<>();

    protected PeerTable(PeerSession<?> session, PeerStore store, Source latest) {
        super(session, store, latest);
        this.session = session;
        this.engine = session.engine();
    }

    @Override
    public final TableSpec spec() {
        return store().spec();
    }

    @Override
    public final Reader at(Snapshot snapshot) {
        check();
        engine.require(Capability.SNAPSHOT);
        if (!(snapshot instanceof PeerSnapshot own) || !own.of(engine)) {
            throw new IllegalArgumentException("snapshot of another engine: snapshot=" + snapshot);
        }
        own.check(spec());
        Reader reader = readers.get(snapshot);
        if (reader == null) {
            reader = new PeerReader(session, store(), sourceAt(own));
            readers.put(snapshot, reader);
        }
        return reader;
    }

    @Override
    public final long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        check(key);
        engine.limits().checkValue(length);
        Durability level = checkWrite(options);
        session.encode(key);
        return write(value, offset, length, options, level);
    }

    @Override
    public final long delete(Key key, WriteOptions options) {
        check(key);
        Durability level = checkWrite(options);
        session.encode(key);
        return remove(options, level);
    }

    @Override
    public final long update(Key key, ItemUpdater updater, WriteOptions options) {
        check(key);
        engine.require(Capability.UPDATE);
        Durability level = checkWrite(options);
        session.encode(key);
        return update(updater, options, level);
    }

    private Durability checkWrite(WriteOptions options) {
        if (options.wantsOld()) {
            engine.require(Capability.RETURN_OLD);
            options.old().clear();
        }
        session.checkCondition(options);
        return engine.level(options.durability());
    }

    /** Writes to the composite key in {@link PeerSession#key}; everything was checked. */
    protected abstract long write(
            DirectBuffer value, int offset, int length, WriteOptions options, Durability level);

    /** Removes the composite key in {@link PeerSession#key}; everything was checked. */
    protected abstract long remove(WriteOptions options, Durability level);

    /** Called only with {@link Capability#UPDATE}. */
    protected abstract long update(ItemUpdater updater, WriteOptions options, Durability level);

    /** Called only with {@link Capability#SNAPSHOT}. */
    protected Source sourceAt(PeerSnapshot snapshot) {
        throw new EngineException.Unsupported(engine.name(), Capability.SNAPSHOT);
    }
}
