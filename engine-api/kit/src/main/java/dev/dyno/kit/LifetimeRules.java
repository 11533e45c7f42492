package dev.dyno.kit;

import static dev.dyno.api.Capability.QUERY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException.Closed;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** L: how long views live, and what a closed thing answers. Views are tested on the bare engine. */
public interface LifetimeRules extends RuleFamily {

    @Test
    @Rule("L1")
    default void l1_aViewHoldsUntilTheNextCallOnItsSession() {
        try (Bare bare = Bare.start(fixture()); Session another = bare.engine().openSession()) {
            Table elsewhere = another.table(Fixture.ITEMS);
            put(bare.table(), "s", "the value that was read");
            ItemView view = new ItemView();
            assertTrue(bare.table().get(Key.of("p", "s"), view));
            for (int i = 0; i < 500; i++) {
                put(elsewhere, i % 2 == 0 ? "s" : "s" + i, "another value, number " + i);
                assertEquals("the value that was read", Items.text(view));
            }
            elsewhere.delete(Key.of("p", "s"));
            bare.engine().checkpoint();
            assertEquals("the value that was read", Items.text(view));
            fixture().count();
        }
    }

    @Test
    @Rule("L2")
    default void l2_aCursorsViewsHoldUntilItsNextCall() {
        if (lacks(QUERY)) {
            return;
        }
        try (Bare bare = Bare.start(fixture()); Session another = bare.engine().openSession()) {
            Table elsewhere = another.table(Fixture.ITEMS);
            put(bare.table(), "a", "first");
            put(bare.table(), "b", "second");
            try (Cursor cursor = bare.table().query(Items.range("p"))) {
                assertTrue(cursor.next());
                Key key = cursor.key();
                ItemView item = cursor.item();
                elsewhere.delete(Key.of("p", "a"));
                for (int i = 0; i < 300; i++) {
                    put(elsewhere, "a" + i, "between");
                }
                assertEquals("p a", key.toString());
                assertEquals("first", Items.text(item));
                assertTrue(cursor.next());
                fixture().count();
            }
        }
    }

    @Test
    @Rule("L3")
    default void l3_anEngineWithAnOpenSessionDoesNotClose() {
        Session open = session();
        items().put("p", "s", "value");
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> engine().close());
        assertTrue(refusal.getMessage().contains("session"), refusal::getMessage);
        assertEquals(Engine.State.OPEN, engine().state());
        assertEquals("value", new Items(open.table(Fixture.ITEMS), fixture()).get("p", "s"), "it stayed open");
    }

    @Test
    @Rule("L4")
    default void l4_aClosedEngineAnswersClosed() {
        Engine bare = fixture().startBare(UnaryOperator.identity());
        bare.createTable(TableSpec.sorted(Fixture.ITEMS));
        bare.close();
        assertEquals(Engine.State.CLOSED, bare.state());
        bare.close();
        for (Executable call : List.<Executable>of(bare::openSession, () -> bare.createTable(TableSpec.sorted("x")),
                () -> bare.dropTable(Fixture.ITEMS), bare::tables, bare::committedSequence, bare::durableSequence,
                bare::sync, bare::checkpoint, bare::stats, bare::verify, bare::describe)) {
            assertThrows(Closed.class, call);
            fixture().count();
        }
        assertEquals(Engine.State.CLOSED, bare.state());
    }

    @Test
    @Rule("L5")
    default void l5_aClosedSessionAnswersClosed() {
        try (Bare bare = Bare.start(fixture())) {
            Session session = bare.engine().openSession();
            Table table = session.table(Fixture.ITEMS);
            session.close();
            DirectBuffer value = Items.bytes("value");
            for (Executable call : List.<Executable>of(() -> session.table(Fixture.ITEMS),
                    () -> table.get(Key.of("p", "s"), new ItemView()),
                    () -> table.put(Key.of("p", "s"), value, 0, value.capacity()),
                    () -> table.delete(Key.of("p", "s")),
                    () -> session.commit(new WriteBatch(), Durability.ENGINE))) {
                assertThrows(Closed.class, call);
                fixture().count();
            }
        }
    }

    @Test
    @Rule("L6")
    default void l6_aClosedCursorAnswersClosed() {
        if (lacks(QUERY)) {
            return;
        }
        try (Bare bare = Bare.start(fixture())) {
            put(bare.table(), "a", "value");
            Cursor cursor = bare.table().query(Items.range("p"));
            cursor.close();
            assertThrows(Closed.class, cursor::next);
            try (Cursor fresh = bare.table().query(Items.range("p"))) {
                assertTrue(fresh.next(), "a cursor that the session uses again is a new one");
            }
            fixture().count();
        }
    }

    @Test
    @Rule("L7")
    default void l7_aSessionMayBeClosedByAnotherThread() {
        try (Bare bare = Bare.start(fixture())) {
            Session session = bare.engine().openSession();
            put(session.table(Fixture.ITEMS), "s", "value");
            Together.run(session::close);
            assertTrue(bare.table().get(Key.of("p", "s"), new ItemView()));
            fixture().count();
        }
    }

    @Test
    @Rule("L8")
    default void l8_aClosedEngineHoldsNoMemory() {
        try (Bare bare = Bare.start(fixture())) {
            for (int i = 0; i < 2_000; i++) {
                put(bare.table(), "s" + i, "value".repeat(i % 50));
            }
        }
        assertEquals(0, fixture().outstandingBytes(), "bytes taken from the given memory and not given back");
        fixture().count();
    }

    @Test
    @Rule("L9")
    default void l9_aSinksViewIsItsKeysItem() {
        try (Bare bare = Bare.start(fixture())) {
            KeyBatch keys = new KeyBatch();
            for (int i = 0; i < 64; i++) {
                put(bare.table(), "s" + i, "v" + i);
                keys.add(Key.of("p", "s" + i));
            }
            int found = bare.table().getBatch(keys, (index, item) -> assertEquals("v" + index, Items.text(item)));
            assertEquals(64, found);
            fixture().count();
        }
    }

    private static void put(Table table, String sort, String value) {
        DirectBuffer bytes = Items.bytes(value);
        table.put(Key.of("p", sort), bytes, 0, bytes.capacity());
    }
}
