package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Splits that a full page leaves little choice for. */
class SplitsTest {

    /**
     * Keys that grow in order make the left half keep every entry, and a long separator then takes the place of a short
     * fence: with entries of every size, some page is too full for that.
     */
    @Test
    void aHalfThatKeepsEveryEntryHasRoomForALongerFence() {
        Map<String, String> small = new BTreeEngineProvider().miniature();
        try (Engine engine = new BTreeEngineProvider().open(EngineConfig.inMemory().withOptions(small))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int size = 0; size < 160; size++) {
                    fill(table, size);
                }
            }
            assertTrue(engine.verify().clean(), () -> engine.verify().violations().toString());
        }
    }

    private static void fill(Table table, int size) {
        UnsafeBuffer value = new UnsafeBuffer(new byte[size]);
        for (int i = 0; i < 30; i++) {
            // First another partition, so that fences are short; then one in order, whose keys are long and alike.
            table.put(Key.of("p" + (size * 31 + i) % 97, "s"), value, 0, i % (size + 1));
            table.put(Key.of("partition-" + size, "item-in-the-order-of-" + (1000 + i)), value, 0, size);
        }
    }
}
