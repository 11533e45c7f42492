package dev.dyno.cache.policy;

/**
 * Decides which entry leaves a full cache. The host numbers its entries: a slot is an ordinal from 0, in use from
 * {@link #onInsert} until {@link #onRemove} or until {@link #evict} answers with it, and free for another entry after.
 *
 * <p>What an entry weighs the policy asks of the host, by the {@link Weights} it was made with.
 *
 * <p>The host inserts first and evicts then, so a policy may answer with the entry that just came (it was not
 * admitted):
 *
 * <pre>{@code
 * policy.onInsert(slot, hash, weight);
 * while (policy.isOver()) {
 *     release(policy.evict());
 * }
 * }</pre>
 *
 * <p>Threads: one at a time; the host locks.
 */
public interface Policy {

    /** The entry was asked for. A slot that is not in use is ignored: hits may be reported late. */
    void onHit(int slot);

    /**
     * @param slot not in use
     * @param hash of the key, well mixed; a policy that remembers evicted keys knows them by it
     * @param weight at least 1 and at most {@link #capacity}
     */
    void onInsert(int slot, long hash, int weight);

    /** The entry was written again: a hit, with another weight, which {@link Weights} answers already. */
    void onUpdate(int slot, int was, int weight);

    /** The entry left for a reason of its own: it expired or was invalidated. */
    void onRemove(int slot);

    /**
     * Chooses and forgets one entry. Works also below capacity.
     *
     * @throws IllegalStateException if there is none
     */
    int evict();

    /** Of all entries that are in. */
    long weight();

    long capacity();

    /** Whether the host must evict. */
    default boolean isOver() {
        return weight() > capacity();
    }
}
