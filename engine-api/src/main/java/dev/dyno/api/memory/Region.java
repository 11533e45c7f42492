package dev.dyno.api.memory;

/** A range of off-heap memory. Using the address after {@link #close} is a crash; see epochs in engine-core. */
public interface Region extends AutoCloseable {

    long address();

    long bytes();

    String tag();

    /**
     * Gives the memory of a part back to the system; the addresses stay, and read as zeros until they are stored to. A
     * region that did so asks for huge pages no more: one page in use would hold all of a huge one.
     *
     * @param offset from the start of the region; with it, {@code bytes} is a multiple of 4,096
     */
    void discard(long offset, long bytes);

    /**
     * Has the system find memory for a part now, so that the first stores to it will not wait for that; what is there
     * stays. A hint, beside anybody's loads and stores.
     *
     * @param offset from the start of the region; it and {@code bytes} are multiples of 4,096
     */
    default void populate(long offset, long bytes) {
        // the system finds memory when it is stored to
    }

    /** Releases it. Closing again throws {@link IllegalStateException}. */
    @Override
    void close();
}
