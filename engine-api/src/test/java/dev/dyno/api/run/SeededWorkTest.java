package dev.dyno.api.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeededWorkTest {

    /** Two jobs with work for ever more; what they did, in order. */
    private static String run(long seed) {
        StringBuilder order = new StringBuilder();
        try (SeededWork work = new SeededWork(seed)) {
            Work.Job a = work.start("a", () -> order.append('a').length() > 0);
            Work.Job b = work.start("b", () -> order.append('b').length() > 0);
            for (int i = 0; i < 10; i++) {
                a.wake();
                order.append('.');
                b.wake();
                order.append('.');
            }
        }
        return order.toString();
    }

    @Test
    void theSeedDecidesOrderAndAmount() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            String order = run(seed);
            assertEquals(order, run(seed));
            orders.add(order);
        }
        assertEquals(50, orders.size());
        assertTrue(orders.stream().anyMatch(order -> order.contains("..")), "a wake may run nothing");
        assertTrue(orders.stream().anyMatch(order -> order.matches(".*[ab]{8}.*")), "a wake may run a lot");
    }

    @Test
    void drainLeavesNothingOfItsJob() {
        AtomicInteger left = new AtomicInteger(100);
        AtomicInteger othersLeft = new AtomicInteger(100);
        SeededWork work = new SeededWork(1);
        Work.Job job = work.start("drained", () -> left.decrementAndGet() > 0);
        Work.Job other = work.start("other", () -> othersLeft.decrementAndGet() > 0);
        other.wake();
        job.drain();
        assertEquals(0, left.get());
        assertTrue(othersLeft.get() > 0);
        assertEquals(1, work.awakeJobs());
        work.drainAll();
        assertEquals(0, othersLeft.get());
        assertEquals(0, work.awakeJobs());
    }

    @Test
    void wakesFromWithinAStepAreKept() {
        AtomicInteger steps = new AtomicInteger();
        SeededWork work = new SeededWork(1);
        Work.Job[] job = new Work.Job[1];
        job[0] = work.start("self", () -> {
            if (steps.incrementAndGet() < 5) {
                job[0].wake();
            }
            return false;
        });
        job[0].drain();
        assertEquals(5, steps.get());
        Work.Job drains = work.start("drains itself", () -> {
            job[0].drain();
            return false;
        });
        assertThrows(IllegalStateException.class, drains::drain);
    }

    @Test
    void failuresReachTheCaller() {
        RuntimeException failure = new RuntimeException("broken step");
        SeededWork work = new SeededWork(1);
        Work.Job job = work.start("broken", () -> {
            throw failure;
        });
        assertSame(failure, assertThrows(RuntimeException.class, job::drain));
        assertSame(failure, assertThrows(IllegalStateException.class, job::wake).getCause());
    }

    @Test
    void closedJobsRunNoMore() {
        AtomicInteger steps = new AtomicInteger();
        SeededWork work = new SeededWork(1);
        Work.Job job = work.start("closed", () -> steps.incrementAndGet() > 0);
        job.close();
        job.wake();
        job.drain();
        assertEquals(0, steps.get());
        Work.Job other = work.start("closed with the work", () -> steps.incrementAndGet() > 0);
        work.close();
        other.wake();
        other.drain();
        assertEquals(0, steps.get());
        assertThrows(IllegalStateException.class, () -> work.start("late", () -> false));
    }
}
