package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.run.SeededWork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the commit step makes of one thread's writes. */
class WritesTest {

    private final FaultyDisk disk = new FaultyDisk(1);
    private final Recorder recorder = new Recorder();
    private final EngineConfig config = EngineConfig.on(disk).withWork(new SeededWork(1)).withListener(recorder);
    private final WriteOptions options = new WriteOptions();
    private final ItemView item = new ItemView();
    private MapEngine engine = MapEngine.open(config);
    private Session session = open();
    private Table table = session.table("t");

    private Session open() {
        engine.createTable(TableSpec.sorted("t"));
        return engine.openSession();
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
        disk.close();
    }

    private void reopen() {
        session.close();
        engine.close();
        recorder.calls.clear();
        engine = MapEngine.open(config);
        session = engine.openSession();
        table = session.table("t");
    }

    private static Key key(String name) {
        return Key.of(name, "");
    }

    private static UnsafeBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private long put(String name, String value, WriteOptions with) {
        return table.put(key(name), bytes(value), 0, value.length(), with);
    }

    @Test
    void everyConditionAndOutcome() {
        assertEquals(1, put("a", "1", WriteOptions.DEFAULT));
        assertEquals(Outcome.CONDITION_FAILED, put("a", "2", options.reset().ifAbsent()));
        assertEquals(Outcome.CONDITION_FAILED, put("b", "2", options.reset().ifPresent()));
        assertEquals(Outcome.CONDITION_FAILED, put("a", "2", options.reset().ifSequence(7)));
        assertEquals(2, put("a", "2", options.reset().ifSequence(1)));
        assertEquals(3, put("a", "3", options.reset().ifValue(bytes("2"), 0, 1)));
        assertEquals(Outcome.CONDITION_FAILED, put("a", "4", options.reset().ifMatches(i -> i.length() == 5)));
        assertEquals(Outcome.NO_CHANGE, table.delete(key("nobody")));
        assertEquals(Outcome.NO_CHANGE, table.update(key("a"), (i, out) -> ItemUpdater.KEEP, options.reset()));
        assertEquals(Outcome.ABORTED, table.update(key("a"), (i, out) -> ItemUpdater.ABORT, options.reset()));
        assertEquals(Outcome.NO_CHANGE, table.update(key("x"), (i, out) -> ItemUpdater.DELETE, options.reset()));
        assertEquals(4, table.update(key("a"), (i, out) -> {
            out.putByte(0, (byte) (i.value().getByte(0) + 1));
            return 1;
        }, options.reset()));
        assertTrue(table.get(key("a"), item));
        assertEquals(4, item.sequence());
        assertEquals('4', item.value().getByte(0));
        assertEquals(5, table.delete(key("a"), options.reset()));
        assertFalse(table.get(key("a"), item));
        assertEquals(5, engine.committedSequence());
    }

    @Test
    void theOldItemIsReturnedAlsoWhenTheConditionFails() {
        put("a", "first", WriteOptions.DEFAULT);
        assertEquals(Outcome.CONDITION_FAILED, put("a", "second", options.reset().ifAbsent().returnOld()));
        assertEquals("first", options.old().value().getStringWithoutLengthAscii(0, 5));
        put("a", "second", options.reset().returnOld());
        assertEquals("first", options.old().value().getStringWithoutLengthAscii(0, 5));
        assertEquals(1, options.old().sequence());
        put("b", "new", options.reset().returnOld());
        assertFalse(options.old().exists());
    }

    @Test
    void aBatchIsOneCommitOrNone() {
        put("a", "1", WriteOptions.DEFAULT);
        WriteBatch batch = new WriteBatch()
                .put(table, key("b"), bytes("2"), 0, 1, WriteOptions.DEFAULT)
                .delete(table, key("nobody"), WriteOptions.DEFAULT)
                .check(table, key("z"), options.reset().ifAbsent())
                .delete(table, key("a"), options.reset().ifPresent());
        assertEquals(2, session.commit(batch, Durability.ENGINE));
        assertEquals(List.of("2.0 INSERT b none -> 2", "2.3 REMOVE a 1 -> none", "commit 2"), last(3));
        assertEquals(Outcome.CONDITION_FAILED, session.commit(batch, Durability.SYNC));
        assertEquals(3, batch.failedIndex());
        assertEquals(2, engine.committedSequence());
        batch.clear().delete(table, key("nobody"), WriteOptions.DEFAULT);
        assertEquals(Outcome.NO_CHANGE, session.commit(batch, Durability.SYNC));
        assertEquals(Outcome.NO_CHANGE, session.commit(batch.clear(), Durability.SYNC));
    }

