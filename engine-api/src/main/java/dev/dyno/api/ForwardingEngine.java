package dev.dyno.api;

import java.util.List;
import java.util.Set;

/** A layer's base: an engine that passes every call on. A layer overrides what it changes. */
public abstract class ForwardingEngine implements Engine {

    private final Engine inner;

    protected ForwardingEngine(Engine inner) {
        this.inner = inner;
    }

    /** The engine below. */
    protected final Engine inner() {
        return inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return inner.capabilities();
    }

    @Override
    public Limits limits() {
        return inner.limits();
    }

    @Override
    public TableSpec createTable(TableSpec spec) {
        return inner.createTable(spec);
    }

    @Override
    public boolean dropTable(String name) {
        return inner.dropTable(name);
    }

    @Override
    public List<TableSpec> tables() {
        return inner.tables();
    }

    @Override
    public Session openSession() {
        return inner.openSession();
    }

    @Override
    public long committedSequence() {
        return inner.committedSequence();
    }

    @Override
    public long durableSequence() {
        return inner.durableSequence();
    }

    @Override
    public void sync() {
        inner.sync();
    }

    @Override
    public void checkpoint() {
        inner.checkpoint();
    }

    @Override
    public EngineStats stats() {
        return inner.stats();
    }

    @Override
    public Verification verify() {
        return inner.verify();
    }

    @Override
    public Shape describe() {
        return inner.describe();
    }

    @Override
    public State state() {
        return inner.state();
    }

    @Override
    public void close() {
        inner.close();
    }
}
