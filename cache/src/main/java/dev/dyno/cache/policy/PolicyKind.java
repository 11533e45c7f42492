package dev.dyno.cache.policy;

import dev.dyno.api.Names;
import java.util.Arrays;
import java.util.Locale;

/** The policies there are. */
public enum PolicyKind {
    /** Least recently used: DAX's, and the default. */
    LRU("least recently used leaves first", 64),
    CLOCK("a hand goes round and takes who was not used since; a byte an entry", 8),
    SIEVE("a hand sweeps from old to new and takes the first unused; nothing moves", 65),
    S3_FIFO("three queues: newcomers prove themselves in a small one; a ghost remembers those who did not", 464),
    W_TINY_LFU("a window for newcomers, then whoever was asked for more often stays; the window finds its size", 264),
    ARC("recency and frequency share the room by what their ghosts were asked for", 464);

    private final String summary;
    private final int slotBits;

    PolicyKind(String summary, int slotBits) {
        this.summary = summary;
        this.slotBits = slotBits;
    }

    /** Bits of the heap that each slot takes in the policy's arrays, at most. */
    public int slotBits() {
        return slotBits;
    }

    /** One line for people. */
    public String summary() {
        return summary;
    }

    /** As options and commands name it: {@code s3-fifo}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException with the nearest label there is */
    public static PolicyKind labelled(String label) {
        for (PolicyKind kind : values()) {
            if (kind.label().equals(label.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such policy: name=" + label
                + Names.suggest(label, Arrays.stream(values()).map(PolicyKind::label).toList()));
    }

    /**
     * @param slots how many entries there can be at once
     * @param capacity the greatest sum of weights, at least 1
     * @param weights of the host's entries
     */
    public Policy create(int slots, long capacity, Weights weights) {
        if (slots < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "a policy needs room for an entry: slots=" + slots + ", capacity=" + capacity + ", limit=1");
        }
        return switch (this) {
            case LRU -> new Lru(slots, capacity, weights);
            case CLOCK -> new Clock(slots, capacity, weights);
            case SIEVE -> new Sieve(slots, capacity, weights);
            case S3_FIFO -> new S3Fifo(slots, capacity, weights);
            case W_TINY_LFU -> new WindowTinyLfu(slots, capacity, weights);
            case ARC -> new Arc(slots, capacity, weights);
        };
    }
}