    @Test
    void listenersSeeTheSameAgainAfterAReopen() {
        put("a", "1", WriteOptions.DEFAULT);
        put("a", "2", options.reset().durability(Durability.SYNC));
        session.awaitDurable(2);
        put("b", "1", WriteOptions.DEFAULT);
        table.delete(key("a"));
        assertEquals(2, engine.durableSequence());
        session.awaitDurable(4);
        assertEquals(4, engine.durableSequence());
        List<String> changes = recorder.calls.stream().filter(c -> !c.matches("(durable|recovered).*")).toList();
        assertEquals(List.of("1.0 INSERT a none -> 1", "commit 1", "2.0 MODIFY a 1 -> 2", "commit 2",
                "3.0 INSERT b none -> 1", "commit 3", "4.0 REMOVE a 2 -> none", "commit 4"), changes);
        assertEquals("durable 4", recorder.calls.getLast());
        reopen();
        assertEquals(changes, recorder.calls.subList(0, changes.size()));
        assertEquals(List.of("recovered 4", "durable 4"), last(2));
        assertEquals("{1 b=1@3}", engine.contents().toString());
    }

    @Test
    void aListenerHearsOfAReplayOnlyWhatItDoesNotKeep() {
        put("a", "1", WriteOptions.DEFAULT);
        put("b", "1", WriteOptions.DEFAULT);
        put("a", "2", WriteOptions.DEFAULT);
        recorder.kept = 2;
        reopen();
        assertEquals(List.of("3.0 MODIFY a 1 -> 2", "commit 3", "recovered 3", "durable 3"), recorder.calls);
        recorder.kept = Long.MAX_VALUE;
        reopen();
        assertEquals(List.of("recovered 3", "durable 3"), recorder.calls);
        assertEquals("{1 a=2@3, 1 b=1@2}", engine.contents().toString());
    }

    @Test
    void userCodeThatThrowsOrCallsTheEngineWritesNothing() {
        put("a", "1", WriteOptions.DEFAULT);
        ItemUpdater broken = (i, out) -> {
            throw new UnsupportedOperationException("mine");
        };
        assertThrows(UnsupportedOperationException.class, () -> table.update(key("a"), broken, options.reset()));
        assertThrows(IllegalStateException.class,
                () -> put("a", "2", options.reset().ifMatches(i -> table.get(key("a"), item))));
        assertThrows(IllegalStateException.class,
                () -> put("a", "2", options.reset().ifMatches(i -> put("b", "", WriteOptions.DEFAULT) > 0)));
        assertThrows(IllegalStateException.class, () -> put("a", "2", options.reset().ifMatches(i -> {
            engine.sync();
            return true;
        })));
        assertThrows(IllegalArgumentException.class, () -> table.update(key("a"), (i, out) -> -9, options.reset()));
        assertThrows(IllegalArgumentException.class,
                () -> table.update(key("a"), (i, out) -> 3 << 20, options.reset()));
        assertEquals("{1 a=1@1}", engine.contents().toString());
        assertEquals(2, put("a", "2", WriteOptions.DEFAULT));
        assertEquals(Engine.State.OPEN, engine.state());
    }

    @Test
    void tablesKeepTheirIdsOverADropAndAReopen() {
        put("a", "1", WriteOptions.DEFAULT);
        assertThrows(EngineException.TableExists.class, () -> engine.createTable(TableSpec.sorted("t")));
        assertEquals(2, engine.createTable(TableSpec.unsorted("u")).id());
        assertTrue(engine.dropTable("t"));
        assertFalse(engine.dropTable("t"));
        assertThrows(EngineException.NoSuchTable.class, () -> put("a", "2", WriteOptions.DEFAULT));
        assertThrows(EngineException.NoSuchTable.class, () -> table.get(key("a"), item));
        assertTrue(engine.dropTable("u"));
        assertEquals(3, engine.createTable(TableSpec.sorted("t")).id());
        reopen();
        assertEquals(List.of(new TableSpec("t", 3, true)), engine.tables());
        assertEquals(4, engine.createTable(TableSpec.sorted("v")).id());
        assertFalse(table.get(key("a"), item));
    }

