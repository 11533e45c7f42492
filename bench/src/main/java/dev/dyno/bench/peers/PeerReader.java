package dev.dyno.bench.peers;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Limits;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.TableSpec;

/** Reads of one table through one session: checks, makes the composite key, asks the {@link Source}. */
public class PeerReader implements Reader {

    private final PeerSession<?> session;
    private final PeerStore store;
    private final TableSpec spec;
    private final Limits limits;
    private final Source source;
    private final Key batchKey = new Key();
    private final ItemView batchItem = new ItemView();

    public PeerReader(PeerSession<?> session, PeerStore store, Source source) {
        this.session = session;
        this.store = store;
        this.spec = store.spec();
        this.limits = session.engine().limits();
        this.source = source;
    }

    @Override
    public final boolean get(Key key, ItemView out) {
        check(key);
        session.encode(key);
        return source.find(out);
    }

    /** One by one: no peer here has a call that answers many keys without allocating for each. */
    @Override
    public final int getBatch(KeyBatch keys, ItemSink sink) {
        int found = 0;
        for (int i = 0, size = keys.size(); i < size; i++) {
            keys.get(i, batchKey);
            if (get(batchKey, batchItem)) {
                found++;
            }
            sink.onItem(i, batchItem);
        }
        batchItem.clear();
        return found;
    }

    @Override
    public final Cursor query(Range range) {
        check();
        session.engine().require(range.reverse() ? Capability.QUERY_REVERSE : Capability.QUERY);
        PeerCursor cursor = source.cursor();
        cursor.query(range);
        return cursor;
    }

    @Override
    public final Cursor scan(int segment, int of) {
        check();
        session.engine().require(Capability.SCAN);
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        PeerCursor cursor = source.cursor();
        cursor.scan(segment, of);
        return cursor;
    }

    protected final Source source() {
        return source;
    }

    final PeerStore store() {
        return store;
    }

    final void check() {
        session.check();
        if (store.dropped()) {
            throw new EngineException.NoSuchTable(spec.name(), ", it was dropped");
        }
    }

    final void check(Key key) {
        check();
        limits.check(key);
        spec.check(key);
    }
}
