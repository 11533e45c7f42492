package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code soak}: what it prints, when it fails, what it refuses. */
class SoakCommandTest {

    @TempDir
    private Path folder;

    @Test
    void itSaysWhatWasPutWrittenAndKept() {
        Said said = Said.by("soak", "lsm", "--items", "3000", "--value", "100");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("3,000 puts in ") && said.out().contains("3,000 reads checked"), said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.startsWith("at the end of the load  ")), said.out());
        assertTrue(said.out().stripTrailing().lines().toList().getLast().matches("longest put [\\d.]+ ms"), said.out());
    }

    @Test
    void sortedItemsGoInAsOneBulkLoad() {
        Said said = Said.by("soak", "lsm", "--items", "3000", "--value", "100", "--bulk");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("3,000 puts in ") && said.out().contains("3,000 reads checked"), said.out());
        Said refused = Said.by("soak", "hash", "--items", "10", "--bulk");
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("bulk loads are for the engine lsm"), refused.err());
    }

    @Test
    void aPutThatTakesLongerIsAFailure() {
        assertEquals(1, Said.by("soak", "lsm", "--items", "10", "--value", "9", "--stall", "0s").code());
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        Files.createFile(folder.resolve("something"));
        Said said = Said.by("soak", "lsm", "--items", "10", "--dir", folder.toString());
        assertEquals(2, said.code());
        assertTrue(said.err().contains("--dir must be empty"), said.err());
        assertEquals(2, Said.by("soak", "lsm", "--items", "many").code());
        assertEquals(2, Said.by("soak", "lsm", "--items", "0").code());
    }
}
