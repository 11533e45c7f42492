package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An outbox on an engine that denies listeners and is written to by two at once, as a remote one is. */
class OutboxOverSharedTest {

    private static final int INCREMENTS = 200;

    private final FaultyDisk disk = new FaultyDisk(1);
    private final Engine store = new ModelEngineProvider()
            .open(EngineConfig.on(disk).withDurability(Durability.MEMORY));

    private StreamingEngine open(CaptureKind capture) {
        EngineProvider shared = new RemoteProvider(config -> new ForwardingEngine(store) {
            @Override
            public void close() {
                // others have it open
            }
        }, new ModelEngineProvider().capabilities(), false, () -> RemoteProvider.THROUGH);
        return (StreamingEngine) Streaming.over(shared, StreamOptions.of(capture).withShards(2)
                .withShardBytes(4096))
                .open(EngineConfig.on(disk).withDurability(Durability.MEMORY));
    }

    @AfterEach
    void close() {
        store.close();
        disk.close();
    }

    @Test
    void t22_aChangeAndItsRecordAreOneCommit() {
        try (StreamingEngine engine = open(CaptureKind.OUTBOX)) {
            engine.createTable(TableSpec.sorted("t"));
            engine.enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                long before = engine.committedSequence();
                long first = table.put(Key.of("k", ""), StreamFixture.bytes("a"), 0, 1);
                long second = table.put(Key.of("k", ""), StreamFixture.bytes("b"), 0, 1,
                        new WriteOptions().ifValue(StreamFixture.bytes("a"), 0, 1));
                assertEquals(-1, table.put(Key.of("k", ""), StreamFixture.bytes("c"), 0, 1,
                        new WriteOptions().ifAbsent()));
                assertEquals(List.of(before + 1, before + 2), List.of(first, second));
                assertEquals(before + 2, engine.committedSequence());
            }
            assertEquals(List.of("k >a", "k a>b"), StreamLines.byItem(engine).get("k"));
        }
        EngineException.Unsupported refusal =
                assertThrows(EngineException.Unsupported.class, () -> open(CaptureKind.LOG));
        assertTrue(refusal.getMessage().contains("COMMIT_LISTENER"), refusal.getMessage());
    }

    @Test
    void t23_twoWritersLeaveOneExactStream() {
        try (StreamingEngine one = open(CaptureKind.OUTBOX)) {
            one.createTable(TableSpec.sorted("t"));
            one.enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
            try (StreamingEngine two = open(CaptureKind.OUTBOX)) {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> increment(two));
                increment(one);
                other.join();
            }
        }
        try (StreamingEngine reader = open(CaptureKind.OUTBOX)) {
            assertEquals(IntStream.range(0, 2 * INCREMENTS)
                    .mapToObj(i -> "counter " + (i == 0 ? "" : i) + ">" + (i + 1)).toList(),
                    StreamLines.byItem(reader).get("counter"));
            int shards = reader.streams().getLast().shards().size();
            assertTrue(shards > 2, "shards=" + shards);
        }
    }

    private static void increment(StreamingEngine engine) {
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < INCREMENTS; i++) {
                table.update(Key.of("counter", ""), (current, out) -> {
                    int count = current.exists() ? current.value().parseNaturalIntAscii(0, current.length()) : 0;
                    return out.putNaturalIntAscii(0, count + 1);
                }, WriteOptions.DEFAULT);
            }
        }
    }

    @Test
    void anUpdaterMayGiveUpAndKeepItsItem() {
        try (StreamingEngine engine = open(CaptureKind.OUTBOX)) {
            engine.createTable(TableSpec.sorted("t"));
            engine.enableStream("t", ViewType.KEYS_ONLY);
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int answer : new int[] {ItemUpdater.KEEP, ItemUpdater.ABORT, ItemUpdater.DELETE}) {
                    assertTrue(table.update(Key.of("k", ""), (current, out) -> answer, WriteOptions.DEFAULT) <= 0);
                }
            }
            assertTrue(StreamLines.byItem(engine).isEmpty());
        }
    }
}
