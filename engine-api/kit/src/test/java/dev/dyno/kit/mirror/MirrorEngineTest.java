package dev.dyno.kit.mirror;

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
import dev.dyno.kit.EngineContract;
import dev.dyno.kit.Items;
import dev.dyno.kit.model.ModelEngineProvider;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Two models side by side keep every rule; an engine that lies is caught with both answers. */
class MirrorEngineTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new MirrorProvider(new ModelEngineProvider(), new ModelEngineProvider());
    }

    @Test
    void aDifferenceShowsTheCallAndBothAnswers() {
        EngineConfig config = EngineConfig.inMemory().withDurability(Durability.MEMORY);
        Engine subject = new ModelEngineProvider().open(config);
        Engine reference = new ModelEngineProvider().open(EngineConfig.inMemory().withDurability(Durability.MEMORY));
        DirectBuffer value = Items.bytes("value");
        try (Engine mirror = new MirrorEngine(subject, reference)) {
            mirror.createTable(TableSpec.sorted("t"));
            try (Session session = mirror.openSession(); Session behind = subject.openSession()) {
                Table table = session.table("t");
                table.put(Key.of("p", "s"), value, 0, 5);
                assertTrue(table.get(Key.of("p", "s"), new ItemView()));
                behind.table("t").put(Key.of("p", "s"), value, 1, 3);
                AssertionError difference = assertThrows(AssertionError.class,
                        () -> table.get(Key.of("p", "s"), new ItemView()));
                assertTrue(difference.getMessage().contains("get p s"), difference::getMessage);
                assertTrue(difference.getMessage().contains("subject=alu, reference=value"), difference::getMessage);
                behind.table("t").delete(Key.of("p", "s"));
                assertThrows(AssertionError.class, () -> table.delete(Key.of("p", "s")));
            }
        }
    }
}
