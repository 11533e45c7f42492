package dev.dyno.api.memory;

/** A range of off-heap memory. Using the address after {@link #close} is a crash; see epochs in engine-core. */
public interface Region extends AutoCloseable {

    long address();

    long bytes();

    String tag();

    /** Releases it. Closing again throws {@link IllegalStateException}. */
    @Override
    void close();
}
