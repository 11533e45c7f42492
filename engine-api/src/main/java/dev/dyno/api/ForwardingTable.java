package dev.dyno.api;

import org.agrona.DirectBuffer;

/** A layer's base: a table that passes every call on. */
public abstract class ForwardingTable implements Table {

    private final Table inner;

    protected ForwardingTable(Table inner) {
        this.inner = inner;
    }

    protected final Table inner() {
        return inner;
    }

    @Override
    public TableSpec spec() {
        return inner.spec();
    }

    @Override
    public Reader at(Snapshot snapshot) {
        return inner.at(snapshot);
    }

    @Override
    public Reader strong() {
        return inner.strong();
    }

    @Override
    public boolean get(Key key, ItemView out) {
        return inner.get(key, out);
    }

    @Override
    public int getBatch(KeyBatch keys, ItemSink sink) {
        return inner.getBatch(keys, sink);
    }

    @Override
    public Cursor query(Range range) {
        return inner.query(range);
    }

    @Override
    public Cursor scan(int segment, int of) {
        return inner.scan(segment, of);
    }

    @Override
    public long ringPosition(Key key) {
        return inner.ringPosition(key);
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        return inner.put(key, value, offset, length, options);
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        return inner.delete(key, options);
    }

    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        return inner.update(key, updater, options);
    }
}
