package dev.dyno.bench.race;

import org.HdrHistogram.Histogram;

/**
 * What a lap gave.
 *
 * @param opsPerSecond items a second for loads
 * @param allocatedBytesPerOp NaN where not measured
 * @param bytesWritten to storage; -1 where not measured
 * @param failure empty, or why there is no number
 */
record LapResult(double opsPerSecond, double allocatedBytesPerOp, Histogram latencies, long bytesWritten,
        String failure) {

    static LapResult failed(LapNotes notes, String otherwise) {
        return new LapResult(Double.NaN, Double.NaN, notes.latencies(), -1,
                notes.failure().isEmpty() ? otherwise : notes.failure());
    }

    boolean ok() {
        return failure.isEmpty();
    }
}
