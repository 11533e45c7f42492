package dev.dyno.kit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.kit.crash.CrashResult.Column;
import dev.dyno.kit.tiny.TinyBug;
import dev.dyno.kit.tiny.TinyProvider;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the matrix says of an engine that is right, and of one that lies. */
class CrashMatrixTest {

    private static final long SEED = 41;

    @Test
    void anEngineThatKeepsItsWordPassesEverywhere() {
        for (long seed = SEED; seed < SEED + 4; seed++) {
            CrashResult result = matrix(TinyBug.NONE, seed, 30).run();
            assertTrue(result.clean(), result::failures);
            assertEquals(CrashMode.values().length, result.columns().size());
            assertEquals(Durability.SYNC, result.observed());
            assertEquals("passed " + result.total() + " of " + result.total(), result.summary());
            assertTrue(result.total() > 150, result::summary);
        }
    }

    @Test
    void allPointsAreCutIfThereAreFew() {
        CrashResult result = matrix(TinyBug.NONE, SEED, 1_000).run(Set.of(CrashMode.LOST));
        assertEquals(result.diskOperations(), result.total());
    }

    @Test
    void whatIsObservedIsLessThanWhatIsDeclared() {
        assertObserved(Durability.PROCESS, TinyBug.ACKNOWLEDGES_BEFORE_SYNCING);
        assertObserved(Durability.MEMORY, TinyBug.ACKNOWLEDGES_BEFORE_WRITING);
    }

    @Test
    void aFailureReplaysByItsPoint() {
        CrashMatrix matrix = matrix(TinyBug.ACKNOWLEDGES_BEFORE_SYNCING, SEED, 20);
        CrashResult result = matrix.run();
        Column lost = result.columns().stream().filter(column -> column.mode() == CrashMode.LOST).findFirst()
                .orElseThrow();
        assertTrue(lost.failed() > 0, lost::toString);
        assertEquals(lost.firstFailure(), matrix.replay(CrashMode.LOST, lost.firstPoint()));
        assertTrue(lost.firstFailure().startsWith("acknowledged writes are lost"), lost::firstFailure);
        assertTrue(result.failures().contains("replay ./dyno crash tiny --seed " + SEED + " --operations 60 --points 20"
                + " --point " + lost.firstPoint() + " --mode lost"), result::failures);
    }

    @Test
    void oneSeedIsOneResult() {
        assertEquals(matrix(TinyBug.CHECKSUM_NOT_LOOKED_AT, SEED, 12).run(),
                matrix(TinyBug.CHECKSUM_NOT_LOOKED_AT, SEED, 12).run());
        assertFalse(CrashWorkload.draw(1, 40, Capability.all()).equals(CrashWorkload.draw(2, 40, Capability.all())));
    }

    @Test
    void anEngineWithItsOwnDiskIsRefused() {
        TinyProvider elsewhere = new TinyProvider() {
            @Override
            public Set<Capability> capabilities() {
                return Capability.allBut(Capability.INJECTED_DISK);
            }

            @Override
            public Engine open(EngineConfig config) {
                throw new AssertionError("must not be opened");
            }
        };
        EngineException.Unsupported refusal = assertThrows(EngineException.Unsupported.class,
                () -> new CrashMatrix(elsewhere, Map.of(), SEED, 60, 20));
        assertEquals(Capability.INJECTED_DISK, refusal.capability());
    }

    private static void assertObserved(Durability expected, TinyBug bug) {
        CrashResult result = matrix(bug, SEED, 24).run();
        assertEquals(expected, result.observed(), result::failures);
        assertEquals(Durability.SYNC, result.declared());
    }

    private static CrashMatrix matrix(TinyBug bug, long seed, int points) {
        return new CrashMatrix(new TinyProvider(bug), Map.of(), seed, 60, points);
    }
}
