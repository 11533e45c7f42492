package dev.dyno.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to a fork and what comes back survives the files between. */
class LapFilesTest {

    @TempDir
    Path folder;

    @Test
    void aLap() throws IOException {
        Lap lap = new Lap("log", new LayerStack("ring", "64MiB:sieve"),
                new DataSpec("jdk", 77, 100, folder.resolve("jdk.data")), Workload.YCSB_E, 3,
                Durability.SYNC, true, folder.resolve("an odd = name"), -5, 0.5, 4.25, Map.of("block-bytes", "4KiB"));
        Path file = folder.resolve("lap");
        lap.write(file);
        assertEquals(lap, Lap.read(file));
    }

    @Test
    void notes() throws IOException {
        Histogram latencies = LapNotes.newHistogram();
        latencies.recordValue(1_234);
        LapNotes notes = new LapNotes(latencies, 9, 12_345, 678, "WrongAnswer: no = good");
        Path file = LapNotes.fileFor(folder.resolve("lap"));
        notes.write(file);
        assertEquals(notes, LapNotes.read(file));
    }

    @Test
    void aForkThatLeftNothing() throws IOException {
        LapNotes none = LapNotes.read(folder.resolve("none"));
        assertEquals(0, none.latencies().getTotalCount());
        assertEquals(-1, none.bytesWritten());
    }

    @Test
    void foldersAreMeasuredAndRemoved() throws IOException {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.write(below.resolve("file"), new byte[1 << 20]);
        long bytes = Storage.allocatedBytes(folder.resolve("a"));
        assertEquals(1 << 20, bytes, 64 << 10);
        Storage.remove(folder.resolve("a"));
        assertEquals(false, Files.exists(folder.resolve("a")));
    }
}
