package dev.dyno.api.memory;

/**
 * The owner of every off-heap region, given at open. Engines take few large regions (arenas, page pools, rings), never
 * memory per item. Threads: any.
 */
public interface Memory {

    /** The operating system's, with huge pages where asked for and there are any. */
    static Memory system() {
        return SystemMemory.INSTANCE;
    }

    /**
     * Takes a zeroed region, aligned to 4,096 bytes (2 MiB with huge pages). Pages are backed when first touched.
     *
     * @param tag what it is for, in statistics and leak reports
     * @param hugePages whether to ask for transparent huge pages; worth a quarter of a point read in large regions
     * @throws dev.dyno.api.EngineException.Full if there is none
     */
    Region map(long bytes, String tag, boolean hugePages);

    /** Bytes in regions that are not released. */
    long outstandingBytes();
}
