package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Durability;
import dev.dyno.kit.kill.KillRounds;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed and its files opened again; {@code ./dyno crash hash} does it more often. */
class KillTest {

    private static final int ROUNDS = 2;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedSurvivesAKill() {
        KillRounds rounds = new KillRounds(new HashEngineProvider(), directory, Durability.PROCESS, 31);
        KillRounds.Result result = rounds.run(ROUNDS);
        assertEquals(Optional.empty(), result.failure());
        assertEquals(ROUNDS, result.rounds());
    }
}
