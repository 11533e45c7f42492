package dev.dyno.api;

/**
 * Sees every change, in commit order, with the item before and after: what change capture and caches stand on. Given
 * to an engine at open ({@link EngineConfig#withListener}), so that replay after a crash reaches it too.
 *
 * <p>For each commit the engine calls {@link #onChange} for every change, after the write is in the log (on stable
 * storage for {@link Durability#SYNC}) and before it is applied, so the old item is still the current one; then
 * {@link #onCommit} when it is applied and before it is visible and acknowledged. Whoever got an acknowledgement can
 * rely on the listener having seen the change.
 *
 * <p>Recovery replays every commit above {@link #recoverFrom}, with old images recomputed from the state being
 * rebuilt. A listener misses none, and skips those it already has by their sequence.
 *
 * <p>Threads: called by the committing thread, one commit at a time. Must not block, throw or call the engine; a
 * listener that throws makes the engine {@link Engine.State#FAILED}, because the log already has the write. Views die
 * when the call returns.
 */
public interface CommitListener {

    enum Kind { INSERT, MODIFY, REMOVE }

    /** The highest sequence this listener has on stable storage; {@link Long#MAX_VALUE} if it keeps nothing. */
    long recoverFrom();

    /** Recovery ended: forget anything above {@code sequence}, those commits did not survive. */
    void onRecovered(long sequence);

    /**
     * @param sequence of the commit
     * @param index of the operation in its batch, from 0
     * @param oldItem does not exist for {@link Kind#INSERT}
     * @param newItem does not exist for {@link Kind#REMOVE}
     */
    void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem, ItemView newItem);

    /** All changes of a commit were reported and are applied. */
    void onCommit(long sequence);

    /**
     * Every commit up to this one is on stable storage. Told behind a group of commits that was synced: what a
     * checkpoint made durable beside writers is told with the next such group.
     */
    void onDurable(long sequence);

    /**
     * Called before a checkpoint that lets the log forget the commits up to {@code sequence}: be durable up to it, or
     * throw to cancel the checkpoint (the only place where a listener may throw and may take its time).
     */
    void sync(long sequence);
}
