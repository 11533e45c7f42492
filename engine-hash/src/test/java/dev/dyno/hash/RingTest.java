package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring that scans go along: partitions in one place of it, and the same places whenever the engine is opened. */
class RingTest {

    private static final int PARTITIONS = 250_000;
    private static final int SORT_KEYS = 100;

    /** Partitions whose hashes are the same in the 32 bits of the ring come one behind the other, each whole. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partitionsInOnePlaceAreReadOneBehindTheOther(boolean sorted) {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = open(disk, work, 5)) {
            engine.createTable(sorted ? TableSpec.sorted("t") : TableSpec.unsorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                List<String> names = partitionsInOnePlace(table);
                assertTrue(names.size() >= 4, "found " + names);
                int sortKeys = sorted ? SORT_KEYS : 1;
                for (String name : names) {
                    for (int i = 0; i < sortKeys; i++) {
                        ScanTest.put(table, Key.of(name, sorted ? "s" + i : ""));
                    }
                }
                assertEquals(names.size() * sortKeys, scanned(table).size());
                try (Snapshot before = session.snapshot()) {
                    List<String> left = scannedWhileDeleted(table);
                    assertEquals(names.size() * sortKeys, left.size());
                    assertEquals(List.of(), scanned(table));
                    assertEquals(left.size(), keys(table.at(before).scan(0, 1)).size());
                }
                assertTrue(engine.verify().clean(), engine.verify().toString());
            }
        }
    }

    /** The first of each two that are found in one place, and the second. */
    private static List<String> partitionsInOnePlace(Table table) {
        Map<Long, String> byPlace = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            String name = "p" + i;
            String other = byPlace.putIfAbsent(table.ringPosition(Key.of(name, "")), name);
            if (other != null) {
                found.add(other);
                found.add(name);
            }
        }
        return found;
    }

    private static List<String> scanned(Table table) {
        List<String> all = keys(table.scan(0, 1));
        List<String> inParts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            inParts.addAll(keys(table.scan(part, 4)));
        }
        assertEquals(all, inParts);
        assertEquals(all.size(), all.stream().distinct().count());
        return all;
    }

    private static List<String> keys(Cursor cursor) {
        List<String> keys = new ArrayList<>();
        try (cursor) {
            while (cursor.next()) {
                keys.add(cursor.key().toString());
            }
        }
        return keys;
    }

    /** Whatever the walk stands on goes before it takes its next step. */
    private static List<String> scannedWhileDeleted(Table table) {
        List<String> keys = new ArrayList<>();
        try (Cursor cursor = table.scan(0, 1)) {
            while (cursor.next()) {
                keys.add(cursor.key().toString());
                table.delete(cursor.key());
            }
        }
        return keys;
    }

    /** Programs come back with the key that a page ended with, also behind a kill that no checkpoint came before. */
    @Test
    void placesAreTheSameWheneverTheEngineIsOpened() {
        try (MemoryDisk disk = new MemoryDisk(); MemoryDisk killed = new MemoryDisk();
                SeededWork work = new SeededWork(1)) {
            List<Long> places;
            try (Engine engine = open(disk, work, 10)) {
                engine.createTable(TableSpec.sorted("t"));
                engine.createTable(TableSpec.unsorted("u"));
                places = places(engine);
                CheckpointTest.copy(disk, killed);
            }
            for (Disk each : List.of(disk, killed, killed)) {
                try (Engine engine = open(each, work, 20)) {
                    assertEquals(places, places(engine));
                }
            }
        }
    }

    private static List<Long> places(Engine engine) {
        List<Long> places = new ArrayList<>();
        try (Session session = engine.openSession()) {
            for (int i = 0; i < 20; i++) {
                places.add(session.table("t").ringPosition(Key.of("p" + i, "s")));
                places.add(session.table("u").ringPosition(Key.of("p" + i, "")));
            }
        }
        return places;
    }

    private static Engine open(Disk disk, SeededWork work, int millis) {
        return new HashEngineProvider().open(EngineConfig.on(disk).withWork(work).withClock(new ManualClock(millis))
                .withOptions(new HashEngineProvider().miniature()));
    }
}
