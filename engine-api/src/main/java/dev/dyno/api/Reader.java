package dev.dyno.api;

/**
 * Reads of one table: of the latest commit (a {@link Table}), or at a snapshot ({@link Table#at}). A reader is never
 * blocked by a writer, a sync or a checkpoint.
 */
public interface Reader {

    /**
     * Reads one item. On a table it is linearizable.
     *
     * @param out filled with the item, or cleared if there is none; see {@link Session} for how long it is valid
     * @return whether there is an item
     */
    boolean get(Key key, ItemView out);

    /**
     * Reads many items with their cache misses overlapped, which is why it exists: one by one, each waits for memory.
     * The answer for each key is as from {@link #get}; together they are not one instant.
     *
     * @param sink called once per key, in any order; the view is valid inside the call only
     * @return how many items there were
     */
    int getBatch(KeyBatch keys, ItemSink sink);

    /**
     * The items of one partition in the order of their sort keys (unsigned bytes; a prefix comes first), or the
     * reverse. On a table every step sees committed items, not one instant; at a snapshot all steps see that instant.
     *
     * @throws EngineException.Unsupported without {@link Capability#QUERY}, or {@link Capability#QUERY_REVERSE}
     */
    Cursor query(Range range);

    /**
     * The {@code segment}-th of {@code of} parts of the table. The parts are disjoint and together complete for items
     * that are not written meanwhile; the order inside a part is the engine's own. The parts are equal arcs of a ring:
     * if {@code of} is a power of two, an item is in the part that the upper bits of its {@link #ringPosition} name.
     * So whoever reads a table in pages knows where an item was that is gone.
     *
     * @throws EngineException.Unsupported without {@link Capability#SCAN}
     */
    Cursor scan(int segment, int of);

    /**
     * Where on the ring of scans a key's partition lies, whether or not there is such an item: 64 bits without a sign.
     * The partition hash, unless an engine's servers or its own structures have partitions in the order of another
     * hash. The same for as long as there is the table, however often its engine is opened. Ends no view.
     */
    default long ringPosition(Key key) {
        return key.partitionHash();
    }
}
