package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.run.SeededWork;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Batches over two tables whose changes meet in the same small pages: they split, merge, are copied for snapshots and
 * evicted between the moment a change is expected and its turn.
 */
class LookaheadTest {

    private static final int ROUNDS = 600;
    private static final int ROUNDS_OF_A_PHASE = 100;
    private static final int OPERATIONS_MAX = 120;
    private static final int PARTITIONS = 12;
    private static final int SORTS = 200;
    private static final String[] TABLES = {"a", "b"};

    private final SplittableRandom random = new SplittableRandom(29);
    private final Map<String, byte[]> model = new TreeMap<>();

    @Test
    void batchesOfNeighboursGiveWhatTheyShould() {
        try (FaultyDisk disk = new FaultyDisk(1);
                Engine engine = new BTreeEngineProvider().open(EngineConfig.on(disk).withWork(new SeededWork(1))
                        .withOptions(BTreeOptions.MINIATURE))) {
            for (String name : TABLES) {
                engine.createTable(TableSpec.sorted(name));
            }
            try (Session session = engine.openSession()) {
                for (int round = 0; round < ROUNDS; round++) {
                    Snapshot held = round % 8 == 0 ? session.snapshot() : null;
                    commit(session, round / ROUNDS_OF_A_PHASE % 2 == 0 ? 80 : 20);
                    if (held != null) {
                        held.close();
                    }
                    if (round % ROUNDS_OF_A_PHASE == ROUNDS_OF_A_PHASE - 1) {
                        assertTrue(engine.verify().clean(), () -> engine.verify().violations().toString());
                        assertSame(session);
                    }
                }
            }
        }
    }

    private void commit(Session session, int percentOfPuts) {
        WriteBatch batch = new WriteBatch();
        Set<String> taken = new HashSet<>();
        int operations = 1 + random.nextInt(OPERATIONS_MAX);
        for (int i = 0; i < operations; i++) {
            String table = TABLES[random.nextInt(TABLES.length)];
            String partition = "p" + random.nextInt(PARTITIONS);
            String sort = "s" + random.nextInt(SORTS);
            String name = table + partition + sort;
            if (!taken.add(name)) {
                continue;
            }
            if (random.nextInt(100) < percentOfPuts) {
                byte[] value = new byte[random.nextInt(20) == 0 ? 300 : random.nextInt(60)];
                random.nextBytes(value);
                batch.put(session.table(table), Key.of(partition, sort), new UnsafeBuffer(value), 0, value.length,
                        WriteOptions.DEFAULT);
                model.put(name, value);
            } else {
                batch.delete(session.table(table), Key.of(partition, sort), WriteOptions.DEFAULT);
                model.remove(name);
            }
        }
        session.commit(batch, Durability.PROCESS);
    }

    private void assertSame(Session session) {
        int items = 0;
        ItemView item = new ItemView();
        for (String name : TABLES) {
            Table table = session.table(name);
            try (Cursor cursor = table.scan(0, 1)) {
                while (cursor.next()) {
                    items++;
                }
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (int sort = 0; sort < SORTS; sort++) {
                    byte[] expected = model.get(name + "p" + partition + "s" + sort);
                    boolean found = table.get(Key.of("p" + partition, "s" + sort), item);
                    if (expected == null) {
                        assertFalse(found);
                        continue;
                    }
                    byte[] value = new byte[item.length()];
                    item.value().getBytes(0, value);
                    assertTrue(found);
                    assertArrayEquals(expected, value);
                }
            }
        }
        assertEquals(model.size(), items);
    }
}
