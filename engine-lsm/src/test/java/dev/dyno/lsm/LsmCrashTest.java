package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The crash matrix with flushes, compactions and manifests between its points; more seeds than the kit has. */
class LsmCrashTest {

    private static final int OPERATIONS = 60;
    private static final int POINTS = 20;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void everyCrashLeavesWhatWasAcknowledged(long seed) {
        LsmEngineProvider provider = new LsmEngineProvider();
        CrashResult result = new CrashMatrix(provider, provider.miniature(), seed, OPERATIONS, POINTS).run();
        assertTrue(result.clean(), result::failures);
    }
}
