package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.lsm.table.TableFile;
import dev.dyno.lsm.table.TableFormat;
import dev.dyno.lsm.table.ValueFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Changes of which files there are: each is made durable by a manifest and then becomes the current version. The one
 * place where file numbers are given and manifests follow each other.
 *
 * <p>A table that is dropped leaves the version at once and the manifest with the next edit; until then its files stay.
 *
 * <p>Threads: any; edits one at a time. Locks: this monitor, then that of {@link Versions}.
 */
final class Edits {

    /**
     * Files of one table that replace others.
     *
     * @param level of the run that the new files become part of
     * @param run its number
     */
    record Change(int tableId, Set<Long> removed, int level, long run, List<TableFile> added) {
    }

    private final EngineConfig config;
    private final Versions versions;
    private final Manifests manifests;
    private final LongAdder checksumFailures;
    private final ValueFiles values;
    private final AtomicLong nextFileId = new AtomicLong();
    private ManifestState durable = ManifestState.NONE;
    private TableFormat format;
    private volatile long bytesWritten;

    Edits(EngineConfig config, Versions versions, Manifests manifests, LongAdder checksumFailures,
            ValueFiles values) {
        this.config = config;
        this.versions = versions;
        this.manifests = manifests;
        this.checksumFailures = checksumFailures;
        this.values = values;
    }

    /** At open, before the log: what the manifest names. Nothing on the disk is changed. */
    ManifestState load(TableFormat asWritten) {
        durable = manifests.load();
        nextFileId.set(durable.nextFileId());
        format = new TableFormat(asWritten.engine(), manifests.engineId(), asWritten.blockBytes(), asWritten.filter(),
                asWritten.bitsPerKey(), asWritten.codec(), asWritten.separateBytes());
        Map<Integer, List<Run>> runs = new HashMap<>();
        List<TableFile> opened = new ArrayList<>();
        try {
            Map<List<Long>, List<TableFile>> files = new HashMap<>();
            for (ManifestState.Entry entry : durable.files()) {
                requireFile(TableFormat.nameOf(entry.fileId()));
                TableFile file = open(entry.fileId(), entry.bytes());
                opened.add(file);
                files.computeIfAbsent(List.of((long) entry.tableId(), (long) entry.level(), entry.run()),
                        place -> new ArrayList<>()).add(file);
            }
            files.forEach((place, members) -> runs.computeIfAbsent(place.getFirst().intValue(), id -> new ArrayList<>())
                    .add(new Run(place.get(1).intValue(), place.get(2), Runs.ordered(members))));
        } catch (RuntimeException | Error e) {
            opened.forEach(TableFile::close);
            throw e;
        }
        versions.named(durable.fileIds());
        versions.apply(null, durable.flushed(), none -> byTable(runs));
        return durable;
    }

    private void requireFile(String name) {
        if (!config.disk().exists(name)) {
            throw new EngineException.Corrupt(Manifests.nameOf(durable.generation()), FileHeader.LENGTH,
                    ManifestFileLayout.LAYOUT.toString(), "fileId", "no file " + name, "every file that it names");
        }
    }

    private static Runs[] byTable(Map<Integer, List<Run>> runs) {
        int ids = runs.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
        Runs[] all = new Runs[ids];
        for (int id = 0; id < ids; id++) {
            all[id] = runs.containsKey(id) ? Runs.of(runs.get(id)) : Runs.NONE;
        }
        return all;
    }

    /** When the log is open: tables are written for its engine. */
    void writeAs(TableFormat asWritten) {
        format = asWritten;
    }

    ValueFiles values() {
        return values;
    }

    TableFormat format() {
        return format;
    }

    /** Opens a file that is finished. The caller closes it, unless an edit adds it. */
    TableFile open(long fileId, long bytes) {
        return TableFile.open(config.disk(), config.memory(), format, fileId, bytes, checksumFailures,
                values);
    }

    /** A number that no file has. */
    long newFileId() {
        return nextFileId.getAndIncrement();
    }

