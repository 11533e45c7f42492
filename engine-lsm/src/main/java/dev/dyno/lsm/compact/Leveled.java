package dev.dyno.lsm.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One run a level but for level 0, each level {@code ratio} times the one above: reads look into few runs, and every
 * byte is written about {@code ratio / 2} times a level.
 *
 * <p>When level 0 has too many runs all of them are merged into level 1. When another level is too large, one of its
 * files is merged into the next: that with the most deletes, or that which shares keys with the fewest bytes there.
 *
 * <p>Source: O'Neil et al., The Log-Structured Merge-Tree, 1996; the choice of one file as in LevelDB.
 *
 * @param level0Runs so many of level 0 are merged
 * @param ratio of a level's size to that of the level above
 * @param level1Bytes size of level 1
 */
public record Leveled(int level0Runs, int ratio, long level1Bytes) implements Picker {

    /** From so many deletes among a hundred entries on, a file goes first. */
    private static final int DELETES_PERCENT = 30;

    @Override
    public Task pick(List<RunInfo> runs, double dropped) {
        List<RunInfo> level0 = Picker.ofLevel(runs, 0);
        if (level0.size() >= level0Runs) {
            return into(runs, level0, 1);
        }
        int worst = 0;
        double worstScore = 1;
        long target = level1Bytes;
        for (int level = 1; level <= Picker.deepest(runs); level++, target *= ratio) {
            long bytes = Picker.ofLevel(runs, level).stream().mapToLong(RunInfo::bytes).sum();
            double score = (double) bytes / target;
            if (score > worstScore) {
                worst = level;
                worstScore = score;
            }
        }
        return worst == 0 ? Task.NONE : oneFile(runs, worst);
    }

    private static Task oneFile(List<RunInfo> runs, int level) {
        RunInfo run = Picker.ofLevel(runs, level).getLast();
        List<RunInfo> below = Picker.ofLevel(runs, level + 1);
        FileInfo chosen = run.files().stream().filter(Leveled::isMostlyDeletes).findFirst().orElseGet(() ->
                run.files().stream().min(Comparator.comparingDouble(file -> shared(file, below))).orElseThrow());
        return into(runs, List.of(new RunInfo(level, run.number(), List.of(chosen))), level + 1);
    }

    private static boolean isMostlyDeletes(FileInfo file) {
        return file.deletes() * 100 >= file.entries() * DELETES_PERCENT && file.deletes() > 0;
    }

    /** Bytes to be rewritten below for a byte of a file. */
    private static double shared(FileInfo file, List<RunInfo> below) {
        long bytes = below.stream().mapToLong(run -> run.overlapping(List.of(file)).stream()
                .mapToLong(FileInfo::bytes).sum()).sum();
        return (double) bytes / file.bytes();
    }

    /** Merges runs, or parts of them, with what they share keys with in the one run of a level. */
    static Task into(List<RunInfo> runs, List<RunInfo> from, int level) {
        List<FileInfo> files = from.stream().flatMap(run -> run.files().stream()).toList();
        List<RunInfo> inputs = new ArrayList<>(from);
        long number = Task.NEW_RUN;
        for (RunInfo run : Picker.ofLevel(runs, level)) {
            number = run.number();
            List<FileInfo> shared = run.overlapping(files);
            if (!shared.isEmpty()) {
                inputs.add(new RunInfo(level, run.number(), shared));
            }
        }
        boolean moves = files.size() == 1 && inputs.size() == 1 && files.getFirst().deletes() == 0;
        return new Task(inputs, level, number, moves);
    }
}
