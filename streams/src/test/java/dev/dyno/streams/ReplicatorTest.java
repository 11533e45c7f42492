package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.consume.ConsumerTiming;
import dev.dyno.streams.consume.Replicator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ViewType;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A table on another engine becomes and stays equal to the one it follows. */
class ReplicatorTest {

    private final StreamFixture fixture = new StreamFixture(
            StreamOptions.of(CaptureKind.LOG).withShards(2).withShardBytes(8192));
    private final SplittableRandom random = new SplittableRandom(17);

    @Test
    void aReplicaOnAnotherEngineCopiesFollowsAndTakesOver() {
        change(200);
        long stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE).id();
        change(50);
        try (Engine other = new ModelEngineProvider().open(
                EngineConfig.inMemory().withDurability(Durability.MEMORY))) {
            other.createTable(TableSpec.sorted("copy"));
            other.createTable(TableSpec.sorted("leases"));
            try (Session target = other.openSession(); StreamReader reader = fixture.engine().openReader();
                    Replicator replicator = new Replicator(1, stream, reader, target, "copy", "leases", timing())) {
                assertEquals(contents(fixture.table()).size(), replicator.copy(fixture.table()));
                for (int round = 0; round < 20; round++) {
                    change(30);
                    fixture.clock().advance(1_000_000_000);
                    assertTrue(replicator.follow() > 0);
                    assertTrue(replicator.lagMillis() >= 1000, "lag=" + replicator.lagMillis());
                }
                replicator.promote();
                assertEquals(0, replicator.lagMillis());
                assertEquals(contents(fixture.table()), contents(target.table("copy")));
            }
        }
        fixture.close();
    }

    @Test
    void aStreamWithoutNewImagesIsRefused() {
        long stream = fixture.engine().enableStream("t", ViewType.OLD_IMAGE).id();
        fixture.engine().createTable(TableSpec.sorted("copy"));
        fixture.engine().createTable(TableSpec.sorted("leases"));
        change(5);
        try (StreamReader reader = fixture.engine().openReader();
                Replicator replicator = new Replicator(1, stream, reader, fixture.session(), "copy", "leases",
                        timing())) {
            assertThrows(IllegalStateException.class, replicator::follow);
        }
        fixture.close();
    }

    private ConsumerTiming timing() {
        return new ConsumerTiming(fixture.clock(), 60_000);
    }

    private void change(int changes) {
        for (int i = 0; i < changes; i++) {
            String key = "k" + random.nextInt(40);
            if (random.nextInt(4) == 0) {
                fixture.delete(key);
            } else {
                fixture.put(key, "v" + random.nextInt(1_000_000));
            }
        }
    }

    private static Map<String, String> contents(Table table) {
        Map<String, String> contents = new TreeMap<>();
        try (Cursor cursor = table.scan(0, 1)) {
            while (cursor.next()) {
                contents.put(cursor.key().toString(), StreamLines.text(cursor.item()));
            }
        }
        return contents;
    }
}