    /** Files that no manifest names: what a crash left behind. After recovery. */
    synchronized void deleteStrays() {
        Set<String> named = durable.fileIds().stream().map(TableFormat::nameOf).collect(Collectors.toSet());
        Set<String> pointedTo = values.ids().stream().map(TableFormat::valuesNameOf).collect(Collectors.toSet());
        for (String name : config.disk().list()) {
            if (TableFormat.isTable(name) && !named.contains(name) || name.equals(Manifests.NEW)
                    || TableFormat.isValues(name) && !pointedTo.contains(name)) {
                config.disk().delete(name);
            }
        }
    }

    synchronized long flushed() {
        return durable.flushed();
    }

    synchronized int tableCount() {
        return durable.tables().size();
    }

    long bytesWritten() {
        return bytesWritten;
    }

    /** A flush: what the sealed memtable had is in the files from now on. */
    synchronized void flush(Sealed sealed, long floor, List<Change> changes) {
        apply(sealed, floor, changes, sealed.lastSequence(), sealed.highestTableId(), sealed.tables());
    }

    /** Whether the durable manifest has a table. */
    synchronized boolean names(TableSpec table) {
        return durable.tables().contains(table);
    }

    /** The files have all commits up to {@code flushed}; tables that were made since the last flush are named. */
    synchronized void name(long flushed, List<TableSpec> tables, int highestTableId) {
        apply(null, 0, List.of(), flushed, highestTableId, tables);
    }

    /** A bulk load: a table that had no items has those of its files, which are {@code bytes} long. */
    synchronized void load(int tableId, long floor, List<TableFile> files, long bytes) {
        compact(floor, List.of(new Change(tableId, Set.of(), 1, newFileId(), files)));
        bytesWritten += bytes;
    }

    /** A compaction: the same items in other files. */
    synchronized void compact(long floor, List<Change> changes) {
        apply(null, floor, changes, durable.flushed(), durable.highestTableId(), durable.tables());
    }

    /** Writes a manifest without the files of tables that were dropped, if there are such. */
    synchronized void forgetDropped() {
        if (!versions.files().equals(durable.fileIds())) {
            compact(0, List.of());
        }
        versions.reclaim();
    }

    private void apply(Sealed sealed, long floor, List<Change> changes, long flushed, int highestTableId,
            List<TableSpec> tables) {
        Runs[] after = changed(versions.current().allRuns(), changes);
        ManifestState next = new ManifestState(durable.generation() + 1, flushed, nextFileId.get(), highestTableId,
                tables, entries(after, tables));
        bytesWritten += manifests.write(next, format.engineId());
        durable = next;
        versions.apply(sealed == null ? null : sealed.memtable(), floor, now -> changed(now, changes));
        versions.named(next.fileIds());
        changes.forEach(change -> versions.discardUnheld(change.added()));
    }

    private Runs[] changed(Runs[] now, List<Change> changes) {
        int ids = changes.stream().mapToInt(change -> change.tableId() + 1).max().orElse(0);
        Runs[] after = Arrays.copyOf(now, Math.max(now.length, ids));
        for (int id = now.length; id < after.length; id++) {
            after[id] = Runs.NONE;
        }
        for (Change change : changes) {
            if (versions.isDropped(change.tableId())) {
                continue;
            }
            after[change.tableId()] = after[change.tableId()].with(
                    change.removed(), change.level(), change.run(), change.added());
        }
        return after;
    }

    private static List<ManifestState.Entry> entries(Runs[] runs, List<TableSpec> tables) {
        List<ManifestState.Entry> entries = new ArrayList<>();
        for (TableSpec table : tables) {
            for (Run run : table.id() < runs.length ? runs[table.id()].all() : List.<Run>of()) {
                for (TableFile file : run.files().files()) {
                    entries.add(new ManifestState.Entry(
                            file.fileId(), file.bytes(), table.id(), run.level(), run.number()));
                }
            }
        }
        return entries;
    }
}
