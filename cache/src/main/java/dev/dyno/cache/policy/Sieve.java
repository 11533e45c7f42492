package dev.dyno.cache.policy;

/**
 * SIEVE: entries stay where they came in; a hand walks from the oldest to the newest, spares and unmarks what was used,
 * takes the first that was not, and rests there. New entries in front of the hand are met soon, old ones that survived
 * are met late: quick demotion without a second queue. Source: Zhang et al., NSDI 2024.
 *
 * <p>Invariant: V1 the hand is in the list, or {@link SlotLists#NONE}: start at the back.
 */
final class Sieve implements Policy {

    private static final int ALL = 0;

    private final SlotLists lists;
    private final boolean[] used;
    private final long capacity;
    private int hand = SlotLists.NONE;

    Sieve(int slots, long capacity, Weights weights) {
        this.lists = new SlotLists(slots, 1, weights);
        this.used = new boolean[slots];
        this.capacity = capacity;
    }

    @Override
    public void onHit(int slot) {
        used[slot] = true;
    }

    @Override
    public void onInsert(int slot, long hash, int weight) {
        used[slot] = false;
        lists.addFront(ALL, slot, weight);
    }

    @Override
    public void onUpdate(int slot, int was, int weight) {
        lists.reweigh(slot, was, weight);
        used[slot] = true;
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
        while (used[victim]) {
            used[victim] = false;
            victim = lists.towardsFront(victim);
            if (victim == SlotLists.NONE) {
                victim = lists.back(ALL);
            }
        }
        hand = lists.towardsFront(victim);
        lists.remove(victim);
        return victim;
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
