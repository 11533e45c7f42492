package dev.dyno.api;

import java.util.List;
import java.util.Set;

/**
 * A storage engine: named tables of items, each item a {@link Key} and a value of opaque bytes.
 *
 * <p>This interface is the only joint of the house. A layer (change capture, a cache) takes an {@code Engine} and is
 * one, so layers stack in any order and the conformance kit tests a stack exactly as it tests an engine.
 *
 * <p>Sequences are the one currency. Every commit (a single write, or a batch) takes the next {@code long}, starting
 * at 1; it is the version of the items it wrote, the token for compare-and-set, the point a snapshot reads at, the
 * thing to wait for until it is durable, and the position in a change stream. Sequences never come from a clock.
 *
 * <p>Threads: every method may be called from any thread. All access to items goes through a {@link Session}, which
 * is confined to one thread.
 */
public interface Engine extends AutoCloseable {

    /** What an engine can still do. It only ever moves to the right, but for the way back from READ_ONLY to OPEN. */
    enum State {
        /** Reads and writes. */
        OPEN,
        /**
         * The disk, or the memory that an engine may take, is full: reads go on, writes throw
         * {@link EngineException.Full} until space returns.
         */
        READ_ONLY,
        /** A log write or a sync failed: reads of durable items go on, writes throw {@link EngineException.Failed}. */
        FAILED,
        /** Every call but {@link Engine#close} throws {@link EngineException.Closed}. */
        CLOSED
    }

    /** The provider's name: {@code btree}, {@code lsm}, {@code hash}. A layer answers {@code cache(btree)}. */
    String name();

    /** What this opened engine can do; never more than its provider says. */
    Set<Capability> capabilities();

    /** The longest keys and values it takes. */
    Limits limits();

    /**
     * Creates a table, durably, before it returns.
     *
     * @return {@code spec} with the id the engine gave it; ids are never used again
     * @throws EngineException.TableExists if there is a table of this name
     */
    TableSpec createTable(TableSpec spec);

    /**
     * Drops a table, durably, before it returns. Space is given back when no snapshot needs it. Handles on the table
     * throw {@link EngineException.NoSuchTable} from then on.
     *
     * @return false if there was none
     */
    boolean dropTable(String name);

    /** The tables, in the order of their ids. */
    List<TableSpec> tables();

    /** Opens a handle for the calling thread. It owns buffers: keep it, do not open one per call. */
    Session openSession();

    /** The last commit that readers see. */
    long committedSequence();

    /** The last commit known to be on stable storage: never above {@link #committedSequence}. */
    long durableSequence();

    /** When it returns, every commit acknowledged before the call is on stable storage. */
    void sync();

    /** Bounds the work of the next open (writes a checkpoint, flushes memory). May take long; writers go on. */
    void checkpoint();

    /** One reading of the counters. */
    EngineStats stats();

    /** Walks every structure and names each invariant that does not hold. Costs a full scan. */
    Verification verify();

    /** The structure as a tree for people and pictures: levels, fill, segments, regions. */
    Shape describe();

    State state();

    /**
     * Releases everything. Acknowledged commits are kept at the level they were acknowledged at; a clean close makes
     * them all durable. Closing again does nothing.
     *
     * @throws IllegalStateException while sessions or snapshots are open, naming them; the engine stays open
     */
    @Override
    void close();
}
