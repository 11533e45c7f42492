package dev.dyno.api.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ManualClockTest {

    @Test
    void timeGoesWhereItIsTold() {
        ManualClock clock = new ManualClock(1_000);
        assertEquals(0, clock.nanoTime());
        clock.advance(2_500_000);
        assertEquals(2_500_000, clock.nanoTime());
        assertEquals(1_002, clock.epochMillis());
        clock.setEpochMillis(7);
        assertEquals(7, clock.epochMillis());
        assertEquals(2_500_000, clock.nanoTime());
        clock.advance(1_500_000);
        assertEquals(9, clock.epochMillis());
        assertThrows(IllegalArgumentException.class, () -> clock.advance(-1));
    }
}
