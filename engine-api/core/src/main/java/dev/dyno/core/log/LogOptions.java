package dev.dyno.core.log;

/**
 * How a log is kept.
 *
 * @param engine the name that its files carry, at most 16 characters
 * @param segmentBytes of a standard file, a multiple of 4,096, at least 8,192; a larger frame gets a larger file
 * @param store how frames reach the file
 */
public record LogOptions(String engine, int segmentBytes, Store store) {

    public static final int SEGMENT_BYTES_DEFAULT = 16 << 20;
    private static final int PAGE_BYTES = 4096;

    /** How frames reach the file. */
    public enum Store {
        /** Durable frames by a positional write, the others by stores into the mapped file, without a system call. */
        AUTO,
        /** All by positional writes: for disks whose mappings are slow or not trusted. */
        WRITE
    }

    public LogOptions {
        if (segmentBytes < 2 * PAGE_BYTES || segmentBytes % PAGE_BYTES != 0) {
            throw new IllegalArgumentException("segment size must be a multiple of " + PAGE_BYTES + ", at least "
                    + 2 * PAGE_BYTES + ": bytes=" + segmentBytes);
        }
    }

    public static LogOptions of(String engine) {
        return new LogOptions(engine, SEGMENT_BYTES_DEFAULT, Store.AUTO);
    }

    public LogOptions withSegmentBytes(int bytes) {
        return new LogOptions(engine, bytes, store);
    }

    public LogOptions withStore(Store other) {
        return new LogOptions(engine, segmentBytes, other);
    }
}
