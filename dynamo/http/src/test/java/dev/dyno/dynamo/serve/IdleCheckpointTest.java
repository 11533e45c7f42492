package dev.dyno.dynamo.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IdleCheckpointTest {

    private long committed;
    private int checkpoints;
    private boolean fails;
    private final IdleCheckpoint idle = new IdleCheckpoint(() -> committed, () -> {
        checkpoints++;
        if (fails) {
            throw new IllegalStateException("a full disk");
        }
    });

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            idle.look();
        }
    }

    @Test
    void oneIsMadeWhenNobodyHasWrittenForAWhile() {
        committed = IdleCheckpoint.COMMITS_MIN;
        look(IdleCheckpoint.QUIET_LOOKS);
        assertEquals(0, checkpoints, "the first look sees the commits come");
        look(1);
        assertEquals(1, checkpoints);
        look(100);
        assertEquals(1, checkpoints, "nothing is new");
        committed++;
        look(100);
        assertEquals(1, checkpoints, "it is little");
    }

    @Test
    void noneIsMadeBesideWriters() {
        for (int i = 0; i < 100; i++) {
            committed += IdleCheckpoint.COMMITS_MIN;
            look(IdleCheckpoint.QUIET_LOOKS);
        }
        assertEquals(0, checkpoints);
    }

    @Test
    void oneThatFailsIsNotTriedEverySecond() {
        committed = IdleCheckpoint.COMMITS_MIN;
        fails = true;
        look(IdleCheckpoint.QUIET_LOOKS);
        assertThrows(IllegalStateException.class, idle::look);
        look(100);
        assertEquals(1, checkpoints);
        fails = false;
        committed += IdleCheckpoint.COMMITS_MIN;
        look(100);
        assertEquals(2, checkpoints);
    }
}
