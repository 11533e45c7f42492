package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Limits;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Free places: none is given twice, none is lost, the lowest comes first. */
class GapsTest {

    private static final long SEED = 31;
    private static final int UNITS = 20_000;
    private static final int UNIT_BYTES = ValueMemory.UNIT_BYTES;

    private final Gaps gaps = new Gaps();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void aClassHoldsItsLengthsAndTheOneBelowDoesNot() {
        for (int length = 1; length <= Limits.FULL.valueBytes(); length += 1 + length / 100) {
            int sizeClass = Gaps.sizeClass(length);
            assertTrue(sizeClass < Gaps.CLASSES && Gaps.classBytes(sizeClass) >= length, "length=" + length);
            assertTrue(sizeClass == 0 || Gaps.classBytes(sizeClass - 1) < length, "length=" + length);
        }
        assertEquals(Gaps.CLASSES - 1, Gaps.sizeClass(Limits.FULL.valueBytes()));
    }

    @Test
    void everyFreeUnitIsGivenOnce() {
        BitSet taken = new BitSet();
        taken.set(0);
        for (int i = 0; i < 400; i++) {
            int from = random.nextInt(UNITS);
            taken.set(from, Math.min(UNITS, from + 1 + random.nextInt(60)));
        }
        gaps.cut(taken, (long) UNITS * UNIT_BYTES);
        for (int from = gaps.lowest(0); from != Gaps.NONE; from = gaps.lowest(0)) {
            int sizeClass = Math.min(from, random.nextInt(8));
            int place = (int) (gaps.take(from, sizeClass) / UNIT_BYTES);
            int units = (int) (Gaps.classBytes(sizeClass) / UNIT_BYTES);
            int next = taken.nextSetBit(place);
            assertFalse(next >= 0 && next < place + units, "given twice: unit " + next);
            taken.set(place, place + units);
        }
        assertEquals(UNITS, taken.nextClearBit(0));
    }

    @Test
    void theLowestPlaceThatIsLargeEnoughComesFirst() {
        BitSet taken = new BitSet();
        taken.set(0, UNITS);
        taken.clear(10, 12);
        taken.clear(100, 300);
        taken.clear(500, 505);
        gaps.cut(taken, (long) UNITS * UNIT_BYTES);
        int five = Gaps.sizeClass(5 * UNIT_BYTES);
        assertEquals(100L * UNIT_BYTES, gaps.first(gaps.lowest(five)));
        assertEquals(10L * UNIT_BYTES, gaps.take(gaps.lowest(1), 1));
        assertEquals(100L * UNIT_BYTES, gaps.take(gaps.lowest(1), 1));
    }
}
