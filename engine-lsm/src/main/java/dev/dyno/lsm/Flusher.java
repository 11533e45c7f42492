package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.run.Events;
import dev.dyno.lsm.memory.MemSource;
import dev.dyno.lsm.memory.MemIndex;
import dev.dyno.lsm.table.TableFile;
import dev.dyno.lsm.table.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns sealed memtables into tables, the oldest first.
 *
 * <p>Order: the tables are written and synced; listeners are durable up to the memtable's last commit, and so is the
 * log (or a crash could leave tables ahead of their log); the manifest names the tables; the version has them in place
 * of the memtable; the log forgets.
 *
 * <p>A disk that is full ends the try, and the memtable is read and tried again. Any other failure is final: the log
 * fails with it, because memory would only fill up.
 *
 * <p>Threads: the job's, or whoever asks for a checkpoint; one at a time. What needs the commit lock takes it for a
 * moment, see {@link LsmEngine#exclusively}.
 */
final class Flusher {

    private final LsmEngine engine;
    private final EngineConfig config;
    private final Versions versions;
    private final Edits edits;
    private final LsmOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final MemSource source = new MemSource();
    private volatile long bytesWritten;
    private volatile long flushes;
    private volatile long bytesPerSecond;

    Flusher(LsmEngine engine, EngineConfig config, Versions versions, Edits edits, LsmOptions options) {
        this.engine = engine;
        this.config = config;
        this.versions = versions;
        this.edits = edits;
        this.options = options;
    }

    /** One memtable, for a background job. @return whether there is more to do now */
    boolean step() {
        if (!lock.tryLock()) {
            return false; // a checkpoint flushes all there are
        }
        try {
            if (lock.getHoldCount() > 1) {
                return false; // work without threads, inside a checkpoint of this thread
            }
            edits.forgetDropped();
            Sealed oldest = engine.oldestSealed();
            if (oldest == null || engine.hasFailed()) {
                return false;
            }
            return tryFlush(oldest);
        } finally {
            lock.unlock();
        }
    }

    private boolean tryFlush(Sealed sealed) {
        try {
            flush(sealed);
            return true;
        } catch (EngineException.Full e) {
            return false;
        } catch (EngineException.Closed e) {
            return false; // the engine was closed meanwhile: the log has what the memtable has
        } catch (EngineException e) {
            engine.fail(e);
            return false;
        } catch (ListenerRefused e) {
            return false; // the log keeps what the listener still needs; the next seal tries again
        }
    }

    /** Everything that is sealed, for a checkpoint; what goes wrong is thrown. */
    void flushAll() {
        lock.lock();
        try {
            edits.forgetDropped();
            for (Sealed next = engine.oldestSealed(); next != null; next = engine.oldestSealed()) {
                flush(next);
            }
        } catch (ListenerRefused e) {
            throw e.thrown();
        } catch (EngineException.Full e) {
            throw e;
        } catch (EngineException e) {
            engine.fail(e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void flush(Sealed sealed) {
        long start = config.clock().nanoTime();
        long before = bytesWritten;
        Retention retention = engine.retention();
        List<Edits.Change> changes = new ArrayList<>();
        try {
            for (TableSpec table : sealed.tables()) {
                MemIndex tree = sealed.memtable().tree(table.id());
                if (tree != null && !versions.isDropped(table.id())) {
                    List<TableFile> files = write(table.id(), tree, retention);
                    changes.add(new Edits.Change(table.id(), Set.of(), 0, edits.newFileId(), files));
                }
            }
            engine.makeListenersDurable(sealed.lastSequence());
            engine.makeDurableBeside(sealed.lastSequence());
            edits.flush(sealed, retention.committed(), changes);
        } catch (EngineException.Full | ListenerRefused e) {
            changes.forEach(change -> TableOutput.discard(config, edits, change.added()));
            throw e;
        } catch (RuntimeException | Error e) {
            // Not deleted: a manifest that could not be synced may be the one that counts, and name them.
            changes.forEach(change -> change.added().forEach(TableFile::close));
            throw e;
        }
        engine.flushed(sealed);
        engine.wakeCompaction();
        versions.reclaim();
        flushes++;
        long nanos = config.clock().nanoTime() - start;
        bytesPerSecond = (bytesWritten - before) * 1_000_000_000L / Math.max(1, nanos);
        config.events().emit(Events.Kind.FLUSH, start, nanos, bytesWritten - before);
    }

    /** @return the files; none if nothing of the memtable is needed */
    private List<TableFile> write(int tableId, MemIndex tree, Retention retention) {
        Runs runs = versions.current().runs(tableId);
        boolean bottom = runs.size() == 0;
        TableFormat format = edits.format().withBitsPerKey(options.bitsPerKey(0, Math.max(1, runs.deepest())));
        try (TableOutput output = new TableOutput(config, edits, format, tableId, Long.MAX_VALUE);
                VersionSink sink = new VersionSink(config.memory(), output, retention, bottom)) {
            source.open(tree, Long.MAX_VALUE);
            for (source.first(); source.isValid(); source.next()) {
                do {
                    sink.add(source.keyAddress(), source.keyLength(), source.kind(), source.sequence(),
                            source.valueAddress(), source.valueLength());
                } while (source.older());
            }
            List<TableFile> files = output.finish();
            bytesWritten += output.bytesWritten();
            return files;
        }
    }

    /** Bytes of tables written since open. */
    long bytesWritten() {
        return bytesWritten;
    }

    long flushes() {
        return flushes;
    }

    /** Of the last flush; 0 before the first. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }
}
