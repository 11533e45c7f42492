package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;

/** Against values from a table of Student's t: 12.7062 for one degree of freedom, 2.7764 for four. */
class IntervalTest {

    @Test
    void twoRounds() {
        Interval interval = Interval.of(DoubleLists.immutable.of(99.0, 101.0));
        assertEquals(100, interval.mean(), 1e-9);
        assertEquals(100 - 12.7062, interval.low(), 1e-3);
        assertEquals(100 + 12.7062, interval.high(), 1e-3);
    }

    @Test
    void fiveRounds() {
        Interval interval = Interval.of(DoubleLists.immutable.of(10.0, 11.0, 12.0, 13.0, 14.0));
        double standardError = Math.sqrt(2.5 / 5);
        assertEquals(12, interval.mean(), 1e-9);
        assertEquals(12 - 2.7764 * standardError, interval.low(), 1e-3);
        assertEquals(12 + 2.7764 * standardError, interval.high(), 1e-3);
    }

    @Test
    void oneRoundShowsNoSpread() {
        Interval interval = Interval.of(DoubleLists.immutable.of(7.0));
        assertEquals(7, interval.mean());
        assertTrue(Double.isNaN(interval.low()) && Double.isNaN(interval.high()));
    }
}
