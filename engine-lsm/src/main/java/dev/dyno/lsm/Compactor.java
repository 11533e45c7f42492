package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.run.Events;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.lsm.compact.DropRate;
import dev.dyno.lsm.compact.FileInfo;
import dev.dyno.lsm.compact.Picker;
import dev.dyno.lsm.compact.RunInfo;
import dev.dyno.lsm.compact.Task;
import dev.dyno.lsm.entry.Scratch;
import dev.dyno.lsm.table.Level;
import dev.dyno.lsm.table.LevelSource;
import dev.dyno.lsm.table.Reading;
import dev.dyno.lsm.table.TableFile;
import dev.dyno.lsm.table.TableFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.UnsafeApi;

/**
 * Merges tables as the picker says, one task a step. Readers go on in the versions they have; a crash leaves the old
 * files or the new ones.
 *
 * <p>A full disk ends the try until the next wake. Any other failure is final for merging: tables stay as they are, and
 * reads and writes go on; damage in a table is reported by whoever reads it.
 *
 * <p>Threads: the job's.
 */
final class Compactor {

    private static final int ENTRIES_PER_LOOK = 1 << 10;

    private final EngineConfig config;
    private final LsmEngine engine;
    private final Versions versions;
    private final Edits edits;
    private final Picker picker;
    private final LsmOptions options;
    private final RateLimit limit;
    /** Its place among the readers. */
    private final int slot;
    /** By table id. */
    private final Map<Integer, DropRate> drops = new HashMap<>();
    private volatile boolean stopped;
    private volatile String failure = "";
    private volatile long bytesWritten;
    private volatile long bytesRead;
    private volatile long entriesDropped;
    private volatile long bytesPerSecond;

    Compactor(LsmEngine engine, EngineConfig config, Versions versions, Edits edits, LsmOptions options) {
        this.engine = engine;
        this.config = config;
        this.versions = versions;
        this.edits = edits;
        this.options = options;
        picker = options.picker();
        slot = versions.epochs().open();
        limit = new RateLimit(config.clock(), options.compactionBytesPerSecond());
    }

    /** One task, for a background job. @return whether there is more to do now */
    boolean step() {
        if (stopped || !failure.isEmpty() || engine.hasFailed()) {
            return false;
        }
        Version version = versions.pin(slot);
        boolean more;
        try {
            more = runFirst(version);
        } finally {
            version.unpin();
        }
        versions.reclaim();
        return more;
    }

    private boolean runFirst(Version version) {
        for (int tableId = 0; tableId < version.tableIds(); tableId++) {
            Task task = picker.pick(info(version.runs(tableId)), drops(tableId).share());
            if (!task.isNone() && !versions.isDropped(tableId)) {
                return tryRun(tableId, version.runs(tableId), task);
            }
        }
        return false;
    }

    private DropRate drops(int tableId) {
        return drops.computeIfAbsent(tableId, id -> new DropRate());
    }

    private boolean tryRun(int tableId, Runs runs, Task task) {
        try {
            run(tableId, runs, task);
            return true;
        } catch (EngineException.Full | Stopped e) {
            return false;
        } catch (EngineException.Corrupt e) {
            failure = e.getMessage();
            return false;
        } catch (EngineException e) {
            failure = e.getMessage();
            engine.fail(e);
            return false;
        }
    }

    /** The engine closes: a running merge ends early, and nothing of it stays. */
    void stop() {
        stopped = true;
    }

    /** What ended all merging; empty if nothing did. */
    String failure() {
        return failure;
    }

    static List<RunInfo> info(Runs runs) {
        List<RunInfo> infos = new ArrayList<>();
        for (Run run : runs.all()) {
            infos.add(new RunInfo(run.level(), run.number(),
                    run.files().files().stream().map(Compactor::info).toList()));
        }
        return infos;
    }

    private static FileInfo info(TableFile file) {
        return new FileInfo(file.fileId(), file.bytes(), file.entries(), file.deletes(),
                Long.reverseBytes(UnsafeApi.getLong(file.smallest())),
                Long.reverseBytes(UnsafeApi.getLong(file.largest())));
    }

