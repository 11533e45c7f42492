package dev.dyno.api.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadWorkTest {

    @Test
    void noWakeIsLost() throws InterruptedException {
        AtomicLong queued = new AtomicLong();
        Semaphore done = new Semaphore(0);
        try (Work work = new ThreadWork()) {
            Work.Job job = work.start("consumer", () -> {
                if (queued.get() == 0) {
                    return false;
                }
                queued.decrementAndGet();
                done.release();
                return true;
            });
            for (int i = 0; i < 20_000; i++) {
                queued.incrementAndGet();
                job.wake();
                if (i % 3 == 0) {
                    assertTrue(done.tryAcquire(30, TimeUnit.SECONDS), "wake " + i + " was lost");
                    queued.incrementAndGet();
                    job.wake();
                }
                assertTrue(done.tryAcquire(30, TimeUnit.SECONDS), "wake " + i + " was lost");
            }
        }
    }

    @Test
    void drainLeavesNothing() {
        AtomicInteger left = new AtomicInteger(1000);
        try (Work work = new ThreadWork()) {
            Work.Job job = work.start("drained", () -> left.get() > 0 && left.decrementAndGet() > 0);
            job.wake();
            job.drain();
            assertEquals(0, left.get());
        }
    }

    @Test
    void stepsOfAJobNeverOverlap() {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(50_000);
        try (Work work = new ThreadWork()) {
            Work.Job job = work.start("alone", () -> {
                if (!inside.compareAndSet(false, true)) {
                    overlaps.incrementAndGet();
                }
                boolean more = left.decrementAndGet() > 0;
                inside.set(false);
                return more;
            });
            job.wake();
            job.drain();
        }
        assertEquals(0, overlaps.get());
    }

    @Test
    void closeWaitsForTheStepAndRunsNoMore() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger steps = new AtomicInteger();
        ThreadWork work = new ThreadWork();
        Work.Job job = work.start("slow", () -> {
            steps.incrementAndGet();
            started.countDown();
            awaitUninterruptibly(goOn);
            ended.set(true);
            return true;
        });
        job.wake();
        started.await();
        Thread closer = Thread.ofPlatform().start(work::close);
        while (closer.getState() != Thread.State.WAITING) {
            assertFalse(ended.get());
            Thread.onSpinWait();
        }
        goOn.countDown();
        closer.join();
        assertTrue(ended.get());
        assertEquals(1, steps.get());
        job.wake();
        job.drain();
        assertEquals(1, steps.get());
        assertThrows(IllegalStateException.class, () -> work.start("late", () -> false));
    }

    @Test
    void failuresReachWhoeverAsksNext() {
        RuntimeException cause = new RuntimeException("broken step");
        CountDownLatch thrown = new CountDownLatch(1);
        try (Work work = new ThreadWork()) {
            Work.Job job = work.start("broken", () -> {
                thrown.countDown();
                throw cause;
            });
            job.wake();
            awaitUninterruptibly(thrown);
            IllegalStateException seen = assertThrows(IllegalStateException.class, () -> {
                while (true) {
                    job.wake();
                }
            });
            assertSame(cause, seen.getCause());
            assertThrows(IllegalStateException.class, job::drain);
        }
    }

    @Test
    void interruptsDoNotSpinTheThread() {
        AtomicInteger steps = new AtomicInteger();
        try (Work work = new ThreadWork()) {
            Work.Job job = work.start("interrupted", () -> {
                steps.incrementAndGet();
                Thread.currentThread().interrupt();
                return false;
            });
            for (int i = 1; i <= 3; i++) {
                job.wake();
                while (steps.get() < i) {
                    Thread.onSpinWait();
                }
            }
            assertEquals(3, steps.get());
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
