package dev.dyno.btree;

/** Where pages are when they are not in memory. Threads: any. */
interface PageSource {

    /** Whether a durable checkpoint has the page. */
    boolean has(int page);

    /**
     * Fills a page but for its first word.
     *
     * @throws dev.dyno.api.EngineException.Corrupt if it is not what was written
     */
    void load(int page, long address);
}
