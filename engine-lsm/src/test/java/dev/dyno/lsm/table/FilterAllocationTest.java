package dev.dyno.lsm.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What levels get, and that the sum stays. */
class FilterAllocationTest {

    @Test
    void uniformIsTheSameEverywhere() {
        assertEquals(10, FilterAllocation.UNIFORM.bits(10, 0, 4, 8));
        assertEquals(10, FilterAllocation.UNIFORM.bits(10, 4, 4, 8));
    }

    @Test
    void smallLevelsHaveMoreAndTheAverageIsWhatWasAskedFor() {
        for (int ratio : new int[] {2, 4, 8}) {
            int last = 6;
            double keys = 0;
            double bits = 0;
            int before = 0;
            for (int level = last; level >= 0; level--) {
                double share = Math.pow(ratio, level - last);
                int ofLevel = FilterAllocation.MONKEY.bits(10, level, last, ratio);
                assertTrue(ofLevel > before || ofLevel == 30, "level " + level + " of ratio " + ratio);
                before = ofLevel;
                keys += share;
                bits += share * ofLevel;
            }
            assertEquals(10, bits / keys, 0.6, "ratio " + ratio);
        }
    }

    @Test
    void fewBitsLeaveAtLeastOne() {
        assertEquals(1, FilterAllocation.MONKEY.bits(1, 3, 3, 2));
        assertEquals(30, FilterAllocation.MONKEY.bits(28, 0, 9, 64));
    }
}
