package dev.dyno.cache.replay;

import dev.dyno.cache.policy.Policy;
import dev.dyno.cache.policy.PolicyKind;
import java.util.Arrays;

/** Runs requests against one policy: a miss brings the key in, as a cache that reads through does. */
public final class Simulator {

    private static final int ABSENT = -1;
    /** Fibonacci hashing: consecutive numbers land far apart, in the high bits and in the low. */
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private Simulator() {
    }

    /**
     * @param hits requests answered from the cache
     * @param bytesHit weight of those
     */
    public record Result(long requests, long hits, long bytes, long bytesHit) {

        public double hitRatio() {
            return requests == 0 ? 0 : (double) hits / requests;
        }

        public double byteHitRatio() {
            return bytes == 0 ? 0 : (double) bytesHit / bytes;
        }
    }

    /** @param capacity in weight: in entries where every request weighs 1 */
    public static Result run(Requests requests, PolicyKind kind, long capacity) {
        return run(requests, kind, capacity, 0);
    }

    /** @param seed of the keys' hashes: policies that count by hash differ a little from one to the next */
    public static Result run(Requests requests, PolicyKind kind, long capacity, long seed) {
        int slots = (int) Math.min(requests.distinct(), capacity) + 1;
        int[] weights = new int[slots];
        return run(requests, kind.create(slots, capacity, slot -> weights[slot]), weights, seed);
    }

    private static Result run(Requests requests, Policy policy, int[] weights, long seed) {
        int slots = weights.length;
        int[] slotOf = new int[requests.distinct()];
        int[] keyOf = new int[slots];
        int[] free = new int[slots];
        Arrays.fill(slotOf, ABSENT);
        Arrays.setAll(free, i -> i);
        int freeCount = slots;
        long hits = 0;
        long bytes = 0;
        long bytesHit = 0;
        for (int i = 0; i < requests.count(); i++) {
            int key = requests.key(i);
            int weight = requests.weight(i);
            int slot = slotOf[key];
            bytes += weight;
            if (slot != ABSENT) {
                hits++;
                bytesHit += weight;
                policy.onHit(slot);
                continue;
            }
            if (weight > policy.capacity()) {
                continue;
            }
            slot = free[--freeCount];
            slotOf[key] = slot;
            keyOf[slot] = key;
            weights[slot] = weight;
            policy.onInsert(slot, mix(seed + key), weight);
            while (policy.isOver() || freeCount == 0) {
                int victim = policy.evict();
                slotOf[keyOf[victim]] = ABSENT;
                free[freeCount++] = victim;
            }
        }
        return new Result(requests.count(), hits, bytes, bytesHit);
    }

    /** The finalizer of MurmurHash3 over a multiplied key: every bit of the number reaches every bit of the hash. */
    private static long mix(long key) {
        long h = (key + 1) * MIX;
        h = (h ^ h >>> 33) * 0xff51_afd7_ed55_8ccdL;
        h = (h ^ h >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return h ^ h >>> 33;
    }
}
