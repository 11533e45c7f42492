package dev.dyno.lsm;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.entry.Scratch;
import dev.dyno.lsm.table.TableFile;
import dev.dyno.lsm.table.TableFormat;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes sorted items straight to table files: once each, past log, memtable and merges. All of them are in the
 * table, on stable storage, when {@link #commit} returns, and none before; a crash in between leaves the table empty.
 *
 * <p>The table must be empty, and stay so until the commit. Items come in the order of a scan: by
 * {@link Key#partitionHash} as an unsigned number, then by the length and the bytes of the partition key, then by those
 * of the sort key. They have the sequence of the last commit before the load began. Listeners would not hear of them,
 * so an engine that has some refuses; and no snapshot that was opened during the load may be open at its end, because
 * it would see what was not there.
 *
 * <p>Threads: the owner's; other tables may be written meanwhile.
 */
public final class BulkLoad implements AutoCloseable {

    private static final int LEVEL = 1;

    private final LsmEngine engine;
    private final EngineConfig config;
    private final Edits edits;
    private final TableSpec table;
    private final long sequence;
    private final TableOutput output;
    private final Scratch key;
    private final Scratch value;
    private final Probe probe;
    private int lastLength;
    private long items;
    private boolean ended;

    BulkLoad(LsmEngine engine, EngineConfig config, Edits edits, LsmOptions options, TableSpec table) {
        this.engine = engine;
        this.config = config;
        this.edits = edits;
        this.table = table;
        if (!config.listeners().isEmpty()) {
            throw new IllegalStateException("a bulk load is not reported to listeners: table=" + table.name()
                    + ", listeners=" + config.listeners().size());
        }
        requireEmpty();
        if (engine.visibleSequence() == 0) {
            commitSomething();
        }
        while (!edits.names(table)) {
            engine.checkpoint(); // names it with what it flushes
            engine.nameTables(); // or there was nothing to flush
        }
        sequence = engine.visibleSequence();
        TableFormat format = edits.format().withBitsPerKey(options.bitsPerKey(LEVEL, LEVEL));
        output = new TableOutput(config, edits, format, table.id(), options.tableBytes());
        key = new Scratch(config.memory(), 2L * Probe.BYTES, "bulk load key");
        value = new Scratch(config.memory(), Probe.BYTES, "bulk load value");
        probe = new Probe(key.address() + Probe.BYTES);
    }

    /**
     * Begins a load.
     *
     * @param engine an open {@code lsm}, without layers over it
     * @param table there, and empty
     * @throws IllegalArgumentException if it is another engine
     * @throws IllegalStateException if it has listeners, or the table has items
     */
    public static BulkLoad begin(Engine engine, String table) {
        if (!(engine instanceof LsmEngine lsm)) {
            throw new IllegalArgumentException("bulk loads are for the engine lsm without layers: engine="
                    + engine.name());
        }
        return lsm.newBulkLoad(table);
    }

    private void requireEmpty() {
        Version version = engine.versions().current();
        boolean inMemory = Arrays.stream(version.memtables()).anyMatch(memtable -> memtable.tree(table.id()) != null);
        if (inMemory || version.runs(table.id()).size() > 0) {
            throw new IllegalStateException("a bulk load needs an empty table: table=" + table.name());
        }
    }

    /** Items need a commit to have the sequence of: 0 means that there is none. */
    private void commitSomething() {
        Key first = Key.of("first", table.sorted() ? "commit" : "");
        try (Session session = engine.openSession()) {
            session.table(table.name()).put(first, new UnsafeBuffer(new byte[1]), 0, 1);
            session.table(table.name()).delete(first);
        }
        engine.checkpoint();
    }

    /** @throws IllegalArgumentException if the key is not behind the one before */
    public void add(Key itemKey, DirectBuffer from, int offset, int length) {
        if (ended) {
            throw new IllegalStateException("the load has ended: table=" + table.name());
        }
        probe.set(itemKey);
        if (lastLength > 0 && KeyBytes.compare(key.address(), lastLength, probe.address(), probe.length()) >= 0) {
            throw new IllegalArgumentException("not in order: key=" + itemKey + ", item=" + items + ", expected=a key"
                    + " behind the one before, by partition hash, partition and sort key");
        }
        long to = value.ensure(Math.max(1, length), 0);
        UnsafeApi.copyMemory(from.byteArray(), from.addressOffset() + offset, null, to, length);
        output.add(probe.address(), probe.length(), EntryKind.PUT, sequence, to, length);
        UnsafeApi.copyMemory(probe.address(), key.address(), probe.length());
        lastLength = probe.length();
        items++;
    }

    /**
     * Brings the items into the table.
     *
     * @return how many
     * @throws IllegalStateException if the table was written or dropped meanwhile, or a snapshot is in the way: then
     *     nothing has changed
     */
    public long commit() {
        if (ended) {
            throw new IllegalStateException("the load has ended: table=" + table.name());
        }
        ended = true;
        List<TableFile> files = output.finish();
        if (!files.isEmpty()) {
            install(files);
        }
        return items;
    }

    private void install(List<TableFile> files) {
        boolean tried = false;
        try {
            engine.makeDurable(sequence); // or a crash could leave items ahead of the log, which nobody would see
            Installation installation = new Installation(files);
            try {
                engine.exclusively(installation);
            } finally {
                tried = installation.tried;
            }
        } catch (EngineException.Full e) {
            TableOutput.discard(config, edits, files);
            throw e;
        } catch (RuntimeException | Error e) {
            if (tried) { // not deleted: the manifest may be the one that counts, and name them
                files.forEach(TableFile::close);
            } else {
                TableOutput.discard(config, edits, files);
            }
            throw e;
        }
        engine.wakeCompaction();
    }

    /** With no commit in progress. */
    private final class Installation implements Runnable {
        private final List<TableFile> files;
        private boolean tried;

        Installation(List<TableFile> files) {
            this.files = files;
        }

        @Override
        public void run() {
            if (!engine.tables().contains(table)) {
                throw new EngineException.NoSuchTable(table.name(), " (dropped), id=" + table.id());
            }
            requireEmpty();
            Retention retention = engine.retention();
            if (retention.hasSnapshotThatSees(sequence)) {
                throw new IllegalStateException("a snapshot that was opened during the bulk load is still open: table="
                        + table.name() + ", sequence=" + sequence);
            }
            tried = true;
            edits.load(table.id(), retention.committed(), files, output.bytesWritten());
        }
    }

    /** Ends the load; what was not committed is deleted. */
    @Override
    public void close() {
        ended = true;
        output.close();
        key.close();
        value.close();
    }
}
