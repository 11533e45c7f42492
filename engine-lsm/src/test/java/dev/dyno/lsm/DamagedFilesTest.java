package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.SeededWork;
import java.util.List;
import java.util.Map;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Files that are missing or damaged are reported by name; options that have changed are not damage. */
class DamagedFilesTest {

    private static final int ITEMS = 200;

    private final MemoryDisk disk = new MemoryDisk();
    private final EngineConfig config = EngineConfig.on(disk).withWork(new SeededWork(1));

    private void write(EngineConfig with) {
        try (Engine engine = new LsmEngineProvider().open(with)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                put(session.table("t"), 0);
                engine.checkpoint();
            }
        }
    }

    private static void put(Table table, int from) {
        for (int i = from; i < from + ITEMS; i++) {
            UnsafeBuffer value = new UnsafeBuffer(("value " + i).getBytes());
            table.put(Key.of("p" + i % 5, "s" + i), value, 0, value.capacity());
        }
    }

    private static void check(Engine engine, int items) {
        ItemView view = new ItemView();
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < items; i++) {
                assertTrue(table.get(Key.of("p" + i % 5, "s" + i), view), "item " + i);
                assertEquals("value " + i, view.value().getStringWithoutLengthAscii(0, view.length()));
            }
        }
    }

    private String table() {
        return disk.list().stream().filter(name -> name.startsWith("tables/")).findFirst().orElseThrow();
    }

    private void flip(String name, long position) {
        try (DiskFile file = disk.open(name); Region byteThere = Memory.system().map(4096, "flip", false)) {
            file.read(position, byteThere.address(), 1);
            UnsafeApi.putByte(byteThere.address(), (byte) (UnsafeApi.getByte(byteThere.address()) ^ 4));
            file.write(position, byteThere.address(), 1);
        }
    }

    @Test
    void aMissingTableFileIsReportedWithTheManifestThatNamesIt() {
        write(config);
        String name = table();
        disk.delete(name);
        EngineException.Corrupt report =
                assertThrows(EngineException.Corrupt.class, () -> new LsmEngineProvider().open(config));
        assertTrue(report.getMessage().contains(name) && report.getMessage().contains("manifest/"),
                report.getMessage());
    }

    @Test
    void aBlockThatFailsItsChecksumIsReportedByReadsAndByVerify() {
        write(config);
        flip(table(), 200);
        try (Engine engine = new LsmEngineProvider().open(config)) {
            EngineException.Corrupt report =
                    assertThrows(EngineException.Corrupt.class, () -> check(engine, ITEMS));
            assertTrue(report.getMessage().contains(table()), report.getMessage());
            assertFalse(engine.verify().clean());
            assertTrue(engine.stats().get(EngineStats.Counter.CHECKSUM_FAILURES) > 0);
        }
    }

    @Test
    void everythingBehindTheBlocksIsCheckedAtOpen() {
        write(config);
        String name = table();
        long bytes;
        try (DiskFile file = disk.open(name)) {
            bytes = file.size();
        }
        // Footer, properties, index and filters lie at the end, in this order backwards, with zeros between them.
        int reported = 0;
        for (long position = bytes - 1; position > bytes - 600; position -= 7) {
            flip(name, position);
            try (Engine engine = new LsmEngineProvider().open(config)) {
                check(engine, ITEMS);
            } catch (EngineException.Corrupt expected) {
                assertTrue(expected.getMessage().contains(name), expected.getMessage());
                reported++;
            }
            flip(name, position);
        }
        assertTrue(reported > 60, "reported=" + reported);
        try (Engine engine = new LsmEngineProvider().open(config)) {
            check(engine, ITEMS);
        }
    }

    private String file(String folder) {
        return disk.list().stream().filter(name -> name.startsWith(folder)).findFirst().orElseThrow();
    }

    @Test
    void aManifestThatIsDamagedIsReported() {
        write(config);
        String name = file("manifest/");
        for (long position : new long[] {70, 90, 120, 130}) { // its header, and what it names
            flip(name, position);
            EngineException.Corrupt report =
                    assertThrows(EngineException.Corrupt.class, () -> new LsmEngineProvider().open(config));
            assertTrue(report.getMessage().contains(name), report.getMessage());
            flip(name, position);
        }
        new LsmEngineProvider().open(config).close();
    }

    @Test
    void valueFilesThatAreDamagedOrMissingAreReported() {
        EngineConfig separate = config.withOptions(Map.of("value-separation-bytes", "32"));
        try (Engine engine = new LsmEngineProvider().open(separate)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                session.table("t").put(Key.of("p", "s"), new UnsafeBuffer(new byte[100]), 0, 100);
                engine.checkpoint();
            }
        }
        String name = file("values/");
        flip(name, 100);
        try (Engine engine = new LsmEngineProvider().open(separate); Session session = engine.openSession()) {
            EngineException.Corrupt report = assertThrows(EngineException.Corrupt.class,
                    () -> session.table("t").get(Key.of("p", "s"), new ItemView()));
            assertTrue(report.getMessage().contains(name), report.getMessage());
            Dump dump = new Dump();
            assertTrue(new LsmEngineProvider().dump(disk, name, dump));
            assertTrue(dump.toString().contains("wrong checksum"), dump.toString());
        }
        disk.delete(name);
        EngineException.Corrupt report =
                assertThrows(EngineException.Corrupt.class, () -> new LsmEngineProvider().open(separate));
        assertTrue(report.getMessage().contains(name), report.getMessage());
    }

    @Test
    void tablesThatWereWrittenWithOtherOptionsOpen() {
        write(config.withOptions(Map.of("block-bytes", "256", "filter", "fuse", "compression", "zstd")));
        for (Map<String, String> options : List.of(Map.of("filter", "none"), Map.of("compression", "lz4"),
            Map.of("block-bytes", "32KiB", "filter-bits", "3", "compaction", "leveled"))) {
            try (Engine engine = new LsmEngineProvider().open(config.withOptions(options))) {
                check(engine, ITEMS);
                try (Session session = engine.openSession()) {
                    put(session.table("t"), 0);
                }
                engine.checkpoint();
                assertTrue(engine.verify().clean());
                check(engine, ITEMS);
            }
        }
    }
}
