package dev.dyno.cache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every policy keeps, whatever it decides, and what each decides in a case small enough to follow. */
class PolicyTest {

    private static final int SLOTS = 200;
    private static final long CAPACITY = 10_000;
    private static final long SEED = 4_711;

    @ParameterizedTest
    @EnumSource
    void everyVictimIsInAndTheWeightIsRight(PolicyKind kind) {
        int[] weights = new int[SLOTS];
        Policy policy = kind.create(SLOTS, CAPACITY, slot -> weights[slot]);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        BitSet in = new BitSet();
        long weight = 0;
        for (int step = 0; step < 200_000; step++) {
            int slot = random.nextInt(SLOTS);
            int act = random.nextInt(20);
            if (!in.get(slot)) {
                weights[slot] = 1 + random.nextInt(act == 0 ? (int) CAPACITY : 300);
                policy.onInsert(slot, random.nextLong(500) * 0x9e37_79b9_7f4a_7c15L, weights[slot]);
                in.set(slot);
                weight += weights[slot];
            } else if (act == 0) {
                policy.onRemove(slot);
                in.clear(slot);
                weight -= weights[slot];
            } else if (act == 1) {
                int was = weights[slot];
                weights[slot] = 1 + random.nextInt(300);
                weight += weights[slot] - was;
                policy.onUpdate(slot, was, weights[slot]);
            } else {
                policy.onHit(slot);
            }
            while (policy.isOver() || in.cardinality() == SLOTS) {
                int victim = policy.evict();
                assertTrue(in.get(victim), () -> kind + " evicted a slot that is not in: slot=" + victim);
                in.clear(victim);
                weight -= weights[victim];
            }
            assertEquals(weight, policy.weight());
            assertTrue(weight <= CAPACITY);
        }
        while (!in.isEmpty()) {
            in.clear(policy.evict());
        }
        assertEquals(0, policy.weight());
        assertThrows(IllegalStateException.class, policy::evict);
    }

    @ParameterizedTest
    @EnumSource
    void hitsOfSlotsThatAreNotInAreIgnored(PolicyKind kind) {
        Policy policy = kind.create(4, 10, slot -> 3);
        policy.onHit(2);
        policy.onInsert(2, 7, 3);
        policy.onRemove(2);
        policy.onHit(2);
        assertEquals(0, policy.weight());
        policy.onInsert(2, 7, 3);
        assertEquals(2, policy.evict());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasUsedOutlivesWhatWasNot(PolicyKind kind) {
        Policy policy = kind.create(11, 10, slot -> 1);
        for (int slot = 0; slot < 10; slot++) {
            policy.onInsert(slot, slot * 0x9e37_79b9_7f4a_7c15L, 1);
        }
        for (int i = 0; i < 3; i++) {
            policy.onHit(0);
            policy.onHit(1);
        }
        for (int i = 10; i < 13; i++) {
            int free = i == 10 ? 10 : lastEvicted;
            policy.onInsert(free, i * 0x9e37_79b9_7f4a_7c15L, 1);
            lastEvicted = policy.evict();
            assertFalse(lastEvicted < 2, kind + " evicted one of the two that were used");
        }
    }

    private int lastEvicted;

    @ParameterizedTest
    @EnumSource
    void nothingIsAllocated(PolicyKind kind) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().threadId();
        Policy policy = kind.create(1_001, 1_000, slot -> 1);
        churn(policy, 1, 1_001);
        long before = threads.getThreadAllocatedBytes(self);
        churn(policy, 2, 1_000);
        long few = threads.getThreadAllocatedBytes(self) - before;
        before = threads.getThreadAllocatedBytes(self);
        churn(policy, 3, 100_000);
        assertEquals(few, threads.getThreadAllocatedBytes(self) - before, 64, kind + ": bytes of 100,000 steps");
    }

    private int free;

    /** Fills up at first, then replaces one by one. */
    private void churn(Policy policy, long seed, int steps) {
        for (int i = 0; i < steps; i++) {
            int slot = policy.weight() < 1_000 ? (int) policy.weight() : free;
            policy.onInsert(slot, (seed * steps + i) * 0x9e37_79b9_7f4a_7c15L, 1);
            policy.onHit((slot + 1) % 1_000);
            if (policy.isOver()) {
                free = policy.evict();
            } else {
                free = 1_000;
            }
        }
    }

    @Test
    void sieveSparesInPlace() {
        Policy policy = PolicyKind.SIEVE.create(5, 3, slot -> 1);
        policy.onInsert(0, 0, 1);
        policy.onInsert(1, 1, 1);
        policy.onInsert(2, 2, 1);
        policy.onHit(0);
        policy.onInsert(3, 3, 1);
        assertEquals(1, policy.evict(), "the hand spares 0 and takes 1");
        policy.onInsert(1, 4, 1);
        assertEquals(2, policy.evict(), "and goes on from there: 0 is spared though its mark is gone");
    }

    @Test
    void labelsAreRead() {
        assertEquals(PolicyKind.W_TINY_LFU, PolicyKind.labelled("w-tiny-lfu"));
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> PolicyKind.labelled("siev"));
        assertTrue(wrong.getMessage().contains("did you mean 'sieve'?"), wrong::getMessage);
        assertThrows(IllegalArgumentException.class, () -> PolicyKind.LRU.create(0, 10, slot -> 1));
    }
}