    @Test
    void anIndexOrListenerThatThrowsFailsTheEngineAndReadsGoOn() {
        put("a", "1", WriteOptions.DEFAULT);
        engine.onPut(sequence -> {
            throw new EngineException.Full("no memory", null);
        });
        assertThrows(EngineException.Failed.class, () -> put("b", "2", WriteOptions.DEFAULT));
        assertEquals(Engine.State.FAILED, engine.state());
        engine.onPut(sequence -> { });
        assertThrows(EngineException.Failed.class, () -> put("c", "3", WriteOptions.DEFAULT));
        assertThrows(EngineException.Failed.class, () -> engine.sync());
        assertTrue(table.get(key("a"), item));
        reopen();
        assertEquals("{1 a=1@1, 1 b=2@2}", engine.contents().toString());
    }

    @Test
    void aFailedSyncIsFinal() {
        put("a", "1", options.reset().durability(Durability.SYNC));
        disk.failSync(1);
        assertThrows(EngineException.Failed.class, () -> put("b", "2", options));
        assertThrows(EngineException.Failed.class, () -> put("c", "3", options));
        assertFalse(table.get(key("b"), item), "visible although not durable");
        assertEquals(1, engine.committedSequence());
        assertEquals(1, engine.durableSequence());
        List<String> calls = List.copyOf(recorder.calls);
        assertThrows(EngineException.Failed.class, () -> engine.checkpoint());
        assertEquals(calls, recorder.calls, "no listener may rely on what is synced behind a failed sync");
    }

    @Test
    void whatFindsNoRoomIsRefusedBeforeTheLogHasIt() {
        long last = put("a", "1", WriteOptions.DEFAULT);
        engine.putsMax(1);
        WriteBatch batch = new WriteBatch().put(table, key("b"), bytes("2"), 0, 1, WriteOptions.DEFAULT)
                .put(table, key("c"), bytes("3"), 0, 1, WriteOptions.DEFAULT);
        assertThrows(EngineException.Full.class, () -> session.commit(batch, Durability.ENGINE));
        assertEquals(Engine.State.READ_ONLY, engine.state());
        assertFalse(table.get(key("b"), item));
        assertEquals(last + 1, put("b", "2", WriteOptions.DEFAULT));
        assertEquals(Engine.State.OPEN, engine.state());
        engine.putsMax(0);
        assertThrows(EngineException.Full.class, () -> put("c", "3", WriteOptions.DEFAULT));
        assertThrows(EngineException.Full.class, () -> table.update(key("a"), (i, out) -> 0, options.reset()));
        assertEquals(last + 2, table.delete(key("a")));
        engine.putsMax(Integer.MAX_VALUE);
        reopen();
        assertEquals("{1 b=2@2}", engine.contents().toString());
    }

    @Test
    void aFullDiskIsReadOnlyUntilThereIsSpace() {
        disk.limit(100_000);
        String large = "x".repeat(50_000);
        long last = put("a", large, WriteOptions.DEFAULT);
        assertThrows(EngineException.Full.class, () -> put("b", large, WriteOptions.DEFAULT));
        assertEquals(Engine.State.READ_ONLY, engine.state());
        assertTrue(table.get(key("a"), item));
        disk.limit(1 << 30);
        assertEquals(last + 1, put("b", large, options.reset().durability(Durability.SYNC)));
        assertEquals(Engine.State.OPEN, engine.state());
    }

    @Test
    void closingWithOpenSessionsIsRefused() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> engine.close());
        assertTrue(refused.getMessage().contains(Thread.currentThread().getName()), refused.getMessage());
        put("a", "1", WriteOptions.DEFAULT);
        session.close();
        assertThrows(EngineException.Closed.class, () -> table.get(key("a"), item));
        engine.close();
        engine.close();
        assertThrows(EngineException.Closed.class, () -> engine.committedSequence());
        reopen();
    }

    private List<String> last(int count) {
        return recorder.calls.subList(recorder.calls.size() - count, recorder.calls.size());
    }
}
