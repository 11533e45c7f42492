package dev.dyno.cache.policy;

/**
 * SIEVE: entries stay where they came in; a hand walks from the oldest to the newest, spares and unmarks what was used,
 * takes the first that was not, and rests there. New entries in front of the hand are met soon, old ones that survived
 * are met late: quick demotion without a second queue. Source: Zhang et al., NSDI 2024.
 *
 * <p>Whether an entry was used is a bit: the marks of millions of entries stay in the processor's caches.
 *
 * <p>Invariant: V1 the hand is in the list, or {@link SlotLists#NONE}: start at the back.
 */
final class Sieve implements Policy {

    private static final int ALL = 0;

    private final SlotLists lists;
    private final long[] used;
    private final long capacity;
    private int hand = SlotLists.NONE;

    Sieve(int slots, long capacity, Weights weights) {
        this.lists = new SlotLists(slots, 1, weights);
        this.used = new long[(slots + Long.SIZE - 1) / Long.SIZE];
        this.capacity = capacity;
    }

    @Override
    public void onHit(int slot) {
        mark(slot);
    }

    @Override
    public void onInsert(int slot, long hash, int weight) {
        unmark(slot);
        lists.addFront(ALL, slot, weight);
    }

    @Override
    public void onUpdate(int slot, int was, int weight) {
        lists.reweigh(slot, was, weight);
        mark(slot);
    }

    @Override
    public void onRemove(int slot) {
        if (slot == hand) {
            hand = lists.towardsFront(slot);
        }
        lists.remove(slot);
    }

    @Override
    public int evict() {
        int victim = hand == SlotLists.NONE ? lists.back(ALL) : hand;
        Evictions.checkFound(victim);
        while (isUsed(victim)) {
            unmark(victim);
            victim = lists.towardsFront(victim);
            if (victim == SlotLists.NONE) {
                victim = lists.back(ALL);
            }
        }
        hand = lists.towardsFront(victim);
        lists.remove(victim);
        return victim;
    }

    private void mark(int slot) {
        used[slot / Long.SIZE] |= 1L << slot;
    }

    private void unmark(int slot) {
        used[slot / Long.SIZE] &= ~(1L << slot);
    }

    private boolean isUsed(int slot) {
        return (used[slot / Long.SIZE] & 1L << slot) != 0;
    }

    @Override
    public long weight() {
        return lists.weight(ALL);
    }

    @Override
    public long capacity() {
        return capacity;
    }
}
