package dev.dyno.api;

/** A layer's base: a session that passes every call on. */
public abstract class ForwardingSession implements Session {

    private final Session inner;

    protected ForwardingSession(Session inner) {
        this.inner = inner;
    }

    protected final Session inner() {
        return inner;
    }

    @Override
    public Table table(String name) {
        return inner.table(name);
    }

    @Override
    public Snapshot snapshot() {
        return inner.snapshot();
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        return inner.commit(batch, durability);
    }

    @Override
    public void awaitDurable(long sequence) {
        inner.awaitDurable(sequence);
    }

    @Override
    public void close() {
        inner.close();
    }
}
