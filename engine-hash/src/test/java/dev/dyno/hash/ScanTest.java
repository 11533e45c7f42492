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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans at every size that a table passes on its way, in every number of parts up to nine. */
class ScanTest {

    private static final int ITEMS = 260;

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "3, false", "16, true"})
    void everyItemIsInOnePart(long seed, boolean sorted) {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withClock(new ManualClock(seed)).withOptions(new HashEngineProvider().miniature()))) {
            engine.createTable(sorted ? TableSpec.sorted("t") : TableSpec.unsorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 1; i <= ITEMS; i++) {
                    put(table, sorted ? Key.of("p" + i / 2, "s" + i) : Key.of("p" + i, ""));
                    for (int of = 1; of < 10; of++) {
                        assertEquals(i, scanned(table, of), "items=" + i + ", parts=" + of);
                    }
                    assertTrue(engine.verify().clean());
                }
            }
        }
    }

    /** Items keep their places while buckets split between the steps of a walk. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWalkMeetsEveryItemThatWasThereOnceWhileTheTableGrows(boolean sorted) {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new HashEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withClock(new ManualClock(1)).withOptions(new HashEngineProvider().miniature()))) {
            engine.createTable(sorted ? TableSpec.sorted("t") : TableSpec.unsorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 0; i < ITEMS; i++) {
                    put(table, Key.of("old" + i, ""));
                }
                Set<String> met = new HashSet<>();
                try (Cursor cursor = table.scan(0, 1)) {
                    for (int step = 0; cursor.next(); step++) {
                        String key = cursor.key().toString();
                        assertTrue(met.add(key), () -> "twice: " + key);
                        for (int i = 0; i < 20 && step < ITEMS; i++) {
                            put(table, Key.of("new" + step + "." + i, ""));
                        }
                    }
                }
                for (int i = 0; i < ITEMS; i++) {
                    assertTrue(met.contains("old" + i), "old" + i);
                }
            }
        }
    }

    static void put(Table table, Key key) {
        table.put(key, new UnsafeBuffer(new byte[8]), 0, 8);
    }

    /** Every part gives its items in the order of the ring. */
    private static int scanned(Table table, int of) {
        Set<String> met = new HashSet<>();
        for (int part = 0; part < of; part++) {
            long before = 0;
            try (Cursor cursor = table.scan(part, of)) {
                while (cursor.next()) {
                    String key = cursor.key().toString();
                    assertTrue(met.add(key), () -> "in two parts: " + key);
                    long position = table.ringPosition(cursor.key());
                    assertEquals(part, Math.unsignedMultiplyHigh(position, of), () -> "in another part: " + key);
                    assertTrue(Long.compareUnsigned(before, position) <= 0, () -> "out of order: " + key);
                    before = position;
                }
            }
        }
        return met.size();
    }
}
