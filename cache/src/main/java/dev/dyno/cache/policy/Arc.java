package dev.dyno.cache.policy;

/**
 * ARC: what was asked for once and what was asked for again are two lists that share the room; each leaves ghosts
 * behind, and a key that comes back from a ghost moves the border in favour of the list it came from. Source: Megiddo
 * and Modha, FAST 2003; here with weights instead of counts.
 *
 * <p>Where the paper evicts before it inserts, a host inserts first: the newcomer is left out when the lists are
 * compared with the border.
 *
 * <p>Invariants, after eviction: A1 ONCE and its ghosts weigh at most the capacity; A2 all four at most twice that.
 */
final class Arc implements Policy {

    private static final int ONCE = 0;
    private static final int AGAIN = 1;

    private final SlotLists lists;
    private final Ghosts ghosts;
    private final long[] hashes;
    private final long capacity;
    /** The weight that ONCE should have: the paper's p. */
    private long border;
    private int newest = SlotLists.NONE;
    private boolean newestWasGhostOfAgain;

    Arc(int slots, long capacity, Weights weights) {
        this.lists = new SlotLists(slots, 2, weights);
        this.ghosts = new Ghosts(slots, 2);
        this.hashes = new long[slots];
        this.capacity = capacity;
    }

    @Override
    public void onHit(int slot) {
        if (lists.listOf(slot) != SlotLists.NONE) {
            lists.moveToFront(AGAIN, slot);
        }
    }

    @Override
    public void onInsert(int slot, long hash, int weight) {
        double once = Math.max(1, ghosts.weight(ONCE));
        double again = Math.max(1, ghosts.weight(AGAIN));
        hashes[slot] = hash;
        newest = slot;
        int ghostOf = ghosts.forget(hash);
        newestWasGhostOfAgain = ghostOf == AGAIN;
        switch (ghostOf) {
            case ONCE -> border = Math.min(capacity, border + (long) (Math.max(1, again / once) * weight));
            case AGAIN -> border = Math.max(0, border - (long) (Math.max(1, once / again) * weight));
            default -> { }
        }
        lists.addFront(ghostOf == SlotLists.NONE ? ONCE : AGAIN, slot, weight);
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
        boolean fresh = newest != SlotLists.NONE && lists.listOf(newest) == ONCE;
        long once = lists.weight(ONCE) - (fresh ? lists.weightOf(newest) : 0);
        boolean fromOnce = once > 0 && (once > border || newestWasGhostOfAgain && once == border)
                || lists.isEmpty(AGAIN);
        int from = fromOnce ? ONCE : AGAIN;
        int victim = lists.back(from);
        Evictions.checkFound(victim);
        int weight = lists.weightOf(victim);
        lists.remove(victim);
        ghosts.add(from, hashes[victim], weight);
        while (lists.weight(ONCE) + ghosts.weight(ONCE) > capacity && ghosts.size(ONCE) > 0) {
            ghosts.forgetOldest(ONCE);
        }
        while (weight() + ghosts.weight(ONCE) + ghosts.weight(AGAIN) > 2 * capacity && ghosts.size(AGAIN) > 0) {
            ghosts.forgetOldest(AGAIN);
        }
        return victim;
    }

    @Override
    public long weight() {
        return lists.weight(ONCE) + lists.weight(AGAIN);
    }

    @Override
    public long capacity() {
        return capacity;
    }
}
