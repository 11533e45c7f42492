package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Option;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option does to the shape of a tree, and what is refused. */
class OptionsTest {

    private static final int ITEMS = 4_000;
    private static final int VALUE_BYTES = 50;

    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);

    /** Relative to pages that are split when they are full, which then lose the prefix that their fences share. */
    @ParameterizedTest
    @CsvSource({"append-fill-percent,75,70,82", "append-fill-percent,50,45,57", "split-policy,middle,45,57"})
    void keysInOrderLeavePagesAsFullAsAsked(String option, String setting, long least, long most) {
        long full = (Long) leavesAfter(Map.of(), ITEMS, 0).facts().get("fillPercent");
        long fill = 100 * (Long) leavesAfter(Map.of(option, setting), ITEMS, 0).facts().get("fillPercent") / full;
        assertTrue(fill >= least && fill <= most, "percent of a full page=" + fill + ", fillPercent=" + full);
    }

    @Test
    void pagesAreMergedAsEarlyAsAsked() {
        long never = (Long) leavesAfter(Map.of("merge-percent", "0"), ITEMS, 10).facts().get("pages");
        long late = (Long) leavesAfter(Map.of("merge-percent", "25"), ITEMS, 10).facts().get("pages");
        long early = (Long) leavesAfter(Map.of("merge-percent", "50"), ITEMS, 10).facts().get("pages");
        assertTrue(never > 2 * late && late >= early, "pages: " + never + ", " + late + ", " + early);
    }

    /** Puts items in order, then deletes all but one of {@code keptOneOf}, if that is not 0. @return the leaves */
    private Shape leavesAfter(Map<String, String> options, int items, int keptOneOf) {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new BTreeEngineProvider().open(EngineConfig.on(disk).withWork(work)
                        .withOptions(options).withOption("page-bytes", "4KiB"))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int i = 0; i < items; i++) {
                    table.put(key(i), value, 0, VALUE_BYTES);
                }
                for (int i = 0; keptOneOf > 0 && i < items; i++) {
                    if (i % keptOneOf != 0) {
                        table.delete(key(i));
                    }
                }
            }
            assertTrue(engine.verify().clean());
            Shape table = engine.describe().children().getFirst();
            return table.children().getLast();
        }
    }

    private static Key key(int number) {
        return Key.of("one partition", String.format("%08d", number));
    }

    @Test
    void pagesOfAnotherSizeAreRefusedAndLeftAlone() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1)) {
            EngineConfig config = EngineConfig.on(disk).withWork(work);
            fill(config.withOption("page-bytes", "8KiB"), Key.of("p", "s"), true);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                    () -> new BTreeEngineProvider().open(config.withOption("page-bytes", "4KiB")));
            assertTrue(refused.getMessage().contains("page-bytes=4096")
                    && refused.getMessage().contains("pageBytes=8192"), refused::getMessage);
            try (Engine engine = new BTreeEngineProvider().open(config)) { // the files' own, not the default
                assertTrue(engine.verify().clean());
                assertEquals(1, engine.tables().size());
                assertEquals(8192, engine.describe().facts().get("pageBytes"));
            }
        }
    }

    @Test
    void aLogWithKeysTooLongForThePageIsRefused() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1)) {
            EngineConfig config = EngineConfig.on(disk).withWork(work);
            fill(config, Key.of("p".repeat(Key.PARTITION_BYTES_MAX), "s".repeat(Key.SORT_BYTES_MAX)), false);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                    () -> new BTreeEngineProvider().open(config.withOption("page-bytes", "4KiB")));
            assertTrue(refused.getMessage().contains("keyBytes=3082"), refused::getMessage);
            new BTreeEngineProvider().open(config).close();
        }
    }

    private void fill(EngineConfig config, Key key, boolean checkpoint) {
        try (Engine engine = new BTreeEngineProvider().open(config)) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                session.table("t").put(key, value, 0, VALUE_BYTES);
            }
            if (checkpoint) {
                engine.checkpoint();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page-bytes=3000", "page-bytes=64KiB", "page-bytes=512", "memory-bytes=4KiB",
        "leaf-search=hints", "split-policy=left", "append-fill-percent=49", "merge-percent=51", "merge-percent=-1",
        "huge-pages=yes", "checkpoint-bytes=0", "log-segment-bytes=1KiB", "large-value-bytes=9KiB", "pagebytes=4KiB"})
    void whatIsOutOfRangeIsRefusedByName(String setting) {
        String[] parts = setting.split("=");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () ->
                new BTreeEngineProvider().open(EngineConfig.inMemory().withOption(parts[0], parts[1])));
        assertTrue(refused.getMessage().contains(parts[0]), refused::getMessage);
    }

    @Test
    void everyOptionSaysWhatItDoesAndWhatIsAllowed() {
        for (Option<?> option : new BTreeEngineProvider().options()) {
            assertTrue(option.advice().length() > 40 && option.advice().endsWith("."), option::name);
            assertFalse(option.allowed().isEmpty(), option::name);
        }
        new BTreeEngineProvider().miniature().forEach((name, text) -> assertTrue(BTreeOptions.ALL.stream()
                .anyMatch(option -> option.name().equals(name) && option.parse(text) != null), name));
    }
}
