package dev.dyno.lsm.compact;

import java.util.List;

/**
 * Several runs a level: when a level has {@code ratio} of them they become one run of the next. Every byte is written
 * once a level, and a read looks into up to {@code ratio} runs a level.
 *
 * <p>Source: Dayan, Athanassoulis, Idreos, Monkey, SIGMOD 2017, section 2.
 *
 * @param level0Runs so many of level 0 are merged
 * @param ratio so many of a deeper level are merged
 */
public record Tiered(int level0Runs, int ratio) implements Picker {

    @Override
    public Task pick(List<RunInfo> runs, double dropped) {
        for (int level = 0; level <= Picker.deepest(runs); level++) {
            List<RunInfo> full = Picker.ofLevel(runs, level);
            if (full.size() >= (level == 0 ? level0Runs : ratio)) {
                return new Task(full, level + 1, Task.NEW_RUN, false);
            }
        }
        return Task.NONE;
    }
}
