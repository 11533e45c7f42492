package dev.dyno.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.kit.Items;
import dev.dyno.kit.model.ModelEngineProvider;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Settings that cannot work say what is allowed before anything is opened; items that do not fit are never lost. */
class BadInputTest {

    private static final EngineProvider CACHED = Caching.over(new ModelEngineProvider());
    private static final EngineConfig CONFIG = EngineConfig.inMemory().withDurability(Durability.MEMORY);

    @Test
    void aCacheThatCannotHoldAnItemIsRefusedWithTheLimit() {
        refused("option out of range: cache-bytes=100, allowed=64KiB to 128GiB", "cache-bytes", "100");
        refused("cache-entry-bytes=1", "cache-entry-bytes", "1");
        message("cache is too small: bytes=100, limit=64KiB", () -> CacheOptions.STANDARD.withBytes(100, 64));
        message("entryBytes=3, limit=14", () -> CacheOptions.STANDARD.withBytes(1 << 20, 3));
    }

    @Test
    void timesBelowZeroAreRefused() {
        refused("cache-item-life-millis=-1, allowed=0 to", "cache-item-life-millis", "-1");
        refused("cache-query-life-millis=-5, allowed=0 to", "cache-query-life-millis", "-5");
        message("itemLifeMillis=-1", () -> CacheOptions.STANDARD.withItemLife(-1));
        message("queryLifeMillis=-1", () -> CacheOptions.STANDARD.withQueries(1 << 20, -1));
    }

    @Test
    void unknownNamesAreRefusedWithWhatThereIs() {
        refused("cache-policy=lfu, allowed=lru, clock, sieve", "cache-policy", "lfu");
        refused("cache-mode=fast, allowed=coherent, dax", "cache-mode", "fast");
        refused("did you mean 'cache-bytes'?", "cache-byte", "1MiB");
        message("a query cache answers with what was", () -> CacheOptions.STANDARD.withQueries(1 << 20, 5)
                .withMode(CacheMode.COHERENT));
    }

    @Test
    void anItemLargerThanTheCacheIsReadAndWritten() {
        try (Engine engine = CACHED.open(CONFIG.withOption("cache-bytes", "64KiB"))) {
            engine.createTable(TableSpec.unsorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                UnsafeBuffer large = new UnsafeBuffer(new byte[200_000]);
                large.setMemory(0, large.capacity(), (byte) 7);
                Key key = Key.of("large", "");
                table.put(key, Items.bytes("small"), 0, 5);
                table.put(key, large, 0, large.capacity());
                ItemView view = new ItemView();
                for (int i = 0; i < 3; i++) {
                    assertTrue(table.get(key, view));
                    assertEquals(large.capacity(), view.length());
                    assertEquals(7, view.value().getByte(view.length() - 1));
                }
            }
            assertTrue(engine.verify().clean());
        }
    }

    private static void refused(String hint, String option, String value) {
        message(hint, () -> CACHED.open(CONFIG.withOption(option, value)));
    }

    private static void message(String hint, Runnable action) {
        String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(hint), message);
    }
}
