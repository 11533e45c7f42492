package dev.dyno.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One word for each stripe of keys, by which a filler knows whether what it read from the engine is still good.
 *
 * <p>Where the engine reports commits, a word is the sequence of the last change of its stripe. Elsewhere it is
 * {@code version 48 | writers 16}: a writer counts both up before it asks the engine and the writers down again after.
 * One cache uses one meaning.
 *
 * <p>Threads: any.
 */
public final class Stripes {

    /** No word: somebody writes. Never unchanged. */
    public static final long NOT_NOW = -1;
    private static final int COUNT = 4_096;
    private static final long WRITERS_MASK = 0xffff;
    private static final long VERSION_ONE = WRITERS_MASK + 1;

    private final AtomicLongArray words = new AtomicLongArray(COUNT);

    /** The sequence of the last change. */
    long last(long hash) {
        return words.getAcquire(stripe(hash)); // sees S1
    }

    /** A change is about to become visible. Changes come one at a time, in the order of their sequences. */
    void changed(long hash, long sequence) {
        words.setRelease(stripe(hash), sequence); // publishes S1
    }

    /** Begins a write. @return the word while it is the only one, else {@link #NOT_NOW} */
    public long beginWrite(long hash) {
        long before = words.getAndAdd(stripe(hash), VERSION_ONE + 1);
        return (before & WRITERS_MASK) == 0 ? before + VERSION_ONE + 1 : NOT_NOW;
    }

    public void endWrite(long hash) {
        words.getAndAdd(stripe(hash), -1);
    }

    /** The word of a stripe that nobody writes, or {@link #NOT_NOW}. */
    public long quiet(long hash) {
        long word = words.get(stripe(hash));
        return (word & WRITERS_MASK) == 0 ? word : NOT_NOW;
    }

    public boolean isUnchanged(long hash, long word) {
        return word != NOT_NOW && words.get(stripe(hash)) == word;
    }

    private static int stripe(long hash) {
        return (int) (hash >>> 36) & COUNT - 1;
    }
}
