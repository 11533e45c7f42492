package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LagCommandTest {

    @Test
    void everyChangeIsSeen() {
        Said said = Said.by("lag", "btree", "--capture", "ring,log", "--items", "100", "--rate", "1000", "--time", "1s",
                "--limit-micros", "60000000");
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().endsWith("passed 2 of 2\n"), said.out());
        assertTrue(said.out().lines().filter(line -> line.startsWith("ring") || line.startsWith("log"))
                .allMatch(line -> line.matches("(ring|log) .* [1-9][0-9,]*  [0-9.]+")), said.out());
    }

    @Test
    void whatCannotBeMeasuredIsSaid() {
        assertEquals(2, Said.by("lag", "btree", "--capture", "none").code());
        assertEquals(2, Said.by("lag", "btree", "--rate", "0").code());
        Said unable = Said.by("lag", "lmdb", "--capture", "ring");
        assertEquals(2, unable.code());
        assertTrue(unable.error().contains("COMMIT_LISTENER"), unable.err());
    }
}
