package dev.dyno.lsm;

import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.table.Level;
import dev.dyno.lsm.table.Reading;
import dev.dyno.lsm.table.TableFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The sorted runs of one table, the newest first: what a run says of a key counts more than what a later one says.
 * Immutable. Threads: any.
 */
final class Runs {

    static final Runs NONE = new Runs(List.of());

    private final Run[] runs;
    /** The files of {@link #runs}, so that a read takes one step less. */
    private final Level[] levels;

    private Runs(List<Run> ordered) {
        runs = ordered.toArray(Run[]::new);
        levels = ordered.stream().map(Run::files).toArray(Level[]::new);
    }

    static Runs of(List<Run> runs) {
        List<Run> ordered = new ArrayList<>(runs);
        ordered.sort(Comparator.comparingInt(Run::level)
                .thenComparing(Comparator.comparingLong(Run::number).reversed()));
        return new Runs(ordered);
    }

    int size() {
        return runs.length;
    }

    /** The deepest level with a run; 0 if there is none. */
    int deepest() {
        return runs.length == 0 ? 0 : runs[runs.length - 1].level();
    }

    Run run(int index) {
        return runs[index];
    }

    List<Run> all() {
        return List.of(runs);
    }

    /** Finds the entry of a key that a reader at {@code sequence} sees. @return false if there is none */
    boolean get(Probe probe, long sequence, Reading reading, Answer out) {
        for (Level level : levels) {
            if (level.get(probe, sequence, reading, out)) {
                return true;
            }
        }
        return false;
    }

    /** Without some files, and with some of a run of this level and number. */
    Runs with(Set<Long> removed, int level, long number, List<TableFile> added) {
        List<Run> result = new ArrayList<>();
        List<TableFile> joined = new ArrayList<>(added);
        for (Run run : runs) {
            List<TableFile> kept = run.files().files().stream()
                    .filter(file -> !removed.contains(file.fileId())).toList();
            if (run.level() == level && run.number() == number) {
                joined.addAll(kept);
            } else if (!kept.isEmpty()) {
                result.add(new Run(run.level(), run.number(), new Level(kept)));
            }
        }
        if (!joined.isEmpty()) {
            result.add(new Run(level, number, ordered(joined)));
        }
        return of(result);
    }

    /** Files in key order. */
    static Level ordered(List<TableFile> files) {
        List<TableFile> ordered = new ArrayList<>(files);
        ordered.sort(TableFile.BY_KEY);
        return new Level(ordered);
    }

    List<TableFile> files() {
        List<TableFile> files = new ArrayList<>();
        for (Level level : levels) {
            files.addAll(level.files());
        }
        return files;
    }
}
