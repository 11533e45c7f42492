package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code demo}: it ends by itself, and what it shows is right. */
class DemoCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"ring", "log", "outbox"})
    void aReplicaFollowsAndTakesOver(String capture) {
        Said said = Said.by("demo", "replicate", "--items", "3000", "--capture", capture);
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("follow   [\\d,]+ changes, lag \\d+ ms")),
                said.out());
        assertTrue(said.out().contains("writes   end after 3,000 changes"), said.out());
        assertTrue(said.out().contains(" 0 differ, 0 are too many"), said.out());
        assertEquals("the replica equals its source", said.lastLine());
    }

    @Test
    void theOtherWayRoundToo() {
        Said said = Said.by("demo", "replicate", "--items", "500", "--from", "model", "--to", "btree");
        assertEquals(0, said.code(), said.err() + said.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "outbox"})
    void viewsAreCountedOnceThoughAConsumerDies(String capture) {
        Said said = Said.by("demo", "aggregate", "--events", "2000", "--capture", capture);
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().contains("consumer 2 is silent"), said.out());
        assertTrue(said.out().contains("site_id site-0   totalViews"), said.out());
        assertTrue(said.out().contains("2,000 of 2,000 views are counted, each once"), said.out());
        assertEquals("every total is exact", said.lastLine());
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        assertTrue(Said.by("demo", "replicat").error().contains("did you mean 'replicate'?"));
        assertTrue(Said.by("demo", "aggregate", "--events", "0").error().contains("events=0"));
        assertTrue(Said.by("demo", "replicate", "--capture", "lag").error().contains("did you mean 'log'?"));
        Said none = Said.by("demo", "replicate", "--capture", "none", "--items", "10");
        assertTrue(none.code() != 0, none.out());
    }
}
