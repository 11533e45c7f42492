package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.kit.HeardChanges;
import dev.dyno.kit.PassingOn;
import dev.dyno.log.LogEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The power goes at every operation of the disk, and again during recovery: no record lost, twice or out of order. */
class LogCrashTest {

    /** Small shards, so that they roll often. */
    private static final EngineProvider PROVIDER = Streaming.over(new LogEngineProvider(),
            StreamOptions.of(CaptureKind.LOG).withEveryTable(ViewType.NEW_AND_OLD_IMAGES).withShards(2)
                    .withShardBytes(8192));

    @Test
    void everyCutLeavesTheStreamOfWhatSurvived() {
        long operations = operations();
        assertTrue(operations > 100, "operations=" + operations);
        int simulated = 0;
        for (long cut = 0; cut <= operations; cut++) {
            try (FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut)) {
                StreamCrash life = new StreamCrash(PROVIDER);
                life.run(disk);
                for (Survival survival : Survival.values()) {
                    for (int seed = 0; seed < (survival == Survival.UNSYNCED_TORN ? 8 : 1); seed++) {
                        try (FaultyDisk after = disk.afterPowerCut(seed, survival)) {
                            life.check(after, survival, "cut=" + cut + ", survival=" + survival + ", seed=" + seed
                                    + ", disk=" + disk);
                            simulated++;
                        }
                    }
                }
            }
        }
        assertTrue(simulated > 1000, "simulated=" + simulated);
    }

    @Test
    void aCutDuringRecoveryChangesNothing() {
        long operations = operations();
        for (long cut = 1; cut <= operations; cut += 5) {
            try (FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut)) {
                StreamCrash life = new StreamCrash(PROVIDER);
                life.run(disk);
                for (int second = 0; second < 60; second += 4) {
                    try (FaultyDisk once = disk.afterPowerCut(cut, Survival.UNSYNCED_TORN).cutAfter(second)) {
                        openAndClose(once);
                        try (FaultyDisk twice = once.afterPowerCut(second, Survival.UNSYNCED_TORN)) {
                            life.check(twice, Survival.UNSYNCED_TORN, "second=" + second + ", disk=" + once);
                        }
                    }
                }
            }
        }
    }

    /** Administration between two changes of a batch: what it makes durable is not the whole commit. */
    @Test
    void aBatchThatWasHeardInPartIsHeardAgain() {
        try (FaultyDisk disk = new FaultyDisk(1)) {
            commit(disk, (engine, shard) -> engine.splitShard(engine.streams().getLast().id(), shard), engine -> {
                try (FaultyDisk killed = disk.afterPowerCut(1, Survival.UNSYNCED_KEPT);
                        StreamingEngine after = (StreamingEngine) PROVIDER.open(StreamCrash.config(killed))) {
                    assertEquals(2, StreamLines.byItem(after).size(), () -> StreamLines.byItem(after).toString());
                }
            });
        }
    }

    /** A shard that ends between two changes of a batch has ended: its readers may have gone on to its children. */
    @Test
    void nothingFollowsWhereAShardEnded() {
        List<Long> ended = new ArrayList<>();
        try (FaultyDisk disk = new FaultyDisk(1)) {
            commit(disk, (engine, shard) -> {
                engine.splitShard(engine.streams().getLast().id(), shard);
                if (read(engine, shard).isAtEnd()) {
                    ended.add(shard);
                }
            }, engine -> {
                assertEquals(2, StreamLines.byItem(engine).size());
                ended.forEach(shard -> assertEquals(0, read(engine, shard).size()));
                assertFalse(ended.isEmpty());
            });
        }
    }

    /** A batch that is being heard when its stream is switched off is in it whole: until then no shard has ended. */
    @Test
    void aStreamThatIsSwitchedOffEndsBehindTheBatch() {
        List<Boolean> atEnd = new ArrayList<>();
        try (FaultyDisk disk = new FaultyDisk(1)) {
            commit(disk, (engine, shard) -> {
                engine.disableStream(StreamCrash.TABLE);
                atEnd.add(read(engine, shard).isAtEnd());
            }, engine -> {
                assertEquals(List.of(false), atEnd);
                assertEquals(2, StreamLines.byItem(engine).size());
                engine.streams().getLast().shards().forEach(shard -> {
                    assertEquals(1, read(engine, shard.number()).size());
                    assertTrue(read(engine, shard.number()).isAtEnd());
                });
            });
        }
    }

    /**
     * Commits a batch of two items in two shards.
     *
     * @param between what happens when the first is heard, with the shard of the second
     */
    private static void commit(FaultyDisk disk, BiConsumer<StreamingEngine, Long> between,
            Consumer<StreamingEngine> behind) {
        StreamingEngine[] opened = new StreamingEngine[1];
        CommitListener listener = new PassingOn(new HeardChanges()) {
            @Override
            public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                    ItemView newItem) {
                if (index == 1) {
                    between.accept(opened[0], shardOf(opened[0], key).number());
                }
            }
        };
        try (StreamingEngine engine = (StreamingEngine) PROVIDER.open(
                StreamCrash.config(disk).withListener(listener))) {
            opened[0] = engine;
            engine.createTable(TableSpec.sorted(StreamCrash.TABLE));
            try (Session session = engine.openSession()) {
                WriteBatch batch = new WriteBatch();
                for (ShardDescription shard : engine.streams().getLast().shards()) {
                    int i = 0;
                    while (shardOf(engine, Key.of("k" + i, "")).number() != shard.number()) {
                        i++;
                    }
                    batch.put(session.table(StreamCrash.TABLE), Key.of("k" + i, ""), StreamFixture.bytes("new"), 0, 3,
                            WriteOptions.DEFAULT);
                }
                session.commit(batch, Durability.SYNC);
            }
            behind.accept(engine);
        }
    }

    private static ShardDescription shardOf(StreamingEngine engine, Key key) {
        int slot = ShardDescription.slot(key.partitionHash());
        return engine.streams().getLast().shards().stream()
                .filter(shard -> slot >= shard.firstSlot() && slot <= shard.lastSlot()).findFirst().orElseThrow();
    }

    private static RecordPage read(StreamingEngine engine, long shard) {
        RecordPage page = new RecordPage();
        try (StreamReader reader = engine.openReader()) {
            reader.read(reader.iterator(engine.streams().getLast().id(), shard, IteratorKind.TRIM_HORIZON), page);
        }
        return page;
    }

    private static long operations() {
        try (FaultyDisk disk = new FaultyDisk(1)) {
            return new StreamCrash(PROVIDER).run(disk);
        }
    }

    private static void openAndClose(FaultyDisk disk) {
        try {
            PROVIDER.open(StreamCrash.config(disk)).close();
        } catch (FaultyDisk.PowerCut | EngineException.Failed expected) {
            assertTrue(disk.isCut(), expected.toString());
        }
    }
}
