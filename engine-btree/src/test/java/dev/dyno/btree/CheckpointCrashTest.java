package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashResult;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The crash matrix with pages and segments so small that splits, checkpoints, new maps and forgotten segments come
 * between its points; more seeds than the kit has.
 */
class CheckpointCrashTest {

    private static final int OPERATIONS = 60;
    private static final int POINTS = 20;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void everyCrashLeavesWhatWasAcknowledged(long seed) {
        Map<String, String> options = Map.of("page-bytes", "4KiB", "large-value-bytes", "256", "memory-bytes", "256KiB",
                "large-value-space-bytes", "64MiB", "log-segment-bytes", "64KiB", "checkpoint-bytes", "64KiB");
        CrashResult result = new CrashMatrix(new BTreeEngineProvider(), options, seed, OPERATIONS, POINTS).run();
        assertTrue(result.clean(), result::failures);
    }
}
