package dev.dyno.streams.read;

/**
 * A place in a shard to read from: plain data, good for one process and for 15 minutes.
 *
 * @param kind never {@link IteratorKind#LATEST}, which became a number when the iterator was made
 * @param number of the record it is at or behind; 0 at the horizon, or behind nothing
 * @param issuedMillis when it was made, by the engine's clock
 */
public record ShardIterator(long stream, long shard, IteratorKind kind, long number, long issuedMillis) {

    public static final long LIFE_MILLIS = 15 * 60_000;
    private static final int PARTS = 5;

    /** As text, for clients that are not in this process. */
    public String token() {
        return stream + ":" + shard + ":" + kind + ":" + number + ":" + issuedMillis;
    }

    /** @throws IllegalArgumentException if the text is no iterator */
    public static ShardIterator parse(String token) {
        String[] parts = token.split(":", -1);
        try {
            if (parts.length == PARTS) {
                return new ShardIterator(Long.parseLong(parts[0]), Long.parseLong(parts[1]),
                        IteratorKind.valueOf(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4]));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an iterator: token=" + token, e);
        }
        throw new IllegalArgumentException("not an iterator: token=" + token + ", parts=" + parts.length
                + ", expected=" + PARTS);
    }
}
