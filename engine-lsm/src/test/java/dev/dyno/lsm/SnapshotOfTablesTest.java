package dev.dyno.lsm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import org.junit.jupiter.api.Test;

/** A table that was made after a snapshot is not in it, although making it has no sequence. */
class SnapshotOfTablesTest {

    @Test
    void aTableMadeLaterIsNotInASnapshot() {
        try (MemoryDisk disk = new MemoryDisk(); SeededWork work = new SeededWork(1);
                Engine engine = new LsmEngineProvider().open(EngineConfig.on(disk).withWork(work))) {
            engine.createTable(TableSpec.sorted("before"));
            try (Session session = engine.openSession(); Snapshot snapshot = session.snapshot()) {
                engine.createTable(TableSpec.sorted("after"));
                EngineException.NoSuchTable refused = assertThrows(EngineException.NoSuchTable.class,
                        () -> session.table("after").at(snapshot));
                assertTrue(refused.getMessage().contains("made after snapshot at 0"), refused::getMessage);
                try (Cursor cursor = session.table("before").at(snapshot).scan(0, 1)) {
                    assertFalse(cursor.next());
                }
            }
        }
    }
}
