package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans at every size that a table passes on its way, in every number of parts up to nine. */
class ScanTest {

    private static final int ITEMS = 260;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 16})
    void everyItemIsInOnePart(long seed) {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withClock(new ManualClock(seed)).withOptions(new HashEngineProvider().miniature()))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 1; i <= ITEMS; i++) {
                    table.put(Key.of("p" + i, ""), new UnsafeBuffer(new byte[8]), 0, 8);
                    for (int of = 1; of < 10; of++) {
                        assertEquals(i, scanned(table, of), "items=" + i + ", parts=" + of);
                    }
                    assertTrue(engine.verify().clean());
                }
            }
        }
    }

    /** Items keep their places while buckets split between the steps of a walk. */
    @Test
    void aWalkMeetsEveryItemThatWasThereOnceWhileTheTableGrows() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOptions(new HashEngineProvider().miniature()))) {
            engine.createTable(TableSpec.unsorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 0; i < ITEMS; i++) {
                    table.put(Key.of("old" + i, ""), new UnsafeBuffer(new byte[8]), 0, 8);
                }
                Set<String> met = new HashSet<>();
                try (Cursor cursor = table.scan(0, 1)) {
                    for (int step = 0; cursor.next(); step++) {
                        String key = cursor.key().toString();
                        assertTrue(met.add(key), () -> "twice: " + key);
                        for (int i = 0; i < 20 && step < ITEMS; i++) {
                            table.put(Key.of("new" + step + "." + i, ""), new UnsafeBuffer(new byte[8]), 0, 8);
                        }
                    }
                }
                for (int i = 0; i < ITEMS; i++) {
                    assertTrue(met.contains("old" + i), "old" + i);
                }
            }
        }
    }

    private static int scanned(Table table, int of) {
        Set<String> met = new HashSet<>();
        for (int part = 0; part < of; part++) {
            try (Cursor cursor = table.scan(part, of)) {
                while (cursor.next()) {
                    String key = cursor.key().toString();
                    assertTrue(met.add(key), () -> "in two parts: " + key);
                }
            }
        }
        return met.size();
    }
}
