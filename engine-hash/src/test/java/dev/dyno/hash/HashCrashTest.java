package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashResult;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The crash matrix with segments, log and checkpoints so small that growth of the index, checkpoints, new manifests,
 * moves of live records and deleted files come between its points; more seeds than the kit has.
 */
class HashCrashTest {

    private static final int OPERATIONS = 60;
    private static final int POINTS = 20;

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void everyCrashLeavesWhatWasAcknowledged(long seed) {
        Map<String, String> options = new HashMap<>(new HashEngineProvider().miniature());
        options.put("reclaim-percent", "5");
        CrashResult result = new CrashMatrix(new HashEngineProvider(), options, seed, OPERATIONS, POINTS).run();
        assertTrue(result.clean(), result::failures);
    }
}
