package dev.dyno.cache.policy;

/**
 * CLOCK: first in, first out, but who was used since it last came to the back goes to the front once more. The ring
 * and its hand of the textbooks are the same order as this list and its back. Source: Corbató 1968.
 */
final class Clock implements Policy {

    private static final int ALL = 0;

    private final SlotLists lists;
    private final boolean[] used;
    private final long capacity;

    Clock(int slots, long capacity) {
        this.lists = new SlotLists(slots, 1);
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
    public void onUpdate(int slot, int weight) {
        lists.reweigh(slot, weight);
        used[slot] = true;
    }

    @Override
    public void onRemove(int slot) {
        lists.remove(slot);
    }

    /** Ends: each step towards the front clears a bit, so after one round at most some entry is unused. */
    @Override
    public int evict() {
        int victim = lists.back(ALL);
        Evictions.checkFound(victim);
        while (used[victim]) {
            used[victim] = false;
            lists.moveToFront(victim);
            victim = lists.back(ALL);
        }
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
