package dev.dyno.core.commit;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;

/**
 * What an engine plugs in under the commit step: where items are found. Live commits and replay come through the same
 * calls, so there is one way for a change to reach an engine.
 *
 * <p>Keys and values that are passed in lie in the mapped log. They stay there until the engine lets the log forget
 * them, or closes: an engine may keep addresses instead of copies.
 *
 * <p>Threads: one thread at a time (the commit leader); readers of the engine's own run beside it.
 */
public interface Index {

    /** Before all that a replay brings. @param id of the engine, random when its log was made and kept in its files */
    default void engine(long id) {
    }

    /**
     * The item as the last applied commit left it.
     *
     * @param into filled, or cleared; valid until the next call on the index
     * @return whether there is an item
     */
    boolean current(TableSpec table, Key key, ItemView into);

    /**
     * {@link #current}, of an item that the next call on the index changes, by {@link #put} or {@link #delete} with the
     * same key: an index may show the item where it lies, and keep the way to it. Behind a {@link #begin}.
     */
    default boolean changing(TableSpec table, Key key, ItemView into) {
        return current(table, key, into);
    }

    /** A group begins to be judged: of those before, nothing is still to come. */
    default void judging() {
    }

    /**
     * Before a put of the group goes to the log: whether it will find room, together with those of the group that were
     * asked for before it. Once it is in the log it is too late to refuse.
     *
     * @throws EngineException.Full if not; the writer gets it, and nothing has changed
     */
    default void requireRoom(TableSpec table, Key key, int valueLength) {
    }

    /**
     * Whether a replay may bring the changes of many commits together, behind {@link #beginByHash}: by table, partition
     * hash and the first bytes of the sort key instead of by sequence, and without {@link #beginBatch}. Changes of one
     * item stay in the order of their sequences. So a tree by hash goes through its pages once, where in the order of
     * commits every change would wait for memory.
     */
    default boolean replaysByHash() {
        return false;
    }

    /**
     * As {@link #begin}: changes follow in about the order of {@link dev.dyno.core.key.KeyCodec}, up to
     * {@link #publish}. Those whose hashes or sort keys differ late, or whose tables are very many, may be out of it.
     */
    default void beginByHash() {
        begin();
    }

    /** Of how many changes at most it is told by {@link #expect} before the first of them comes; 0: of none. */
    default int looksAhead() {
        return 0;
    }

    /**
     * A put or delete that follows, behind those told of before. They come next, in this order, each once: an index
     * that waits for memory at each of them can wait for many at a time.
     *
     * @param key valid as that of the change itself
     */
    default void expect(TableSpec table, Key key) {
    }

    /** Inserts or replaces an item. A replay may repeat commits of the group that a checkpoint ends in. */
    void put(long sequence, TableSpec table, Key key, long valueAddress, int valueLength);

    /** Removes an item, which exists. */
    void delete(long sequence, TableSpec table, Key key);

    /** In a replay also of a table that the index has from a checkpoint: then it changes nothing. */
    void tableCreated(TableSpec table);

    /** In a replay also of a table that the index does not have: then it changes nothing. */
    void tableDropped(TableSpec table);

    /** Changes follow, up to {@link #publish}: an engine whose readers share a lock takes it here. */
    default void begin() {
    }

    /**
     * Several changes of one commit follow: a batch, which readers must see whole or not at all.
     *
     * @param sequence of the commit
     */
    default void beginBatch(long sequence) {
    }

    /** All changes up to {@code sequence} are applied: readers may see them. Called for every {@link #begin}. */
    default void publish(long sequence) {
    }
}
