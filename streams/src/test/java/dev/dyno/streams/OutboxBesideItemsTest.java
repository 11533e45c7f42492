package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An outbox on an engine whose batches keep to one partition: records lie beside their items. */
class OutboxBesideItemsTest {

    private static final int INCREMENTS = 200;
    private static final long SEED = 7;
    /** Shards roll over while others write to them. */
    private static final int SHARD_BYTES = 4096;

    private final FaultyDisk disk = new FaultyDisk(SEED);
    private final ManualClock clock = new ManualClock(1_000_000_000_000L);
    private final Engine store = new ModelEngineProvider()
            .open(EngineConfig.on(disk).withDurability(Durability.MEMORY));

    private StreamingEngine open(IntSupplier onCommit) {
        EngineProvider remote = new RemoteProvider(config -> new ForwardingEngine(store) {
            @Override
            public void close() {
                // others have it open
            }
        }, new ModelEngineProvider().capabilities(), true, onCommit);
        return (StreamingEngine) Streaming.over(remote, StreamOptions.of(CaptureKind.OUTBOX).withShards(2)
                .withShardBytes(SHARD_BYTES))
                .open(EngineConfig.on(disk).withDurability(Durability.MEMORY).withClock(clock));
    }

    private StreamingEngine open() {
        return open(() -> RemoteProvider.THROUGH);
    }

    @AfterEach
    void close() {
        store.close();
        disk.close();
    }

    private static void makeTable(StreamingEngine engine) {
        engine.createTable(TableSpec.sorted("t"));
        engine.enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
    }

    private static long put(Table table, String key, String value) {
        return table.put(Key.of(key, ""), StreamFixture.bytes(value), 0, value.length());
    }

