package dev.dyno.lsm.compact;

import java.util.List;

/**
 * Chooses the next merge: a pure function, so that a policy can be tested and simulated without data.
 *
 * <p>Every picker keeps the order of ages: what it merges are neighbours in the list, or files that share no keys with
 * what lies between.
 */
public sealed interface Picker permits Leveled, Tiered, LazyLeveled {

    /**
     * @param runs of one table, the newest first: by level, and in a level by falling number
     * @param dropped of the entries that were merged lately, as a share; see {@link DropRate}
     * @return {@link Task#NONE} if all is as it should be
     */
    Task pick(List<RunInfo> runs, double dropped);

    /** The runs of a level. */
    static List<RunInfo> ofLevel(List<RunInfo> runs, int level) {
        return runs.stream().filter(run -> run.level() == level).toList();
    }

    /** The deepest level with a run; 0 if there is none. */
    static int deepest(List<RunInfo> runs) {
        return runs.stream().mapToInt(RunInfo::level).max().orElse(0);
    }
}
