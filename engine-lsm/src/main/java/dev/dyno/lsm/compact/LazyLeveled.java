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
 * <p>Source: Dayan, Idreos, Dostoevsky, SIGMOD 2018. The move is ours: there the number of levels follows from the size
 * of the data, here from what is seen.
 *
 * @param level0Runs so many of level 0 are merged
 * @param ratio so many of a deeper level are merged, and the last level is so many times the one above
 */
public record LazyLeveled(int level0Runs, int ratio) implements Picker {

    @Override
    public Task pick(List<RunInfo> runs) {
        int last = Math.max(1, Picker.deepest(runs));
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
        return bottom.size() > 1 ? new Task(bottom, last, Task.NEW_RUN, false) : Task.NONE;
    }

    private Task intoLast(List<RunInfo> full, List<RunInfo> bottom, int last) {
        long above = full.stream().mapToLong(RunInfo::bytes).sum();
        long below = bottom.stream().mapToLong(RunInfo::bytes).sum();
        if (below > ratio * above) {
            return new Task(bottom, last + 1, Task.NEW_RUN, true);
        }
        List<RunInfo> inputs = new ArrayList<>(full);
        inputs.addAll(bottom);
        return new Task(inputs, last, Task.NEW_RUN, false);
    }
}
