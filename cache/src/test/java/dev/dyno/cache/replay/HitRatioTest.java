package dev.dyno.cache.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.cache.replay.MadeTraces.Named;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Hit ratios at 5, 10 and 20 % of the distinct keys: W-TinyLFU at most half a point below Caffeine's, SIEVE and S3-FIFO
 * within half a point of a second implementation, LRU and the optimum equal to one, and nobody above the optimum.
 */
class HitRatioTest {

    private static final int[] PERCENTS = {5, 10, 20};
    private static final double POINTS = 0.5;
    private static final int RENAMINGS = 5;

    @Test
    void onTracesMadeHere() {
        MadeTraces.all().forEach(HitRatioTest::check);
    }

    @Test
    void onPublishedTraces() throws IOException {
        List<Named> traces = new ArrayList<>();
        for (Path file : PublishedTraces.files()) {
            traces.add(new Named(file.getFileName().toString(), PublishedTraces.read(file)));
        }
        assumeFalse(traces.isEmpty(),
                "no folder of published traces: set -Ddyno.traces or DYNO_TRACES, or put it at ../shared/traces");
        traces.forEach(HitRatioTest::check);
    }

    private static void check(Named trace) {
        Requests requests = trace.requests();
        for (int percent : PERCENTS) {
            int capacity = Math.max(1, requests.distinct() * percent / 100);
            String where = trace.name() + " at " + percent + " % = " + capacity + " of " + requests.distinct();
            long optimum = requests.optimum().hits(capacity);
            assertEquals(PlainPolicies.optimum(requests, capacity), optimum, where);
            for (PolicyKind kind : PolicyKind.values()) {
                long hits = hits(requests, kind, capacity);
                assertTrue(hits <= optimum, () -> where + ": hits of " + kind + "=" + hits + ", optimum=" + optimum);
            }
            assertEquals(PlainPolicies.lru(requests, capacity), hits(requests, PolicyKind.LRU, capacity), where);
            near(requests, PlainPolicies.sieve(requests, capacity), hits(requests, PolicyKind.SIEVE, capacity),
                    where + ": SIEVE");
            near(requests, PlainPolicies.s3Fifo(requests, capacity), hits(requests, PolicyKind.S3_FIFO, capacity),
                    where + ": S3-FIFO");
            double ours = average(
                    seed -> Simulator.run(requests, PolicyKind.W_TINY_LFU, capacity, seed).hits(), requests);
            double theirs = average(seed -> caffeine(requests, capacity, seed), requests);
            assertTrue(ours >= theirs - POINTS,
                    () -> where + ": W-TinyLFU has " + ours + " % hits, Caffeine " + theirs + " %");
        }
    }

    private static long hits(Requests requests, PolicyKind kind, long capacity) {
        return Simulator.run(requests, kind, capacity).hits();
    }

    private static long caffeine(Requests requests, int capacity, long seed) {
        Cache<Integer, Boolean> cache = Caffeine.newBuilder().maximumSize(capacity)
                .executor(Runnable::run).build();
        long hits = 0;
        for (int i = 0; i < requests.count(); i++) {
            int key = (int) (requests.key(i) + seed);
            if (cache.getIfPresent(key) == null) {
                cache.put(key, true);
            } else {
                hits++;
            }
        }
        return hits;
    }

    private static void near(Requests requests, long expected, long found, String where) {
        assertEquals(points(requests, expected), points(requests, found), POINTS, where);
    }

    /** Both count by hash, and on short traces that is worth a point either way: so each has its keys renamed. */
    private static double average(LongUnaryOperator hitsWithSeed, Requests requests) {
        double sum = 0;
        for (int i = 0; i < RENAMINGS; i++) {
            sum += points(requests, hitsWithSeed.applyAsLong(i * 1_000_003L));
        }
        return sum / RENAMINGS;
    }

    private static double points(Requests requests, long hits) {
        return 100.0 * hits / requests.count();
    }
}
