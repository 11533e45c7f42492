package dev.dyno.bench.race;

import dev.dyno.bench.workload.Workload;
import org.HdrHistogram.Histogram;

/**
 * What a lap gave.
 *
 * @param opsPerSecond items a second for loads and batches, opens a second for opens
 * @param allocatedBytesPerOp NaN where not measured
 * @param bytesWritten to storage; -1 where not measured
 * @param failure empty, or why there is no number
 */
record LapResult(double opsPerSecond, double allocatedBytesPerOp, Histogram latencies, long bytesWritten,
        String failure) {

    /** @param score seconds for loads and opens, steps a second for the rest, as JMH measured it */
    static LapResult of(Workload workload, LapNotes notes, double score) {
        long timed = notes.latencies().getTotalCount();
        double rate = switch (workload.kind()) {
            case LOAD -> notes.itemsLoaded() / score;
            case OPEN -> 1 / score;
            case READ, WRITE -> workload.operationsOfStep() * score;
        };
        // Steps are counted by those that were timed: at most one short of a whole group for each thread.
        long operations = switch (workload.kind()) {
            case LOAD -> notes.itemsLoaded();
            case OPEN -> timed;
            case READ, WRITE -> timed * workload.timedOneOf() * workload.operationsOfStep();
        };
        double allocated = notes.bytesAllocated() < 0 || operations == 0 ? Double.NaN
                : (double) notes.bytesAllocated() / operations;
        return new LapResult(rate, allocated, notes.latencies(), notes.bytesWritten(), "");
    }

    static LapResult failed(LapNotes notes, String otherwise) {
        return new LapResult(Double.NaN, Double.NaN, notes.latencies(), -1,
                notes.failure().isEmpty() ? otherwise : notes.failure());
    }

    boolean ok() {
        return failure.isEmpty();
    }
}
