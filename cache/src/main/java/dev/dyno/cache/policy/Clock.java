package dev.dyno.cache.policy;

import java.util.Arrays;

/**
 * CLOCK with a count: the slots are a ring, a hand goes round and takes one off each count it meets; who has none left
 * leaves. Newcomers begin with one, who is used has two. One byte a slot, and a hit is a store: the cheapest there is.
 *
 * <p>The count is for rings in which a newcomer's place is not behind the hand, as where slots are places in a hash
 * table: it stays for one round at least. Sources: Corbató 1968; the count: Smith 1978 (GCLOCK); over the places of a
 * hash table: MemC3, Fan et al., NSDI 2013.
 */
final class Clock implements Policy {

    private static final byte FREE = -1;
    private static final byte NEW = 1;
    private static final byte USED = 2;

    private final byte[] counts;
    private final Weights weights;
    private final long capacity;
    private int size;
    private int hand;
    private long weight;

    Clock(int slots, long capacity, Weights weights) {
        this.counts = new byte[slots];
        Arrays.fill(counts, FREE);
        this.weights = weights;
        this.capacity = capacity;
    }

    @Override
    public void onHit(int slot) {
        if (counts[slot] != FREE) {
            counts[slot] = USED;
        }
    }

    @Override
    public void onInsert(int slot, long hash, int added) {
        counts[slot] = NEW;
        weight += added;
        size++;
    }

    @Override
    public void onUpdate(int slot, int was, int now) {
        counts[slot] = USED;
        weight += now - was;
    }

    @Override
    public void onRemove(int slot) {
        weight -= weights.of(slot);
        counts[slot] = FREE;
        size--;
    }

    /** Ends: each round takes one off every count, so after two rounds some entry has none. */
    @Override
    public int evict() {
        Evictions.checkFound(size == 0 ? SlotLists.NONE : hand);
        while (counts[hand] != 0) {
            if (counts[hand] > 0) {
                counts[hand]--;
            }
            step();
        }
        int victim = hand;
        onRemove(victim);
        step();
        return victim;
    }

    private void step() {
        hand = hand + 1 == counts.length ? 0 : hand + 1;
    }

    @Override
    public long weight() {
        return weight;
    }

    @Override
    public long capacity() {
        return capacity;
    }
}
