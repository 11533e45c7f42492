package dev.dyno.core.log;

import dev.dyno.api.Option;

/**
 * How a log is kept.
 *
 * @param engine the name that its files carry, at most 16 characters
 * @param segmentBytes of a standard file, a multiple of 4,096, at least 8,192; a larger frame gets a larger file
 * @param store how frames reach the file
 * @param groupWindowNanos how long a group of commits that will be synced waits for more of them; 0 not at all
 * @param fill what a new file holds before its first frame
 */
public record LogOptions(String engine, int segmentBytes, Store store, long groupWindowNanos, Fill fill) {

    public static final int SEGMENT_BYTES_DEFAULT = 16 << 20;
    /** For engines to list among theirs. */
    public static final Option<Integer> GROUP_WINDOW_MICROS = Option.integer("group-window-micros", 0, 0, 100_000,
            "Microseconds that a group of commits waits for more of them before it syncs; commits that need not be"
                    + " durable never wait. A half to the whole of what a sync takes (doctor says how much) raises the"
                    + " throughput of many writers at SYNC, whose groups are then larger; with fewer writers than"
                    + " processors it only makes each wait longer.");
    private static final int PAGE_BYTES = 4096;
    private static final long MICRO_NANOS = 1_000;

    /** How frames reach the file. */
    public enum Store {
        /** Durable frames by a positional write, the others by stores into the mapped file, without a system call. */
        AUTO,
        /** All by positional writes: for disks whose mappings are slow or not trusted. */
        WRITE
    }

    /** What a new file holds before its first frame. */
    public enum Fill {
        /** Zeros, written and synced: every byte is written twice, and a durable frame is a third cheaper. */
        ZEROS,
        /** Nothing: its space is set aside. For logs that are synced now and then. */
        RESERVED
    }

    public LogOptions {
        if (segmentBytes < 2 * PAGE_BYTES || segmentBytes % PAGE_BYTES != 0) {
            throw new IllegalArgumentException("segment size must be a multiple of " + PAGE_BYTES + ", at least "
                    + 2 * PAGE_BYTES + ": bytes=" + segmentBytes);
        }
    }

    public static LogOptions of(String engine) {
        return new LogOptions(engine, SEGMENT_BYTES_DEFAULT, Store.AUTO, 0, Fill.ZEROS);
    }

    public LogOptions withSegmentBytes(int bytes) {
        return new LogOptions(engine, bytes, store, groupWindowNanos, fill);
    }

    public LogOptions withStore(Store other) {
        return new LogOptions(engine, segmentBytes, other, groupWindowNanos, fill);
    }

    /** @param micros see {@link #GROUP_WINDOW_MICROS} */
    public LogOptions withGroupWindow(int micros) {
        return new LogOptions(engine, segmentBytes, store, micros * MICRO_NANOS, fill);
    }

    public LogOptions withFill(Fill other) {
        return new LogOptions(engine, segmentBytes, store, groupWindowNanos, other);
    }
}
