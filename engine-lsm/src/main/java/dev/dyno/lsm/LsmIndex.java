package dev.dyno.lsm;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.core.commit.Index;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.memory.Memtable;

/**
 * Where engine-core brings every change, live and in a replay: the memtable that is written. When it is full it is
 * sealed, between two commit groups.
 *
 * <p>Threads: the commit leader, one at a time.
 */
final class LsmIndex implements Index, AutoCloseable {

    /** Does what a publication calls for: seals a full memtable, slows writers. With the commit lock held. */
    @FunctionalInterface
    interface Published {
        void onPublished(Memtable written, long bytes);
    }

    private final Versions versions;
    private final Lookup lookup;
    private final Probe probe;
    private final Published published;
    private Memtable memtable;
    private long flushed;
    private long lastSequence;
    private long groupBytes;
    private long puts;
    private long deletes;
    private long userBytes;

    LsmIndex(Versions versions, Lookup lookup, Published published) {
        this.versions = versions;
        this.lookup = lookup;
        this.published = published;
        probe = lookup.probe();
        memtable = versions.current().memtables()[0];
    }

    /** Before a replay: tables have the commits up to here. */
    void restore(long upTo) {
        flushed = upTo;
        lastSequence = upTo;
    }

    /** The memtable that is written from now on. */
    void write(Memtable next) {
        memtable = next;
    }

    Memtable memtable() {
        return memtable;
    }

    @Override
    public boolean current(TableSpec table, Key key, ItemView into) {
        return lookup.at(Long.MAX_VALUE, table.id(), key, into);
    }

    @Override
    public void put(long sequence, TableSpec table, Key key, long valueAddress, int valueLength) {
        add(sequence, table, key, EntryKind.PUT, valueAddress, valueLength);
        puts++;
    }

    @Override
    public void delete(long sequence, TableSpec table, Key key) {
        add(sequence, table, key, EntryKind.DELETE, 0, 0);
        deletes++;
    }

    private void add(long sequence, TableSpec table, Key key, int kind, long valueAddress, int valueLength) {
        if (sequence <= flushed) {
            return; // a replay repeats the group that the last flush ended in
        }
        probe.set(key);
        memtable.put(table.id(), probe, sequence, kind, valueAddress, valueLength);
        int bytes = key.partition().capacity() + key.sort().capacity() + valueLength;
        userBytes += bytes;
        groupBytes += bytes;
    }

    @Override
    public void tableCreated(TableSpec table) {
        // Its place in the memtable is made by its first item.
    }

    @Override
    public void tableDropped(TableSpec table) {
        versions.drop(table.id());
    }

    @Override
    public void publish(long sequence) {
        lastSequence = Math.max(lastSequence, sequence);
        long bytes = groupBytes;
        groupBytes = 0;
        published.onPublished(memtable, bytes);
    }

    /** The last commit applied. */
    long lastSequence() {
        return lastSequence;
    }

    /** Items put since open, those replayed included. */
    long puts() {
        return puts;
    }

    long deletes() {
        return deletes;
    }

    /** Bytes of keys and values put and keys deleted since open. */
    long userBytes() {
        return userBytes;
    }

    @Override
    public void close() {
        lookup.close();
    }
}
