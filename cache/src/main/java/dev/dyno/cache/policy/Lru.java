package dev.dyno.cache.policy;

/** Least recently used: one list, a hit moves to its front, the back leaves. */
final class Lru implements Policy {

    private static final int ALL = 0;

    private final SlotLists lists;
    private final long capacity;

    Lru(int slots, long capacity, Weights weights) {
        this.lists = new SlotLists(slots, 1, weights);
        this.capacity = capacity;
    }

    @Override
    public void onHit(int slot) {
        if (lists.listOf(slot) == ALL) {
            lists.moveToFront(slot);
        }
    }

    @Override
    public void onInsert(int slot, long hash, int weight) {
        lists.addFront(ALL, slot, weight);
    }

    @Override
    public void onUpdate(int slot, int was, int weight) {
        lists.reweigh(slot, was, weight);
        onHit(slot);
    }

    @Override
    public void onRemove(int slot) {
        lists.remove(slot);
    }

    @Override
    public int evict() {
        int victim = lists.back(ALL);
        Evictions.checkFound(victim);
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
