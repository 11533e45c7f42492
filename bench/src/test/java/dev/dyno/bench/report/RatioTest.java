package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ratios are taken round by round; 4.3027 is Student's t for two degrees of freedom. */
class RatioTest {

    private static Cell cell(Double... rounds) {
        return Cell.of("engine", "put").rate(rounds[0], Double.NaN, Double.NaN).perRound(List.of(rounds)).build();
    }

    @Test
    void whatSlowsBothCancelsOut() {
        Ratio ratio = Ratio.of(cell(200.0, 20.0, 2000.0), cell(100.0, 10.0, 1000.0));
        assertEquals(2, ratio.mean(), 1e-9);
        assertEquals(2, ratio.low(), 1e-9);
        assertEquals(2, ratio.high(), 1e-9);
        assertTrue(ratio.isFaster() && !ratio.isSlower());
        assertEquals("2.00 × [2.00, 2.00]", ratio.toString());
    }

    @Test
    void theIntervalIsStudentsOverLogarithms() {
        Ratio ratio = Ratio.of(cell(2.0, 1.0, 4.0), cell(1.0, 1.0, 1.0));
        double half = 4.3027 * Math.log(2) / Math.sqrt(3);
        assertEquals(2, ratio.mean(), 1e-9);
        assertEquals(2 * Math.exp(-half), ratio.low(), 1e-3);
        assertEquals(2 * Math.exp(half), ratio.high(), 1e-3);
        assertFalse(ratio.isFaster() || ratio.isSlower());
    }

    @Test
    void theInverseSaysTheSame() {
        Cell left = cell(3.0, 5.0, 4.0);
        Cell right = cell(9.0, 8.0, 10.0);
        Ratio ratio = Ratio.of(left, right);
        Ratio inverse = Ratio.of(right, left);
        assertTrue(ratio.isSlower() && inverse.isFaster());
        assertEquals(1 / ratio.mean(), inverse.mean(), 1e-9);
        assertEquals(1 / ratio.high(), inverse.low(), 1e-9);
    }

    @Test
    void oneRoundHasNoInterval() {
        Ratio ratio = Ratio.of(cell(3.0), cell(2.0, 2.0));
        assertEquals("1.50 ×", ratio.toString());
        assertFalse(ratio.hasInterval() || ratio.isFaster() || ratio.isSlower());
    }
}
