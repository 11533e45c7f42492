package dev.dyno.kit.crash;

import dev.dyno.api.Durability;
import java.util.List;

/**
 * What a {@link CrashMatrix} showed.
 *
 * @param operations of the workload
 * @param points asked for, in each column
 * @param diskOperations of the undisturbed run: where it could be cut
 * @param declared the strongest level that the engine acknowledges
 * @param observed the strongest of its levels of which no violation was seen
 */
public record CrashResult(String engine, long seed, int operations, int points, long diskOperations,
        List<Column> columns, Durability declared, Durability observed) {

    public CrashResult {
        columns = List.copyOf(columns);
    }

    /**
     * One kind of fault at all its points.
     *
     * @param skipped points at which the fault was not met
     * @param firstPoint that failed, or -1
     * @param firstFailure what was wrong there, or empty
     */
    public record Column(CrashMode mode, int ok, int failed, int skipped, long firstPoint, String firstFailure) {

        /** {@code 388 ok}, {@code ✗ 12 of 388}, {@code n/a}. */
        public String cell() {
            int all = ok + failed;
            return all == 0 ? "n/a" : failed == 0 ? ok + " ok" : "✗ " + failed + " of " + all;
        }
    }

    public int passed() {
        return columns.stream().mapToInt(Column::ok).sum();
    }

    public int total() {
        return columns.stream().mapToInt(column -> column.ok() + column.failed()).sum();
    }

    public boolean clean() {
        return passed() == total();
    }

    /** What failed first in each column, with the line that replays it; empty if nothing failed. */
    public String failures() {
        StringBuilder text = new StringBuilder();
        for (Column column : columns) {
            if (column.failed() > 0) {
                text.append("first: ").append(column.mode().title()).append(", point ").append(column.firstPoint())
                        .append("; ").append(column.firstFailure()).append('\n').append(replay(column)).append('\n');
            }
        }
        return text.toString();
    }

    private String replay(Column column) {
        return "replay ./dyno crash " + engine + " --seed " + seed + " --operations " + operations + " --points "
                + points + " --point " + column.firstPoint() + " --mode " + column.mode().option();
    }

    /** {@code passed N of M}. */
    public String summary() {
        return "passed " + passed() + " of " + total();
    }
}
