package dev.dyno.api;

import org.agrona.DirectBuffer;

/**
 * A session's handle on one table. Writes answer with a sequence or one of the negative codes of {@link Outcome};
 * a failed condition is an answer, never an exception.
 *
 * <p>Keys and values are copied before a call returns: the caller keeps its buffers.
 *
 * <p>Errors of every write: {@link IllegalArgumentException} for a key or value outside {@link Engine#limits} (nothing
 * is written), {@link EngineException.Full}, {@link EngineException.Failed}, {@link EngineException.Closed},
 * {@link EngineException.NoSuchTable} after a drop, {@link EngineException.Unsupported} for a condition or a
 * {@link Durability} whose {@link Capability} the engine denies: a weaker promise is never given in silence.
 */
public interface Table extends Reader {

    TableSpec spec();

    /** The same table as it was at {@code snapshot}. The reader belongs to this session. */
    Reader at(Snapshot snapshot);

    /**
     * The same table, read past every layer that may answer from a memory of its own: what DynamoDB calls a consistent
     * read. The reader belongs to this session. Where no layer keeps anything, reads are linearizable as they are.
     */
    default Reader strong() {
        return this;
    }

    /** Inserts or replaces. @return the sequence of the commit, or {@link Outcome#CONDITION_FAILED} */
    long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options);

    /** Removes. @return the sequence of the commit, {@link Outcome#NO_CHANGE} if there was no item, or a code */
    long delete(Key key, WriteOptions options);

    /**
     * Reads, computes and writes one item with no other write to it in between.
     *
     * @return the sequence, {@link Outcome#NO_CHANGE} for {@link ItemUpdater#KEEP}, {@link Outcome#ABORTED}, or a code
     * @throws EngineException.Unsupported without {@link Capability#UPDATE}
     */
    long update(Key key, ItemUpdater updater, WriteOptions options);

    /** {@link #put(Key, DirectBuffer, int, int, WriteOptions)} without a condition, at the engine's durability. */
    default long put(Key key, DirectBuffer value, int offset, int length) {
        return put(key, value, offset, length, WriteOptions.DEFAULT);
    }

    /** {@link #delete(Key, WriteOptions)} without a condition, at the engine's durability. */
    default long delete(Key key) {
        return delete(key, WriteOptions.DEFAULT);
    }
}
