package dev.dyno.cache.policy;

/**
 * S3-FIFO: a small queue for newcomers (a tenth of the room), a main queue, and a ghost queue of the keys that left the
 * small one unused. Most keys are asked for once: they leave through the small queue without ever touching the main
 * one. Hits only count, up to 3. Source: Yang et al., SOSP 2023.
 *
 * <p>From small to main goes who was hit at least twice, with its count cleared; from the back of main to its front who
 * was hit, with its count one less. Who comes back while its ghost is remembered goes to main at once. The ghost
 * remembers as much weight as main may hold.
 */
final class S3Fifo implements Policy {

    private static final int SMALL = 0;
    private static final int MAIN = 1;
    private static final int GHOST = 0;
    private static final int SMALL_PERCENT = 10;
    private static final int HITS_MAX = 3;
    private static final int HITS_FOR_MAIN = 2;

    private final SlotLists lists;
    private final Ghosts ghosts;
    private final byte[] hits;
    private final long[] hashes;
    private final long capacity;
    private final long smallCapacity;

    S3Fifo(int slots, long capacity, Weights weights) {
        this.lists = new SlotLists(slots, 2, weights);
        this.ghosts = new Ghosts(slots, 1);
        this.hits = new byte[slots];
        this.hashes = new long[slots];
        this.capacity = capacity;
        this.smallCapacity = Math.max(1, capacity * SMALL_PERCENT / 100);
    }

    @Override
    public void onHit(int slot) {
        if (hits[slot] < HITS_MAX) {
            hits[slot]++;
        }
    }

    @Override
    public void onInsert(int slot, long hash, int weight) {
        hits[slot] = 0;
        hashes[slot] = hash;
        boolean remembered = ghosts.forget(hash) == GHOST;
        lists.addFront(remembered ? MAIN : SMALL, slot, weight);
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

    /** Ends: a step that evicts nobody lowers a count, or moves to main what never comes back to small. */
    @Override
    public int evict() {
        int victim = SlotLists.NONE;
        while (victim == SlotLists.NONE) {
            victim = lists.weight(SMALL) > smallCapacity || lists.isEmpty(MAIN) ? evictSmall() : evictMain();
        }
        lists.remove(victim);
        return victim;
    }

    private int evictSmall() {
        int oldest = lists.back(SMALL);
        Evictions.checkFound(oldest);
        if (hits[oldest] >= HITS_FOR_MAIN) {
            hits[oldest] = 0;
            lists.moveToFront(MAIN, oldest);
            return SlotLists.NONE;
        }
        ghosts.add(GHOST, hashes[oldest], lists.weightOf(oldest));
        while (ghosts.weight(GHOST) > capacity - smallCapacity && ghosts.size(GHOST) > 0) {
            ghosts.forgetOldest(GHOST);
        }
        return oldest;
    }

    private int evictMain() {
        int oldest = lists.back(MAIN);
        if (hits[oldest] > 0) {
            hits[oldest]--;
            lists.moveToFront(oldest);
            return SlotLists.NONE;
        }
        return oldest;
    }

    @Override
    public long weight() {
        return lists.weight(SMALL) + lists.weight(MAIN);
    }

    @Override
    public long capacity() {
        return capacity;
    }
}
