package dev.dyno.lsm;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.epoch.Epochs;
import dev.dyno.lsm.memory.Memtable;
import dev.dyno.lsm.table.TableFile;
import dev.dyno.lsm.table.ValueFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The current version, and those before it that somebody may still read in. A point read is inside an epoch, a cursor
 * pins its version; what no version names any more is closed, and deleted once no durable manifest names it either.
 *
 * <p>Invariants
 * <ul>
 * <li>V1 a memtable or table file is open as long as a version that can be read names it
 * <li>V2 a table file is deleted only when the durable manifest does not name it
 * <li>V3 a version has every commit up to the last one that was published before it was made
 * </ul>
 *
 * <p>Threads: any; changes are made under the monitor and are short. Publication V4: the current version is stored
 * under the monitor and read without it.
 */
final class Versions implements AutoCloseable {

    private static final int SESSIONS_MAX = 4096;

    private final Disk disk;
    private final ValueFiles values;
    private final Epochs epochs;
    private final List<Version> old = new ArrayList<>();
    /** Names of files that no version has and the durable manifest still names, by their ids. */
    private final List<TableFile> unnamed = new ArrayList<>();
    private final Set<Integer> dropped = new HashSet<>();
    private Set<Long> durableFiles = Set.of();
    private volatile Version current;
    private volatile int level0Runs;

    Versions(Disk disk, Memory memory, ValueFiles values, Memtable first) {
        this.disk = disk;
        this.values = values;
        epochs = new Epochs(memory, SESSIONS_MAX, (number, bytes) -> quiet(number));
        current = new Version(1, 0, new Memtable[] {first}, new Runs[0]); // publishes V4
        hold(current);
    }

    Epochs epochs() {
        return epochs;
    }

    Version current() {
        return current; // sees V4
    }

    /** A version that stays readable until it is unpinned. @param slot of the caller, not entered */
    Version pin(int slot) {
        epochs.enter(slot);
        try {
            Version version = current; // sees V4
            version.pin();
            return version;
        } finally {
            epochs.exit(slot);
        }
    }

    /** A new memtable is written from now on. */
    synchronized void seal(Memtable next) {
        Version before = current;
        Memtable[] memtables = new Memtable[before.memtables().length + 1];
        memtables[0] = next;
        System.arraycopy(before.memtables(), 0, memtables, 1, memtables.length - 1);
        install(new Version(before.number() + 1, before.floor(), memtables, before.allRuns()));
    }

    /**
     * Replaces runs.
     *
     * @param flushed a memtable that is in them from now on; null for none
     * @param floor see {@link Version#floor}
     * @param change of all runs by table id, from those there are now; may not change its argument
     */
    synchronized void apply(Memtable flushed, long floor, UnaryOperator<Runs[]> change) {
        Version before = current;
        Memtable[] memtables = Arrays.stream(before.memtables()).filter(memtable -> memtable != flushed)
                .toArray(Memtable[]::new);
        install(new Version(before.number() + 1, Math.max(floor, before.floor()), memtables,
                change.apply(before.allRuns())));
    }

    /** A table is gone. What memtables have of it goes with them. */
    synchronized void drop(int tableId) {
        Version before = current;
        dropped.add(tableId);
        if (before.runs(tableId).size() > 0) {
            Runs[] runs = before.allRuns().clone();
            runs[tableId] = Runs.NONE;
            install(new Version(before.number() + 1, before.floor(), before.memtables(), runs));
        }
    }

    /** Whether a table was dropped since open. */
    synchronized boolean isDropped(int tableId) {
        return dropped.contains(tableId);
    }

    /** Files that were to be added, of tables that were dropped meanwhile, are closed. */
    synchronized void discardUnheld(List<TableFile> added) {
        for (TableFile file : added) {
            if (!file.isHeld()) {
                file.close();
                unnamed.add(file);
            }
        }
    }

    private void install(Version next) {
        Version before = current;
        hold(next);
        current = next; // publishes V4
        level0Runs = mostLevel0Runs(next);
        old.add(before);
        epochs.retire(before.number(), 0);
        epochs.reclaim();
    }

    private static int mostLevel0Runs(Version version) {
        int most = 0;
        for (Runs runs : version.allRuns()) {
            most = Math.max(most, (int) runs.all().stream().filter(run -> run.level() == 0).count());
        }
        return most;
    }

    /** Of the table that has the most. */
    int level0Runs() {
        return level0Runs;
    }

    private static void hold(Version version) {
        for (Memtable memtable : version.memtables()) {
            memtable.hold();
        }
        for (Runs runs : version.allRuns()) {
            runs.files().forEach(TableFile::hold);
        }
    }

    private void quiet(long number) {
        for (Version version : old) {
            if (version.number() == number) {
                version.isQuiet = true;
            }
        }
    }

    /** A manifest that names these files, and no others, is durable. */
    synchronized void named(Set<Long> files) {
        durableFiles = files;
    }

    /** Closes what nobody can read any more. May take its time: not for writers. */
    void reclaim() {
        List<Memtable> memtables = new ArrayList<>();
        List<TableFile> files = new ArrayList<>();
        synchronized (this) {
            epochs.reclaim();
            List<Version> dead = old.stream().filter(version -> version.isQuiet && !version.isPinned()).toList();
            old.removeAll(dead);
            dead.forEach(version -> release(version, memtables));
            for (TableFile file : List.copyOf(unnamed)) {
                if (!durableFiles.contains(file.fileId())) {
                    unnamed.remove(file);
                    files.add(file);
                }
            }
        }
        memtables.forEach(Memtable::close); // memory first: a disk may refuse to delete
        for (TableFile file : files) {
            disk.delete(file.name());
            values.release(file);
        }
    }

    private void release(Version version, List<Memtable> memtables) {
        for (Memtable memtable : version.memtables()) {
            if (memtable.letGo()) {
                memtables.add(memtable);
            }
        }
        for (Runs runs : version.allRuns()) {
            for (TableFile file : runs.files()) {
                if (file.letGo()) {
                    file.close();
                    unnamed.add(file);
                }
            }
        }
    }

    /** Versions that are not current and not reclaimed. */
    synchronized int oldVersions() {
        return old.size();
    }

    /** Table files that the current version names. */
    Set<Long> files() {
        Set<Long> files = new HashSet<>();
        for (Runs runs : current().allRuns()) {
            runs.files().forEach(file -> files.add(file.fileId()));
        }
        return files;
    }

    /** No reader is left. Files stay as they are, but those that may be deleted. */
    @Override
    public void close() {
        try {
            reclaim();
        } finally {
            Version last = current();
            for (Memtable memtable : last.memtables()) {
                memtable.close();
            }
            for (Runs runs : last.allRuns()) {
                runs.files().forEach(TableFile::close);
            }
            epochs.close();
        }
    }
}
