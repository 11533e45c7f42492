package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.run.SeededWork;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What an index is told before changes come. That they come in that order, {@link MapEngine} checks in every test. */
class ExpectedTest {

    private static final UnsafeBuffer VALUE = new UnsafeBuffer(new byte[8]);

    @Test
    void theChangesOfABatchAreToldAheadAndThoseOfASingleCommitAreNot() {
        try (FaultyDisk disk = new FaultyDisk(1);
                MapEngine engine = MapEngine.open(EngineConfig.on(disk).withWork(new SeededWork(1)))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                table.put(Key.of("there", ""), VALUE, 0, VALUE.capacity(), WriteOptions.DEFAULT);
                assertEquals(0, engine.expectations());
                WriteBatch batch = new WriteBatch();
                for (int i = 0; i < 7; i++) {
                    batch.put(table, Key.of("p" + i, ""), VALUE, 0, VALUE.capacity(), WriteOptions.DEFAULT);
                }
                batch.delete(table, Key.of("there", ""), WriteOptions.DEFAULT);
                batch.delete(table, Key.of("nobody", ""), WriteOptions.DEFAULT); // not a change
                session.commit(batch, Durability.PROCESS);
                assertEquals(8, engine.expectations());
                table.delete(Key.of("p0", ""));
                assertEquals(8, engine.expectations());
                assertEquals(6, engine.contents().size());
            }
        }
    }
}
