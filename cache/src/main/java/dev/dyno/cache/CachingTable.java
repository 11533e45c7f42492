package dev.dyno.cache;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Limits;
import dev.dyno.api.Outcome;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.cache.Counts.Kind;
import dev.dyno.cache.store.EntryStore;
import org.agrona.DirectBuffer;

/**
 * A table behind the cache: read-through and write-through. A hit copies into the session; everything else is the
 * engine's own answer, on its way noted. Threads: the session's.
 */
final class CachingTable extends ForwardingTable {

    private final CachingSession session;
    private final Counts counts;
    private final TableState state;
    private final TableSpec spec;
    private final Caches caches;
    private final ItemCache items;
    private final Limits limits;
    private final boolean sequences;
    private final boolean reports;
    private final boolean coalesces;
    private final ItemView batchItem = new ItemView();
    private final Key batchKey = new Key();
    private final BatchMisses misses;
    private final CapturedUpdate captured = new CapturedUpdate();

    CachingTable(CachingSession session, Table inner, TableState state) {
        super(inner);
        this.session = session;
        this.counts = session.counts();
        this.state = state;
        this.spec = inner.spec();
        this.caches = session.engine().caches();
        this.items = caches.items();
        this.limits = session.engine().limits();
        this.sequences = session.engine().capabilities().contains(Capability.CONDITION_SEQUENCE);
        this.reports = caches.reports();
        this.coalesces = caches.options().coalesce();
        this.misses = new BatchMisses(this);
    }

    @Override
    public boolean get(Key key, ItemView out) {
        enter(key);
        long hash = EntryStore.hash(spec.id(), key);
        long visible = visible();
        if (isHit(hash, key, visible, out)) {
            return out.exists();
        }
        if (!coalesces) {
            return ask(hash, key, visible, out);
        }
        boolean leads = caches.flights().lead(hash);
        try {
            long now = leads ? visible : visible();
            return !leads && isHit(hash, key, now, out) ? out.exists() : ask(hash, key, now, out);
        } finally {
            if (leads) {
                caches.flights().land(hash);
            }
        }
    }

    /** Reads the engine below and keeps what it says. */
    private boolean ask(long hash, Key key, long visible, ItemView out) {
        counts.count(Kind.ITEM_MISSES);
        long word = beginFill(hash, visible);
        boolean found;
        try {
            found = inner().get(key, out);
        } catch (EngineException e) {
            counts.count(Kind.ERRORS);
            throw e;
        }
        items.fill(hash, spec, key, out, word);
        return found;
    }

    /** Hits first, then the misses as one call. */
    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        session.enter();
        int found = 0;
        long visible = visible();
        misses.clear();
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, batchKey);
            enter(batchKey);
            long hash = EntryStore.hash(spec.id(), batchKey);
            if (isHit(hash, batchKey, visible, batchItem)) {
                found += batchItem.exists() ? 1 : 0;
                sink.onItem(i, batchItem);
            } else {
                misses.add(i, batchKey, hash, beginFill(hash, visible));
            }
        }
        if (misses.size() == 0) {
            return found;
        }
        counts.count(Kind.ITEM_MISSES, misses.size());
        return found + misses.ask(sink);
    }

    int askBelow(KeyBatch keys, ItemSink sink) {
        return inner().getBatch(keys, sink);
    }

    void fill(long hash, Key key, ItemView item, long word) {
        items.fill(hash, spec, key, item, word);
    }

    private boolean isHit(long hash, Key key, long visible, ItemView out) {
        if (state.isDropped() || !items.read(hash, spec, key, session.copy(), visible)) {
            return false;
        }
        counts.count(Kind.ITEM_HITS);
        session.copy().into(out, sequences ? session.copy().sequence() : 0);
        return true;
    }

    /** Asking for it also finds a closed engine, and a caller inside a commit. */
    private long visible() {
        return reports ? session.engine().below().committedSequence() : Long.MAX_VALUE;
    }

    private long beginFill(long hash, long visible) {
        return reports ? items.beginFill(hash, visible) : items.stripes().quiet(hash);
    }

    private void enter(Key key) {
        session.enter();
        limits.check(key);
        spec.check(key);
    }

    @Override
    public Reader strong() {
        return inner().strong();
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        session.enter();
        if (reports) {
            return inner().put(key, value, offset, length, options);
        }
        long hash = EntryStore.hash(spec.id(), key);
        long word = items.beginWrite(hash, spec, key);
        try {
            long outcome = inner().put(key, value, offset, length, options);
            if (Outcome.committed(outcome)) {
                items.endWrite(hash, spec, key, word, value, offset, length, outcome);
            }
            return outcome;
        } catch (EngineException e) {
            counts.count(Kind.ERRORS);
            throw e;
        } finally {
            items.stripes().endWrite(hash);
        }
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        session.enter();
        if (reports) {
            return inner().delete(key, options);
        }
        long hash = EntryStore.hash(spec.id(), key);
        long word = items.beginWrite(hash, spec, key);
        try {
            long outcome = inner().delete(key, options);
            if (Outcome.committed(outcome) || outcome == Outcome.NO_CHANGE) {
                items.endDelete(hash, spec, key, word, outcome);
            }
            return outcome;
        } catch (EngineException e) {
            counts.count(Kind.ERRORS);
            throw e;
        } finally {
            items.stripes().endWrite(hash);
        }
    }

    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        session.enter();
        if (reports) {
            return inner().update(key, updater, options);
        }
        long hash = EntryStore.hash(spec.id(), key);
        long word = items.beginWrite(hash, spec, key);
        try {
            long outcome = inner().update(key, captured.around(updater), options);
            if (Outcome.committed(outcome) && captured.length() >= 0) {
                items.endWrite(hash, spec, key, word, captured.value(), 0, captured.length(), outcome);
            } else if (Outcome.committed(outcome)) {
                items.endDelete(hash, spec, key, word, outcome);
            }
            return outcome;
        } catch (EngineException e) {
            counts.count(Kind.ERRORS);
            throw e;
        } finally {
            items.stripes().endWrite(hash);
        }
    }

    @Override
    public Cursor query(Range range) {
        session.enter();
        return caches.hasQueries() && !state.isDropped() ? caches.queries().query(session, inner(), range)
                : inner().query(range);
    }

    @Override
    public Cursor scan(int segment, int of) {
        session.enter();
        return caches.hasQueries() && !state.isDropped() ? caches.queries().scan(session, inner(), segment, of)
                : inner().scan(segment, of);
    }
}