    private void run(int tableId, Runs runs, Task task) {
        long start = config.clock().nanoTime();
        Map<Long, TableFile> byId = new HashMap<>();
        runs.files().forEach(file -> byId.put(file.fileId(), file));
        List<Level> inputs = new ArrayList<>();
        Set<Long> removed = new HashSet<>();
        for (RunInfo input : task.inputs()) {
            inputs.add(new Level(input.files().stream().map(file -> byId.get(file.id())).toList()));
            input.files().forEach(file -> removed.add(file.id()));
        }
        long number = task.run() == Task.NEW_RUN ? edits.newFileId() : task.run();
        if (task.moves()) {
            List<TableFile> moved = inputs.stream().flatMap(level -> level.files().stream()).toList();
            edits.compact(0, List.of(new Edits.Change(tableId, removed, task.level(), number, moved)));
            return;
        }
        Retention retention = engine.retention();
        TableFormat format = edits.format().withBitsPerKey(
                options.bitsPerKey(task.level(), Math.max(task.level(), runs.deepest())));
        long written = merge(tableId, task, number, inputs, removed, retention, isBottom(runs, task), format);
        long nanos = config.clock().nanoTime() - start;
        bytesWritten += written;
        bytesRead += task.bytes();
        bytesPerSecond = task.bytes() * 1_000_000_000L / Math.max(1, nanos);
        config.events().emit(Events.Kind.COMPACTION, start, nanos, written);
    }

    /** Whether no older file may share keys with the task's: then deletes have nothing left to hide. */
    private static boolean isBottom(Runs runs, Task task) {
        Set<Long> numbers = new HashSet<>();
        task.inputs().forEach(input -> numbers.add(input.number()));
        List<RunInfo> all = info(runs);
        int oldest = 0;
        for (int i = 0; i < all.size(); i++) {
            oldest = numbers.contains(all.get(i).number()) ? i : oldest;
        }
        List<FileInfo> files = task.files();
        return all.subList(oldest + 1, all.size()).stream().allMatch(run -> run.overlapping(files).isEmpty());
    }

    /** @return bytes written */
    private long merge(int tableId, Task task, long number, List<Level> inputs, Set<Long> removed, Retention retention,
            boolean bottom, TableFormat format) {
        List<Scratch> keys = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        try (TableOutput output = new TableOutput(config, edits, format, tableId, options.tableBytes());
                VersionSink sink = new VersionSink(config.memory(), output, retention, bottom)) {
            EntryMerge merge = new EntryMerge();
            for (Level input : inputs) {
                keys.add(new Scratch(config.memory(), KeyCodec.BYTES_MAX, "merge key"));
                readings.add(new Reading(config.memory(), engine.cache()));
                merge.add(new LevelSource(keys.getLast(), readings.getLast()).open(input, Long.MAX_VALUE));
            }
            long before = 0;
            for (long entries = 0; merge.isValid(); entries++) {
                LevelSource top = merge.top();
                top.takeSparseValue(edits.values());
                sink.add(top.keyAddress(), top.keyLength(), top.kind(), top.sequence(), top.valueAddress(),
                        top.valueLength());
                merge.step();
                if (entries % ENTRIES_PER_LOOK == 0) {
                    if (stopped) {
                        throw new Stopped();
                    }
                    limit.use(output.bytes() - before);
                    before = output.bytes();
                }
            }
            List<TableFile> files = output.finish();
            install(new Edits.Change(tableId, removed, task.level(), number, files), retention);
            entriesDropped += sink.dropped();
            drops(tableId).add(task.files().stream().mapToLong(FileInfo::entries).sum(), sink.dropped());
            return output.bytesWritten();
        } finally {
            keys.forEach(Scratch::close);
            readings.forEach(Reading::close);
        }
    }

    private void install(Edits.Change change, Retention retention) {
        try {
            edits.compact(retention.committed(), List.of(change));
        } catch (EngineException.Full e) {
            TableOutput.discard(config, edits, change.added());
            throw e;
        } catch (RuntimeException | Error e) {
            // Not deleted: a manifest that could not be synced may be the one that counts, and name them.
            change.added().forEach(TableFile::close);
            throw e;
        }
    }

    long bytesWritten() {
        return bytesWritten;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** Entries that nobody needed any more. */
    long entriesDropped() {
        return entriesDropped;
    }

    /** Of the last merge; 0 before the first. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** The engine closes. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
