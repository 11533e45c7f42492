package dev.dyno.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashResult;
import dev.dyno.kit.kill.KillRounds;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More crashes than the kit's rules have time for: in every mode, across many files of the log, and real ones. */
class LogCrashTest {

    @Test
    void nothingAcknowledgedIsLostInAnyMode() {
        for (long seed = 1; seed <= 3; seed++) {
            CrashResult result = new CrashMatrix(new LogEngineProvider(), Map.of(), seed, 300, 60).run();
            assertEquals("", result.failures(), result.summary());
            assertEquals(Durability.SYNC, result.observed());
            assertTrue(result.columns().stream().allMatch(column -> column.ok() > 0), () -> "never met: " + result);
        }
    }

    @Test
    void killedProcessesLoseNothing(@TempDir Path directory) {
        KillRounds.Result result =
                new KillRounds(new LogEngineProvider(), directory, Durability.PROCESS, 20_261_123).run(4);
        assertTrue(result.failure().isEmpty(), () -> result.failure().get());
    }
}
