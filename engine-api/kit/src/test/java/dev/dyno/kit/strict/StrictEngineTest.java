package dev.dyno.kit.strict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException.Closed;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.kit.Items;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to break the contract shows. */
class StrictEngineTest {

    private static final Key KEY = Key.of("p", "s");

    private final DirectBuffer value = Items.bytes("value");
    private Engine engine;
    private Session session;
    private Table table;

    @BeforeEach
    void open() {
        EngineConfig config = EngineConfig.inMemory().withDurability(Durability.MEMORY);
        engine = new StrictEngine(new ModelEngineProvider().open(config));
        engine.createTable(TableSpec.sorted("t"));
        session = engine.openSession();
        table = session.table("t");
        table.put(KEY, value, 0, value.capacity());
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
    }

    @Test
    void aViewIsPoisonedByTheNextCall() {
        ItemView view = new ItemView();
        table.get(KEY, view);
        assertEquals("value", Items.text(view));
        table.get(Key.of("p", "other"), new ItemView());
        assertEquals((byte) 0xDE, view.value().getByte(0));
    }

    @Test
    void aViewMayBeAnArgumentOfTheNextCall() {
        try (Cursor cursor = table.query(Items.range("p"))) {
            cursor.next();
            table.put(Key.of("p", "copy"), cursor.item().value(), 0, cursor.item().length());
        }
        ItemView view = new ItemView();
        table.get(Key.of("p", "copy"), view);
        assertEquals("value", Items.text(view));
    }

    @Test
    void viewsOfCallbacksAreOverWhenTheyReturn() {
        AtomicReference<ItemView> kept = new AtomicReference<>();
        table.getBatch(new KeyBatch().add(KEY), (index, item) -> kept.set(item));
        assertEquals((byte) 0xDE, kept.get().value().getByte(0));
        table.put(KEY, value, 0, 5, new WriteOptions().ifMatches(current -> {
            kept.set(current);
            return false;
        }));
        assertEquals((byte) 0xDE, kept.get().value().getByte(0));
    }

    @Test
    void theOldItemIsPoisonedByTheNextCall() {
        WriteOptions options = new WriteOptions().returnOld();
        table.put(KEY, value, 0, 1, options);
        assertEquals("value", Items.text(options.old()));
        table.delete(KEY);
        assertEquals((byte) 0xDE, options.old().value().getByte(0));
    }

    @Test
    void aViewAtASnapshotIsPoisonedByItsClose() {
        ItemView view = new ItemView();
        try (Snapshot snapshot = session.snapshot()) {
            table.at(snapshot).get(KEY, view);
            table.delete(KEY);
            assertEquals("value", Items.text(view));
        }
        assertEquals((byte) 0xDE, view.value().getByte(0));
    }

    @Test
    void aSecondThreadIsNamed() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = Thread.ofPlatform().name("intruder").start(() -> {
            try {
                table.get(KEY, new ItemView());
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
        });
        other.join();
        assertTrue(thrown.get().getMessage().contains("caller=intruder"), thrown.get()::getMessage);
        assertTrue(thrown.get().getMessage().contains("owner=" + Thread.currentThread().getName()));
    }

    @Test
    void useAfterCloseIsRefused() {
        Cursor cursor = table.query(Items.range("p"));
        cursor.close();
        assertThrows(Closed.class, cursor::next);
        Session closed = engine.openSession();
        Table its = closed.table("t");
        closed.close();
        assertThrows(Closed.class, () -> its.get(KEY, new ItemView()));
    }

    @Test
    void argumentsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> table.get(Key.of("", "s"), new ItemView()));
        assertThrows(IndexOutOfBoundsException.class, () -> table.put(KEY, value, 3, 5));
        assertThrows(IllegalArgumentException.class, () -> table.scan(2, 2));
        assertThrows(NullPointerException.class, () -> table.delete(KEY, null));
        assertFalse(table.get(Key.of("p", "absent"), new ItemView()));
    }
}
