package dev.dyno.kit.strict;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import java.util.Objects;
import java.util.Set;

/** A session whose every call goes through its {@link Lifetimes}. */
final class StrictSession implements Session {

    private final Session inner;
    private final boolean zeroCopy;
    private final Lifetimes lifetimes = new Lifetimes();

    StrictSession(Session inner, Set<Capability> capabilities) {
        this.inner = inner;
        this.zeroCopy = capabilities.contains(Capability.ZERO_COPY_READ);
    }

    @Override
    public Table table(String name) {
        Objects.requireNonNull(name, "name");
        return lifetimes.call(() -> new StrictTable(inner.table(name), lifetimes, zeroCopy));
    }

    @Override
    public Snapshot snapshot() {
        return lifetimes.call(() -> new StrictSnapshot(inner.snapshot()));
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(durability, "durability");
        return lifetimes.call(() -> inner.commit(batch, durability));
    }

    @Override
    public void awaitDurable(long sequence) {
        lifetimes.call(() -> {
            inner.awaitDurable(sequence);
            return null;
        });
    }

    @Override
    public void close() {
        if (lifetimes.close()) {
            inner.close();
        }
    }
}
