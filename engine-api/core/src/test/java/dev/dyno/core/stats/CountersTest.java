package dev.dyno.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.memory.Memory;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {

    @TempDir
    Path directory;

    @Test
    void anotherDiskOnTheSameDirectoryWatches() {
        Set<Counter> kept = EnumSet.complementOf(EnumSet.of(Counter.SNAPSHOTS));
        try (Disk disk = FileDisk.at(directory);
                Disk outside = FileDisk.at(directory);
                Counters counters = new Counters(disk, Memory.system(), "test", kept);
                CountersWatch watch = new CountersWatch(outside)) {
            Disk.Lock lock = disk.lock();
            counters.add(Counter.GETS, 3);
            counters.add(Counter.GETS, 4);
            counters.set(Counter.CHECKSUM_FAILURES, 9);
            assertEquals("test", watch.engine());
            assertEquals(7, watch.read().get(Counter.GETS));
            assertEquals(9, watch.read().get(Counter.CHECKSUM_FAILURES));
            assertFalse(watch.read().has(Counter.SNAPSHOTS));
            assertEquals(counters.stats().toString(), watch.read().toString());
            counters.add(Counter.GETS, 1);
            assertEquals(8, watch.read().get(Counter.GETS));
            lock.close();
        }
    }

    @Test
    void beginsAnewAtEveryOpenAndRefusesOtherFiles() {
        try (Disk disk = FileDisk.at(directory)) {
            Counters first = new Counters(disk, Memory.system(), "test", Set.of(Counter.GETS));
            first.add(Counter.GETS, 3);
            first.close();
            try (CountersWatch watch = new CountersWatch(disk)) {
                assertEquals(3, watch.read().get(Counter.GETS));
            }
            Counters second = new Counters(disk, Memory.system(), "test", Set.of(Counter.PUTS));
            try (CountersWatch watch = new CountersWatch(disk)) {
                assertFalse(watch.read().has(Counter.GETS));
                assertEquals(0, watch.read().get(Counter.PUTS));
            }
            second.close();
            disk.delete("counters");
            assertThrows(EngineException.Io.class, () -> new CountersWatch(disk));
            disk.create("counters").close();
            assertThrows(EngineException.Corrupt.class, () -> new CountersWatch(disk));
        }
    }
}
