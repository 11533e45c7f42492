package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedRatioTest {

    @Test
    void whatTheMachineDoesToARoundGoesOut() {
        PairedRatio same = PairedRatio.of(List.of(100.0, 300.0, 200.0), List.of(50.0, 150.0, 100.0));
        assertEquals(2, same.mean(), 1e-9);
        assertEquals(2, same.low(), 1e-9);
        assertTrue(same.isFaster());
        assertEquals("2.00 × [2.00, 2.00]", same.text());
    }

    /** Logarithms ln 2 and ln 8: mean ln 4, standard error ln 2, 12.706 of which are the half interval. */
    @Test
    void twoRoundsThatDisagreeShowNothing() {
        PairedRatio ratio = PairedRatio.of(List.of(2.0, 8.0), List.of(1.0, 1.0));
        assertEquals(4, ratio.mean(), 1e-9);
        assertEquals(4 * Math.pow(2, -12.7062047), ratio.low(), 1e-6);
        assertFalse(ratio.isFaster());
    }

    @Test
    void oneRoundHasNoInterval() {
        PairedRatio ratio = PairedRatio.of(List.of(3.0), List.of(2.0));
        assertEquals("1.50 ×", ratio.text());
        assertFalse(ratio.isFaster());
    }
}
