package dev.dyno.kit.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.kit.tiny.LyingProvider;
import dev.dyno.kit.tiny.TinyProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed. */
class KillRoundsTest {

    private static final long SEED = 8_127_731;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedSurvivesAKill() {
        KillRounds.Result result = new KillRounds(new TinyProvider(), directory, Durability.PROCESS, SEED).run(2);
        assertEquals(Optional.empty(), result.failure());
        assertEquals(2, result.rounds());
        assertTrue(result.acknowledged() >= 2, result::toString);
    }

    @Test
    void anEngineThatOnlySaysItWroteIsFoundOut() {
        KillRounds.Result result = new KillRounds(new LyingProvider(), directory, Durability.PROCESS, SEED).run(2);
        assertTrue(result.failure().isPresent());
    }

    @Test
    void memoryIsNotForKilling() {
        assertThrows(IllegalArgumentException.class,
                () -> new KillRounds(new TinyProvider(), directory, Durability.MEMORY, SEED));
    }

    @Test
    void theParentKnowsTheChildsWrites() {
        KillStream stream = new KillStream(SEED);
        Map<Integer, Long> state = stream.stateAfter(500);
        for (long write : state.values()) {
            assertEquals(write, stream.check(stream.value(write)));
        }
        UnsafeBuffer torn = stream.value(7);
        torn.putByte(torn.capacity() - 1, (byte) ~torn.getByte(torn.capacity() - 1));
        assertThrows(IllegalStateException.class, () -> stream.check(torn));
        assertThrows(IllegalStateException.class, () -> stream.check(new UnsafeBuffer(new byte[3])));
    }
}
