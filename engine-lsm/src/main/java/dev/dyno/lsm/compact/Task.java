package dev.dyno.lsm.compact;

import java.util.List;

/**
 * One merge: the files of some runs become files of one run.
 *
 * @param inputs of each run the files that take part, the newest run first
 * @param level of the result
 * @param run number of the run that the result becomes part of; {@link #NEW_RUN} for one of its own
 * @param moves whether the files are only moved to that level: what is in them stays as it is
 */
public record Task(List<RunInfo> inputs, int level, long run, boolean moves) {

    /** Nothing to do. */
    public static final Task NONE = new Task(List.of(), 0, 0, false);
    public static final long NEW_RUN = -1;

    public Task {
        inputs = List.copyOf(inputs);
    }

    public boolean isNone() {
        return inputs.isEmpty();
    }

    public long bytes() {
        return inputs.stream().mapToLong(RunInfo::bytes).sum();
    }

    /** All that take part. */
    public List<FileInfo> files() {
        return inputs.stream().flatMap(run -> run.files().stream()).toList();
    }
}
