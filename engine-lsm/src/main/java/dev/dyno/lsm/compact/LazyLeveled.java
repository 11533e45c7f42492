package dev.dyno.lsm.compact;

import java.util.ArrayList;
import java.util.List;

/**
 * Tiered above, leveled at the end: the last level, which has most of the data, is one run, and the levels above have
 * several. Reads and space are nearly those of {@link Leveled}, because most keys are found in one run and little is
 * stored twice; what is written is nearer to {@link Tiered}.
 *
 * <p>The level above the last is merged into it as long as the last is not more than {@code ratio} times as large;
 * then the last level is moved one down, which writes nothing, and its old place is a level of several runs.
 *
 * <p>Where merges drop little, as in a load of new items, one run at the end would be written over and over for
 * nothing: then the last level, too, may have several runs, as if another one came behind it,
 * until the next merge into it finds more.
 *
 * <p>Source: Dayan, Idreos, Dostoevsky, SIGMOD 2018. The move is ours: there the number of levels follows from the size
 * of the data, here from what is seen; so is the exception.
 *
 * @param level0Runs so many of level 0 are merged
 * @param ratio so many of a deeper level are merged, and the last level is so many times the one above
 */
public record LazyLeveled(int level0Runs, int ratio) implements Picker {

    /** A smaller share of garbage is not worth a merge into one run. */
    private static final double LITTLE = 0.1;

    @Override
    public Task pick(List<RunInfo> runs, double dropped) {
        int last = Math.max(1, Picker.deepest(runs)) + (hasLittleGarbage(runs, dropped) ? 1 : 0);
        List<RunInfo> bottom = Picker.ofLevel(runs, last);
        for (int level = 0; level < last; level++) {
            List<RunInfo> full = Picker.ofLevel(runs, level);
            if (full.size() < (level == 0 ? level0Runs : ratio)) {
                continue;
            }
            if (level + 1 < last) {
                return new Task(full, level + 1, Task.NEW_RUN, false);
            }
            return intoLast(full, bottom, last);
        }
        return Task.NONE;
    }

    private static boolean hasLittleGarbage(List<RunInfo> runs, double dropped) {
        long entries = 0;
        long deletes = 0;
        for (RunInfo run : runs) {
            entries += run.files().stream().mapToLong(FileInfo::entries).sum();
            deletes += run.files().stream().mapToLong(FileInfo::deletes).sum();
        }
        return dropped < LITTLE && deletes <= LITTLE * entries;
    }

    private Task intoLast(List<RunInfo> full, List<RunInfo> bottom, int last) {
        long above = full.stream().mapToLong(RunInfo::bytes).sum();
        long below = bottom.stream().mapToLong(RunInfo::bytes).sum();
        if (below > ratio * above) { // several runs would overlap if they were moved into one
            return bottom.size() == 1 ? new Task(bottom, last + 1, Task.NEW_RUN, true)
                    : new Task(bottom, last, Task.NEW_RUN, false);
        }
        List<RunInfo> inputs = new ArrayList<>(full);
        inputs.addAll(bottom);
        return new Task(inputs, last, Task.NEW_RUN, false);
    }
}
