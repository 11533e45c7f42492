package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServeCommandTest {

    @Test
    void aRehearsalIsALifeFromStartToStop() {
        Said said = Said.by("serve", "--memory", "--port", "0", "--rehearse");
        assertEquals(0, said.code(), said.err());
        assertEquals("", said.err());
        assertTrue(said.out().matches("btree in memory, .*\nlistening on http://127.0.0.1:\\d+\n"), said.out());
    }
}
