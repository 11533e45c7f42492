package dev.dyno.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.race.RacePlan.Heat;
import dev.dyno.bench.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeKeeperTest {

    private static final Heat LOAD = new Heat("ycsb", Workload.LOAD_RANDOM, 1);
    private static final Heat READ = new Heat("ycsb", Workload.READ_UNIFORM, 1);
    private static final Heat QUERY = new Heat("ycsb", Workload.QUERY_10, 1);

    private long nanos;
    private final TimeKeeper time = new TimeKeeper(new Clock() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }, 102);

    @Test
    void nothingIsSaidBeforeSomethingIsKnown() {
        assertTrue(Double.isNaN(time.remainingSeconds(10)));
        time.finishedLap(READ, 1);
        time.finishedLap(READ, 2);
        assertTrue(Double.isNaN(time.remainingSeconds(10)));
        time.finishedLap(READ, 3);
        assertEquals(20, time.remainingSeconds(10));
    }

    @Test
    void theGateTakesATenthOfTheBudgetAtMost() {
        nanos = 4_000_000_000L;
        assertEquals(4, time.finishedGate());
        assertEquals(96, time.leftSeconds());
        nanos = 30_000_000_000L;
        assertEquals(10.2, time.finishedGate(), 1e-9);
        assertEquals(102 - 10.2 - 2, time.leftSeconds(), 1e-9, "rounds do not pay for the rest");
    }

    @Test
    void anotherRoundTakesTheMostImportantThatFit() {
        time.finishedHeat(LOAD, 30);
        time.finishedHeat(READ, 40);
        time.finishedHeat(QUERY, 50);
        List<Heat> order = List.of(LOAD, QUERY, READ);
        List<Heat> importance = List.of(LOAD, READ, QUERY);
        assertEquals(List.of(LOAD, READ), time.affordable(order, importance, 1));
        nanos = 71_000_000_000L;
        assertEquals(List.of(), time.affordable(order, importance, 1));
        nanos = 70_000_000_000L;
        assertEquals(List.of(LOAD), time.affordable(order, importance, 1));
    }

    /** Items by the million: a load takes a minute, a read of what is there the few seconds of its pace. */
    @Test
    void longLoadsDoNotCrowdTheReadsOut() {
        time.finishedLap(LOAD, 20);
        time.finishedHeat(LOAD, 20);
        nanos = 20_000_000_000L;
        assertTrue(time.fitsRounds(READ, 2, 3));
        assertFalse(time.fitsRounds(new Heat("ycsb", Workload.LOAD_BATCH, 1), 1, 3));
        time.finishedLap(READ, 7);
        assertFalse(time.fitsRounds(READ, 2, 3));
    }

    @Test
    void aNewHeatMustFitAllItsRoundsWithAllBeforeIt() {
        time.finishedLap(READ, 10);
        time.finishedHeat(LOAD, 0);
        assertTrue(time.fitsRounds(READ, 5, 2));
        assertFalse(time.fitsRounds(READ, 6, 2));
        assertTrue(time.fitsRounds(READ, 3, 3));
        assertFalse(time.fitsRounds(READ, 4, 3));
        time.finishedHeat(LOAD, 40);
        assertTrue(time.fitsRounds(READ, 3, 2));
        assertFalse(time.fitsRounds(READ, 4, 2));
        assertFalse(time.fitsRounds(READ, 1, 3));
    }

    @Test
    void theFirstHeatFitsAlsoWhenTheGateUsedTheBudgetUp() {
        nanos = 200_000_000_000L;
        assertTrue(time.fitsRounds(READ, 5, 3));
        time.finishedLap(READ, 1);
        assertTrue(time.fitsRounds(READ, 5, 3), "a lap that only prepared is no result");
        time.finishedHeat(LOAD, 5);
        assertFalse(time.fitsRounds(READ, 5, 3));
    }

    @Test
    void aKnownHeatMustFitOnce() {
        time.finishedHeat(LOAD, 100);
        assertTrue(time.fits(LOAD, 1));
        nanos = 1_000_000_000L;
        assertFalse(time.fits(LOAD, 1));
    }
}
