package dev.dyno.bench.jmh.streams;

/** Records of one size, appended to a log by one thread and read from its end by another place of the same. */
interface Transport extends AutoCloseable {

    /** Appends the record of a change; {@code step} is in its images. */
    void append(long step);

    /** Reads records behind those that were read, and takes a word of each. @return the sum of the words */
    long read(int records);

    @Override
    void close();
}
