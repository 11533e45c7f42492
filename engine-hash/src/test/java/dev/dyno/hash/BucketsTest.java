package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.memory.GuardedMemory;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Growth by one bucket at a time, through every number of buckets, and nothing is lost on the way. */
class BucketsTest {

    private static final HashOptions OPTIONS =
            new HashOptions(1 << 16, 1 << 20, 8 << 20, 62, false, true, 40, 1 << 16, 1 << 20);
    private static final int ENTRIES = 6_000;

    private final long[] hashes = new long[ENTRIES + 1];

    /** Hashes all over, and such that a few bits are always the same: long chains, which splits cannot shorten. */
    @ParameterizedTest
    @CsvSource({"1, -1", "2, -1", "3, -16", "4, -256"})
    void noEntryIsLostWhileBucketsSplit(long seed, long mask) {
        SplittableRandom random = new SplittableRandom(seed);
        try (GuardedMemory memory = new GuardedMemory(); MemoryAhead ahead = new MemoryAhead(memory, OPTIONS);
                Arena arena = new Arena(memory, OPTIONS, ahead);
                Retirement retirement = new Retirement(memory, arena);
                Buckets buckets = new Buckets(memory, arena, retirement, OPTIONS, place -> (int) hashes[(int) place])) {
            boolean[] there = new boolean[ENTRIES + 1];
            int live = 0;
            for (int i = 1; i <= ENTRIES; i++) {
                hashes[i] = random.nextLong() & mask;
                long before = Buckets.count(buckets.state());
                buckets.add(hashes[i], i);
                assertTrue(Buckets.count(buckets.state()) - before <= 1, "one bucket at a time");
                there[i] = true;
                live++;
                int other = 1 + random.nextInt(i);
                if (there[other] && random.nextInt(3) == 0) {
                    buckets.remove(slot(buckets, other));
                    there[other] = false;
                    live--;
                }
                retirement.reclaim();
                if (i % 200 == 0) {
                    for (int k = 1; k <= i; k++) {
                        assertEquals(there[k], slot(buckets, k) != 0, "entry " + k + " of " + i);
                        long bucket = buckets.bucket(hashes[k], buckets.state());
                        assertEquals(firstWithTag(bucket, hashes[k]), Buckets.candidate(bucket, hashes[k]));
                    }
                }
            }
            assertEquals(live, buckets.entries());
        }
    }

    private static long firstWithTag(long bucket, long hash) {
        for (int i = 0; i < Buckets.SLOTS; i++) {
            long entry = Buckets.entry(bucket, i);
            if (entry >>> Buckets.TAG_SHIFT == hash >>> Buckets.TAG_SHIFT) {
                return entry & Buckets.PLACE_MASK;
            }
        }
        return 0;
    }

    private long slot(Buckets buckets, int place) {
        for (long at = buckets.bucket(hashes[place], buckets.state()); at != 0; at = buckets.next(at)) {
            for (int i = 0; i < Buckets.SLOTS; i++) {
                if ((Buckets.entry(at, i) & Buckets.PLACE_MASK) == place) {
                    return at + (long) i * Buckets.ENTRY_BYTES;
                }
            }
        }
        return 0;
    }
}