    @Test
    void t24_twoWritersLeaveOneExactStream() {
        try (StreamingEngine one = open()) {
            makeTable(one);
            try (StreamingEngine two = open()) {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> increment(two));
                increment(one);
                other.join();
            }
            assertEquals(IntStream.range(0, 2 * INCREMENTS)
                    .mapToObj(i -> "counter " + (i == 0 ? "" : i) + ">" + (i + 1)).toList(),
                    StreamLines.byItem(one).get("counter"));
            int shards = one.streams().getLast().shards().size();
            assertTrue(shards > 2, "shards=" + shards);
            assertTrue(one.verify().clean(), () -> one.verify().violations().toString());
        }
    }

    private static void increment(StreamingEngine engine) {
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < INCREMENTS; i++) {
                assertTrue(Outcome.committed(increment(table)));
            }
        }
    }

    private static long increment(Table table) {
        return table.update(Key.of("counter", ""), (current, out) -> {
            int count = current.exists() ? current.value().parseNaturalIntAscii(0, current.length()) : 0;
            return out.putNaturalIntAscii(0, count + 1);
        }, WriteOptions.DEFAULT);
    }

    @Test
    void t25_anAnswerThatWasLostLosesAndRepeatsNoRecord() {
        SplittableRandom random = new SplittableRandom(SEED);
        AtomicBoolean loses = new AtomicBoolean();
        try (StreamingEngine engine = open(
                () -> loses.get() && random.nextInt(4) == 0 ? 1 + random.nextInt(2) : RemoteProvider.THROUGH)) {
            makeTable(engine);
            loses.set(true);
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                int unknown = 0;
                for (int i = 0; i < INCREMENTS; i++) {
                    long outcome = increment(table);
                    assertTrue(Outcome.committed(outcome) || outcome == Outcome.UNKNOWN, Outcome.describe(outcome));
                    unknown += outcome == Outcome.UNKNOWN ? 1 : 0;
                }
                assertTrue(unknown > INCREMENTS / 10, "unknown=" + unknown + ", seed=" + SEED);
                ItemView item = new ItemView();
                assertTrue(table.get(Key.of("counter", ""), item));
                int last = item.value().parseNaturalIntAscii(0, item.length());
                clock.advance(10_000_000_000L); // so that readers wait no longer
                assertEquals(IntStream.range(0, last)
                        .mapToObj(i -> "counter " + (i == 0 ? "" : i) + ">" + (i + 1)).toList(),
                        StreamLines.byItem(engine).get("counter"));
            }
        }
    }

    /** A writer stops between its claim and its commit, and commits when a reader has given it up. */
    @Test
    void t25_aReaderWaitsForAClaimThenGivesItUpForEver() {
        List<Runnable> between = new ArrayList<>();
        try (StreamingEngine slow = open(() -> {
            List.copyOf(between).forEach(Runnable::run);
            return RemoteProvider.THROUGH;
        }); StreamingEngine other = open()) {
            makeTable(slow);
            try (StreamingEngine fresh = open(); Session one = slow.openSession(); Session two = fresh.openSession()) {
                between.add(() -> {
                    between.clear();
                    two.table("t").put(Key.of("k", "2"), StreamFixture.bytes("second"), 0, "second".length());
                    assertEquals(null, StreamLines.byItem(fresh).get("k"), "it comes behind a claim");
                    clock.advance(10_000_000_000L);
                    assertEquals(List.of("k 2 >second"), StreamLines.byItem(fresh).get("k"));
                });
                assertTrue(Outcome.committed(put(one.table("t"), "k", "first")));
                assertEquals(List.of("k 2 >second", "k >first"), StreamLines.byItem(fresh).get("k"));
            }
            assertEquals(slow.streams(), other.streams(), "it was opened before there was one");
        }
    }

    /** A writer that read "absent" and has its number sleeps while the item comes and goes. */
    @Test
    void t24_anItemThatCameAndWentMeanwhileIsNotTheSame() {
        List<Runnable> between = new ArrayList<>();
        try (StreamingEngine slow = open(() -> {
            List.copyOf(between).forEach(Runnable::run);
            return RemoteProvider.THROUGH;
        })) {
            makeTable(slow);
            try (StreamingEngine other = open(); Session one = slow.openSession(); Session two = other.openSession()) {
                between.add(() -> {
                    between.clear();
                    put(two.table("t"), "k", "came");
                    two.table("t").delete(Key.of("k", ""));
                });
                assertTrue(Outcome.committed(put(one.table("t"), "k", "late")));
                clock.advance(10_000_000_000L);
                assertEquals(List.of("k >came", "k came>", "k >late"), StreamLines.byItem(other).get("k"));
            }
        }
    }

    @Test
    void t24_aBatchOfOnePartitionHasARecordForEachChange() {
        try (StreamingEngine engine = open()) {
            makeTable(engine);
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                put(table, "k", "a");
                WriteBatch batch = new WriteBatch();
                batch.put(table, Key.of("k", "1"), StreamFixture.bytes("b"), 0, 1, WriteOptions.DEFAULT);
                batch.delete(table, Key.of("k", ""), new WriteOptions().ifPresent());
                batch.check(table, Key.of("k", "2"), new WriteOptions().ifAbsent());
                assertTrue(Outcome.committed(session.commit(batch, Durability.ENGINE)));
                batch.clear();
                batch.put(table, Key.of("k", "3"), StreamFixture.bytes("c"), 0, 1, WriteOptions.DEFAULT);
                batch.put(table, Key.of("k", "1"), StreamFixture.bytes("d"), 0, 1, new WriteOptions().ifAbsent());
                assertEquals(Outcome.CONDITION_FAILED, session.commit(batch, Durability.ENGINE));
                assertEquals(1, batch.failedIndex());
                batch.clear();
                batch.put(table, Key.of("k", ""), StreamFixture.bytes("c"), 0, 1, WriteOptions.DEFAULT);
                batch.put(table, Key.of("l", ""), StreamFixture.bytes("d"), 0, 1, WriteOptions.DEFAULT);
                EngineException.Unsupported refusal = assertThrows(EngineException.Unsupported.class,
                        () -> session.commit(batch, Durability.ENGINE));
                assertTrue(refusal.getMessage().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS.name()));
            }
            assertEquals(List.of("k >a", "k 1 >b", "k a>"),
                    StreamLines.lines(engine, engine.streams().getLast()));
        }
    }

    @Test
    void t24_trimmedRecordsGiveTheirSpaceBack() {
        try (StreamingEngine engine = open()) {
            makeTable(engine);
            increment(engine);
            engine.disableStream("t");
            clock.advance(25 * 3_600_000_000_000L);
            engine.trimStreams();
            assertEquals(List.of(), engine.streams());
        }
        try (Session session = store.openSession()) {
            for (String own : List.of(".streams", ".changes")) {
                List<String> left = new ArrayList<>();
                try (var cursor = session.table(own).scan(0, 1)) {
                    while (cursor.next()) {
                        left.add(cursor.key().toString());
                    }
                }
                assertEquals(own.equals(".streams") ? 1 : 0, left.size(),
                        own + " has more than its catalogue: " + left);
            }
        }
    }
}
