package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineStats;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.stats.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at files that are fine, foreign, truncated, damaged, or of an engine that is not here. */
class LookCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aFolderIsListedWithWhatItsHeadersSay() throws IOException {
        write("a.log", header("log", "segment", 1));
        write("foreign.txt", "by another program; ".repeat(9).getBytes(StandardCharsets.UTF_8));
        Said said = Said.by("look", folder.toString());
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("a.log +64 +log +segment +1.*")), said.out());
        assertTrue(said.out().contains("without a header of Dyno"), said.out());
    }

    @Test
    void aTruncatedFileIsNamedWithTheRest() throws IOException {
        write("a.log", header("log", "segment", 1));
        write("short.log", Arrays.copyOf(header("log", "segment", 1), 40));
        Said said = Said.by("look", folder.toString());
        assertEquals(1, said.code());
        assertTrue(said.out().contains("file=short.log, position=40"), said.out());
        assertTrue(said.out().contains("a.log"), said.out());
    }

    @Test
    void aTruncatedFileCannotBeDumped() throws IOException {
        write("short.log", new byte[10]);
        Said said = Said.by("look", folder.resolve("short.log").toString());
        assertEquals(1, said.code());
        assertTrue(said.error().contains("corrupt data: file=short.log"), said.err());
    }

    @Test
    void aFileThatItsEngineDoesNotDumpShowsItsHeader() throws IOException {
        write("thing", header("model", "thing", 1));
        Said said = Said.by("look", folder.resolve("thing").toString());
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("engine 'model'") && said.out().contains("kind 'thing'"), said.out());
        assertTrue(said.out().contains("shows no more"), said.out());
    }

    @Test
    void countersOfAnotherProcessAreReadWithoutOpeningTheEngine() {
        try (FileDisk disk = FileDisk.at(folder);
                Counters counters = new Counters(disk, Memory.system(), "log", Set.of(EngineStats.Counter.COMMITS))) {
            counters.add(EngineStats.Counter.COMMITS, 1_234);
            Said said = Said.by("look", folder.toString(), "--counters");
            assertEquals(0, said.code(), said.err());
            assertTrue(said.out().lines().anyMatch(line -> line.matches("COMMITS +1,234 +commits")), said.out());
        }
        assertEquals(2, Said.by("look", folder.resolve("none").toString(), "--counters").code());
    }

    @Test
    void aFlippedBitInAHeaderIsTold() throws IOException {
        byte[] bytes = header("log", "segment", 1);
        bytes[30] ^= 4;
        write("flipped.log", bytes);
        Said said = Said.by("look", folder.resolve("flipped.log").toString());
        assertEquals(1, said.code());
        assertTrue(said.error().contains("field=checksum"), said.err());
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("flipped.log")), "looking changes nothing");
    }

    @Test
    void aForeignFileIsRefused() throws IOException {
        write("foreign", new byte[200]);
        Said said = Said.by("look", folder.resolve("foreign").toString());
        assertEquals(1, said.code());
        assertTrue(said.error().contains("not a Dyno file: file=foreign"), said.err());
    }

    @Test
    void aFileOfAnEngineThatIsNotHereNamesTheNearest() throws IOException {
        write("a", header("modl", "segment", 1));
        Said said = Said.by("look", folder.resolve("a").toString());
        assertEquals(2, said.code());
        assertTrue(said.error().contains("no such engine: name=modl, did you mean 'model'?"), said.err());
        assertTrue(Said.by("look", folder.toString()).out().contains("no engine of this name here"));
    }

    @Test
    void anEmptyFolderAndABrokenRunAreToldApart() throws IOException {
        assertTrue(Said.by("look", folder.toString()).error().contains("no files here"));
        write("run.json", "{\"format\": 99".getBytes(StandardCharsets.UTF_8));
        Said said = Said.by("look", folder.toString());
        assertEquals(2, said.code());
        assertTrue(said.error().contains("run.json"), said.err());
    }

    @Test
    void aShapeNeedsAnEngine() throws IOException {
        write("foreign", new byte[200]);
        Said unknown = Said.by("look", folder.toString(), "--shape");
        assertEquals(2, unknown.code());
        assertTrue(unknown.error().contains("name it with --engine"), unknown.err());
        Said model = Said.by("look", folder.toString(), "--shape", "--engine", "model");
        assertEquals(0, model.code(), model.err());
        assertTrue(model.out().startsWith("engine model"), model.out());
        assertTrue(model.err().contains("recovery runs, and may write"), model.err());
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] header(String engine, String kind, int version) {
        byte[] bytes = new byte[FileHeader.LENGTH];
        new FileHeader(engine, kind, version, 42).encode(new UnsafeBuffer(bytes), 0);
        return bytes;
    }
}
