package dev.dyno.api;

/**
 * A handle on one commit sequence; reads through {@link Table#at} see exactly the commits up to it. It holds back the
 * reclaiming of space, so always close it. Threads: any; sessions of several threads may share one.
 */
public interface Snapshot extends AutoCloseable {

    long sequence();

    @Override
    void close();
}
