package dev.dyno.cache.policy;

/**
 * W-TinyLFU: newcomers live in a window in order of use; who leaves the window meets the oldest of the main part, and
 * whoever was asked for more often by {@link FrequencySketch} stays. The main part is a segmented LRU: one hit moves
 * from probation to protection (four fifths of it). Source: Einziger, Friedman and Manes, ACM ToS 2017; the window's
 * size by hill climbing: Einziger, Eytan, Friedman and Manes, Middleware 2018.
 *
 * <p>The climb: after each sample of requests compare the hit ratio with the sample before; better: a step on in the
 * same direction, worse: back. Steps shrink, and start anew when the ratio jumps by 5 points. Counting begins when the
 * cache is half full, since before that every key is new and says nothing; the first sample is only remembered, since
 * nothing stands before it.
 *
 * <p>A small cache's ratio is noisy: its steps shrink more slowly, its samples grow as they do, up to fourfold, and a
 * change within its standard error counts as none: then the step goes towards the small window, where the climb began.
 * On loops, where the ratio tells nothing but noise, the window would otherwise wander.
 *
 * <p>A popular newcomer that ties is let in once in 128 times, so that nobody can pin the main part by making its
 * oldest entries look popular; the draw is a fixed sequence: runs repeat.
 *
 * <p>Invariant: T1 the window's and the protected part's weight are above their limits only until the next eviction.
 */
final class WindowTinyLfu implements Policy {

    private static final int WINDOW = 0;
    private static final int PROBATION = 1;
    private static final int PROTECTED = 2;
    private static final double WINDOW_SHARE = 0.01;
    private static final double PROTECTED_SHARE = 0.80;
    private static final double RESTART_CHANGE = 0.05;
    private static final double STEP_SHARE = 0.0625;
    private static final double STEP_DECAY = 0.98;
    private static final int SMALL_ENTRIES = 512;
    private static final double SMALL_STEP_DECAY = 0.995;
    private static final double SMALL_SAMPLE_GROWTH_MAX = 4;
    private static final int POPULAR = 6;
    private static final int DRAW_MASK = 127;

    private final SlotLists lists;
    private final FrequencySketch sketch;
    private final long[] hashes;
    private final long capacity;
    private final boolean small;
    private boolean counting;
    private long windowCapacity;
    private long protectedCapacity;
    private double step;
    private double lastHitRatio = Double.NaN;
    private long sampleHits;
    private long sampleMisses;
    /** Who left the window last: meets the oldest of the main part at the next eviction. */
    private int candidate = SlotLists.NONE;
    private long draw = 0x9e37_79b9_7f4a_7c15L;

    WindowTinyLfu(int slots, long capacity, Weights weights) {
        this.lists = new SlotLists(slots, 3, weights);
        this.sketch = new FrequencySketch(Math.min(slots, capacity));
        this.small = Math.min(slots, capacity) <= SMALL_ENTRIES;
        this.hashes = new long[slots];
        this.capacity = capacity;
        this.windowCapacity = Math.max(1, capacity - (long) ((1 - WINDOW_SHARE) * capacity));
        this.protectedCapacity = (long) (PROTECTED_SHARE * (capacity - windowCapacity));
        this.step = -STEP_SHARE * capacity;
    }

    @Override
    public void onHit(int slot) {
        if (lists.listOf(slot) == SlotLists.NONE) {
            return;
        }
        count(hashes[slot], true);
        if (lists.listOf(slot) == PROBATION) {
            lists.moveToFront(PROTECTED, slot);
            demote();
        } else {
            lists.moveToFront(slot);
        }
        climb();
    }

    @Override
    public void onInsert(int slot, long hash, int weight) {
        hashes[slot] = hash;
        count(hash, false);
        lists.addFront(WINDOW, slot, weight);
        candidate = emptyWindow();
        climb();
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
        int contender = candidate;
        candidate = SlotLists.NONE;
        if (contender == SlotLists.NONE || lists.listOf(contender) != PROBATION) {
            contender = lists.back(WINDOW);
        }
        int victim = lists.back(PROBATION);
        if (victim == SlotLists.NONE) {
            victim = lists.back(PROTECTED);
        }
        int loser = victim;
        if (victim == SlotLists.NONE || contender != SlotLists.NONE && !isAdmitted(contender, victim)) {
            loser = contender;
        }
        Evictions.checkFound(loser);
        lists.remove(loser);
        return loser;
    }

