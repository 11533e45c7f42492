package dev.dyno.api;

import java.util.Arrays;

/**
 * One reading of an engine's counters, consistent enough to subtract one reading from a later one. A counter an engine
 * does not keep is absent, never 0. Amplifications are derived, never stored.
 */
public final class EngineStats {

    /** The counters. Those in bytes and nanos say so in the name. */
    public enum Counter {
        GETS("point reads"),
        HITS("point reads that found an item"),
        PUTS("items written"),
        DELETES("items removed"),
        CONDITION_FAILURES("writes whose condition did not hold"),
        CURSOR_STEPS("items passed by cursors"),
        COMMITS("commits"),
        GROUPS("commit groups: one log write each"),
        SYNCS("fdatasync calls"),
        USER_BYTES_WRITTEN("bytes of keys and values accepted"),
        USER_BYTES_READ("bytes of values returned"),
        LOG_BYTES("bytes written to the log"),
        STORAGE_BYTES_WRITTEN("bytes written to files other than the log"),
        STORAGE_BYTES_READ("bytes read from files"),
        LIVE_ITEMS("items there are"),
        LIVE_BYTES("bytes of keys and values there are"),
        FILE_BYTES("bytes of all files"),
        MEMORY_BYTES("bytes off-heap"),
        SNAPSHOTS("open snapshots"),
        STALL_NANOS("time writers waited for background work"),
        CHECKSUM_FAILURES("blocks, pages or records that failed their checksum");

        private final String meaning;

        Counter(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    private static final long ABSENT = -1;
    private final long[] values;

    private EngineStats(long[] values) {
        this.values = values;
    }

    public static EngineStats empty() {
        long[] values = new long[Counter.values().length];
        Arrays.fill(values, ABSENT);
        return new EngineStats(values);
    }

    public EngineStats with(Counter counter, long value) {
        long[] copy = values.clone();
        copy[counter.ordinal()] = value;
        return new EngineStats(copy);
    }

    public boolean has(Counter counter) {
        return values[counter.ordinal()] != ABSENT;
    }

    /** @throws IllegalStateException if the engine does not keep it */
    public long get(Counter counter) {
        if (!has(counter)) {
            throw new IllegalStateException("counter is not kept: counter=" + counter);
        }
        return values[counter.ordinal()];
    }

    /** Bytes written to disk per byte accepted; NaN where not kept. */
    public double writeAmplification() {
        return ratio(value(Counter.LOG_BYTES) + value(Counter.STORAGE_BYTES_WRITTEN), Counter.USER_BYTES_WRITTEN);
    }

    /** Bytes read from disk per byte returned; NaN where not kept. */
    public double readAmplification() {
        return ratio(value(Counter.STORAGE_BYTES_READ), Counter.USER_BYTES_READ);
    }

    /** Bytes on disk per live byte; NaN where not kept. */
    public double spaceAmplification() {
        return ratio(value(Counter.FILE_BYTES), Counter.LIVE_BYTES);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            if (has(counter)) {
                text.append(text.isEmpty() ? "" : ", ").append(counter).append('=').append(get(counter));
            }
        }
        return text.toString();
    }

    private double value(Counter counter) {
        return has(counter) ? get(counter) : Double.NaN;
    }

    private double ratio(double part, Counter whole) {
        return has(whole) && get(whole) > 0 ? part / get(whole) : Double.NaN;
    }
}
