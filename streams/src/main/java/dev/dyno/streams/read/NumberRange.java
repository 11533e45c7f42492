package dev.dyno.streams.read;

/**
 * Which numbers a shard's records have.
 *
 * @param first of the oldest record whose space was not given back; while there is none, the least that one can have
 * @param last of the youngest record; {@link #OPEN} while the shard gets more, and {@code first} if it never got one
 */
public record NumberRange(long first, long last) {

    public static final long OPEN = Long.MAX_VALUE;

    public boolean isOpen() {
        return last == OPEN;
    }
}