    /** Moves what the window cannot hold to probation. @return the first that moved */
    private int emptyWindow() {
        int first = SlotLists.NONE;
        while (lists.weight(WINDOW) > windowCapacity) {
            int oldest = lists.back(WINDOW);
            lists.moveToFront(PROBATION, oldest);
            first = first == SlotLists.NONE ? oldest : first;
        }
        return first;
    }

    private boolean isAdmitted(int candidate, int victim) {
        if (candidate == victim) {
            return false;
        }
        int asked = sketch.frequency(hashes[candidate]);
        if (asked > sketch.frequency(hashes[victim])) {
            return true;
        }
        return asked >= POPULAR && (nextDraw() & DRAW_MASK) == 0;
    }

    /** Marsaglia's xorshift. */
    private long nextDraw() {
        draw ^= draw << 13;
        draw ^= draw >>> 7;
        draw ^= draw << 17;
        return draw >>> 32;
    }

    private void demote() {
        while (lists.weight(PROTECTED) > protectedCapacity && !lists.isEmpty(PROTECTED)) {
            lists.moveToFront(PROBATION, lists.back(PROTECTED));
        }
    }

    private void count(long hash, boolean hit) {
        counting |= weight() >= capacity / 2;
        if (counting) {
            sketch.increment(hash);
            sampleHits += hit ? 1 : 0;
            sampleMisses += hit ? 0 : 1;
        }
    }

    private void climb() {
        long requests = sampleHits + sampleMisses;
        if (requests < sampleSize()) {
            return;
        }
        double hitRatio = (double) sampleHits / requests;
        double amount = Double.isNaN(lastHitRatio) ? 0 : nextStep(hitRatio, requests);
        lastHitRatio = hitRatio;
        sampleHits = 0;
        sampleMisses = 0;
        resize((long) amount);
    }

    /** @return how far the window grows now */
    private double nextStep(double hitRatio, long requests) {
        double change = hitRatio - lastHitRatio;
        double amount = change >= 0 ? step : -step;
        double magnitude = (small ? SMALL_STEP_DECAY : STEP_DECAY) * Math.abs(step);
        if (Math.abs(change) >= RESTART_CHANGE) {
            magnitude = STEP_SHARE * capacity;
        } else if (small && Math.abs(change) < Math.sqrt(2 * hitRatio * (1 - hitRatio) / requests)) {
            amount = -Math.abs(amount);
        }
        step = Math.copySign(magnitude, amount);
        return amount;
    }

    private double sampleSize() {
        double growth = small ? STEP_SHARE * capacity / Math.max(Math.abs(step), 1e-9) : 1;
        return sketch.sampleSize() * Math.clamp(growth, 1, SMALL_SAMPLE_GROWTH_MAX);
    }

    private void resize(long amount) {
        long quota = amount > 0 ? Math.min(amount, protectedCapacity) : -Math.min(-amount, windowCapacity - 1);
        windowCapacity += quota;
        protectedCapacity -= quota;
        demote();
        if (quota > 0) {
            growWindow();
        } else {
            emptyWindow();
        }
    }

    /** Fills the larger window with the oldest of the main part, which would leave next. */
    private void growWindow() {
        while (true) {
            int oldest = lists.back(PROBATION) != SlotLists.NONE ? lists.back(PROBATION) : lists.back(PROTECTED);
            if (oldest == SlotLists.NONE || lists.weight(WINDOW) + lists.weightOf(oldest) > windowCapacity) {
                return;
            }
            lists.moveToFront(WINDOW, oldest);
        }
    }

    @Override
    public long weight() {
        return lists.weight(WINDOW) + lists.weight(PROBATION) + lists.weight(PROTECTED);
    }

    @Override
    public long capacity() {
        return capacity;
    }
}
