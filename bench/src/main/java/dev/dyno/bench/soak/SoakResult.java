package dev.dyno.bench.soak;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a soak showed.
 *
 * @param puts that were made
 * @param seconds that they took
 * @param latencies of all puts, in nanoseconds
 * @param longestOwnNanos the longest put without what its thread waited for a processor meanwhile, of those that took
 *     over a millisecond; 0 if none did; -1 if the system does not say
 * @param userBytes of the keys and values put
 * @param storage when the load ended, when background work had ended, and when the engine was closed
 * @param reads that were checked after the load
 * @param openMillis what opening it again took, behind the close and in the same process
 */
public record SoakResult(long puts, double seconds, Histogram latencies, long longestOwnNanos, long userBytes,
        List<Storage> storage, long reads, double openMillis) {

    /**
     * One second of the load.
     *
     * @param puts that ended in it
     * @param longestMicros the longest of them
     * @param bytesWritten by the process since the load began; -1 if the system does not say
     */
    public record Second(long second, long puts, long longestMicros, long bytesWritten) {
    }

    /**
     * Storage at one moment.
     *
     * @param bytesWritten by the process since the load began; -1 if the system does not say
     * @param bytesOnDisk allocated to the engine's files
     */
    public record Storage(String when, long bytesWritten, long bytesOnDisk) {
    }

    public double longestMillis() {
        return latencies.getMaxValue() / 1e6;
    }
}
