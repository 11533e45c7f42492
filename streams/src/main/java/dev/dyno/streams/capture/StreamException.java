package dev.dyno.streams.capture;

/** What a reader of streams is told when it asks for what is not there (any more). */
public abstract sealed class StreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StreamException(String message) {
        super(message);
    }

    /** Records that the iterator would have come to are gone: older than the retention, or a ring was full. */
    public static final class TrimmedDataAccess extends StreamException {
        private static final long serialVersionUID = 1L;

        public TrimmedDataAccess(long stream, long shard, long after) {
            super("records are trimmed: stream=" + stream + ", shard=" + shard + ", after=" + after
                    + "; begin again at TRIM_HORIZON");
        }
    }

    /** The iterator is too old: get a new one at the last number that was read. */
    public static final class ExpiredIterator extends StreamException {
        private static final long serialVersionUID = 1L;

        public ExpiredIterator(long stream, long shard, long ageMillis, long limitMillis) {
            super("iterator has expired: stream=" + stream + ", shard=" + shard + ", ageMillis=" + ageMillis
                    + ", limitMillis=" + limitMillis);
        }
    }

    /** No record of the shard has this sequence number. */
    public static final class UnknownPosition extends StreamException {
        private static final long serialVersionUID = 1L;

        public UnknownPosition(long stream, long shard, long number) {
            super("no record has this sequence number: stream=" + stream + ", shard=" + shard + ", number=" + number);
        }
    }

    /** There is no such stream, table with a stream, or shard (any more). */
    public static final class NotFound extends StreamException {
        private static final long serialVersionUID = 1L;

        public NotFound(String what) {
            super(what);
        }
    }
}
