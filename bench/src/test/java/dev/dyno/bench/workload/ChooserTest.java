package dev.dyno.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChooserTest {

    private static final long SEED = 42;
    private static final int DRAWS = 400_000;

    @Test
    void uniformChoosesAllAlike() {
        int[] counts = new int[100];
        Chooser chooser = new Uniform(counts.length, SEED);
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) chooser.next()]++;
        }
        for (int count : counts) {
            assertEquals(DRAWS / 100.0, count, 0.08 * DRAWS / 100);
        }
    }

    @Test
    void zipfianRanksFollowThePowerLaw() {
        int items = 1_000;
        int[] counts = new int[items];
        Zipfian zipfian = new Zipfian(items, SEED);
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) zipfian.nextRank()]++;
        }
        double zeta = Zipfian.zeta(items);
        for (int rank : new int[] {0, 1}) {
            double expected = DRAWS / zeta / Math.pow(rank + 1, Zipfian.THETA);
            assertEquals(expected, counts[rank], 0.05 * expected, "rank " + rank);
        }
        double head = 0;
        double headExpected = 0;
        for (int rank = 0; rank < 100; rank++) {
            head += counts[rank];
            headExpected += DRAWS / zeta / Math.pow(rank + 1, Zipfian.THETA);
        }
        assertEquals(headExpected, head, 0.05 * headExpected);
    }

    @Test
    void zetaBeyondTheExactSumIsAsIfSummed() {
        double sum = 0;
        for (int i = 1; i <= 300_000; i++) {
            sum += Math.pow(i, -Zipfian.THETA);
        }
        assertEquals(sum, Zipfian.zeta(300_000), 1e-6);
    }

    @Test
    void zipfianScattersItsHotItems() {
        Zipfian zipfian = new Zipfian(1_000_000, SEED);
        long inFirstHundredth = 0;
        for (int i = 0; i < DRAWS; i++) {
            long index = zipfian.next();
            assertTrue(index >= 0 && index < 1_000_000);
            inFirstHundredth += index < 10_000 ? 1 : 0;
        }
        assertTrue(inFirstHundredth < DRAWS / 10, "in the first hundredth: " + inFirstHundredth);
    }

    @Test
    void latestPrefersWhatWasInsertedLast() {
        Insertions insertions = new Insertions(1_000, 0, 0, 1);
        Latest latest = new Latest(1_000, insertions, SEED);
        for (int i = 0; i < 100; i++) {
            assertTrue(latest.next() < 1_000, "nothing is inserted yet");
        }
        for (int i = 0; i < 200; i++) {
            insertions.inserted();
        }
        int newest = 0;
        int inserted = 0;
        for (int i = 0; i < DRAWS; i++) {
            long index = latest.next();
            assertTrue(index < 1_200);
            newest += index == 1_199 ? 1 : 0;
            inserted += index >= 1_000 ? 1 : 0;
        }
        assertTrue(newest > DRAWS / 10, "newest " + newest);
        assertTrue(inserted > DRAWS / 2, "inserted " + inserted);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 100, 4_096, 99_991})
    void aPermutationHasEachItemOnce(long items) {
        Permutation permutation = new Permutation(items, SEED);
        BitSet seen = new BitSet();
        long inPlace = 0;
        for (long i = 0; i < items; i++) {
            int at = (int) permutation.at(i);
            assertFalse(seen.get(at), "twice: " + at);
            seen.set(at);
            inPlace += at == i ? 1 : 0;
        }
        assertEquals(items, seen.cardinality());
        assertTrue(items < 100 || inPlace < items / 10, "not moved: " + inPlace);
    }

    @Test
    void lanesInsertApart() {
        Insertions first = new Insertions(500, 1, 0, 2);
        Insertions second = new Insertions(500, 1, 1, 2);
        BitSet offsets = new BitSet();
        for (int i = 0; i < 100; i++) {
            offsets.set((int) (first.index(i) - first.index(0)));
            offsets.set((int) (second.index(i) - first.index(0)));
        }
        assertEquals(200, offsets.cardinality());
    }
}
