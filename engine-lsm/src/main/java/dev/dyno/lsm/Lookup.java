package dev.dyno.lsm;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.epoch.Epochs;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.entry.Scratch;
import dev.dyno.lsm.table.BlockCache;
import dev.dyno.lsm.table.Reading;
import org.agrona.UnsafeApi;

/**
 * Point reads of one reader: a session, or the commit leader. A read takes the sequence it reads at, then a version; a
 * value that is found is copied, because what it lies in may be gone when the read is over. Threads: the reader's, but
 * for {@link #close}.
 */
final class Lookup implements AutoCloseable {

    private static final int VALUE_BYTES = 64 << 10;

    private final Versions versions;
    private final Epochs epochs;
    private final int slot;
    private final Region region;
    private final Probe probe;
    private final Scratch values;
    private final Reading reading;
    private final Answer answer = new Answer();

    Lookup(Memory memory, Versions versions, BlockCache cache) {
        this.versions = versions;
        epochs = versions.epochs();
        slot = epochs.open();
        region = memory.map(Probe.BYTES, "reader key", false);
        probe = new Probe(region.address());
        reading = new Reading(memory, cache);
        values = new Scratch(memory, VALUE_BYTES, "reader value");
    }

    /** The newest state that was committed before the call. */
    boolean latest(LsmEngine engine, int tableId, Key key, ItemView out) {
        probe.set(key);
        epochs.enter(slot);
        try {
            // The sequence first: a version has all commits up to one that was published before it was made.
            long sequence = engine.visibleSequence();
            Version version = versions.current();
            while (sequence < version.floor()) {
                sequence = engine.visibleSequence();
            }
            return read(version, tableId, sequence, out);
        } finally {
            epochs.exit(slot);
        }
    }

    /** The state at a sequence: that of an open snapshot or, by the commit leader, the greatest there is. */
    boolean at(long sequence, int tableId, Key key, ItemView out) {
        probe.set(key);
        epochs.enter(slot);
        try {
            return read(versions.current(), tableId, sequence, out);
        } finally {
            epochs.exit(slot);
        }
    }

    private boolean read(Version version, int tableId, long sequence, ItemView out) {
        if (!version.get(tableId, probe, sequence, reading, answer) || answer.kind() == EntryKind.DELETE) {
            out.clear();
            return false;
        }
        int length = answer.valueLength();
        long to = values.ensure(length, 0);
        UnsafeApi.copyMemory(answer.valueAddress(), to, length);
        out.wrap(to, length, answer.sequence());
        return true;
    }

    /** Of the reader; not to be entered by others. */
    int slot() {
        return slot;
    }

    /** The key that was looked for last. By the commit leader, which writes it. */
    Probe probe() {
        return probe;
    }

    @Override
    public void close() {
        epochs.close(slot);
        values.close();
        reading.close();
        region.close();
    }
}
