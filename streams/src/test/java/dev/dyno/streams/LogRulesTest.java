package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineException.Full;
import dev.dyno.api.EngineException.Incompatible;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.memory.Memory;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException.TrimmedDataAccess;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Family T over files, and what only they promise. */
class LogRulesTest extends StreamRules {

    private static final int SHARD_BYTES = 8192;

    @Override
    StreamOptions options() {
        return StreamOptions.of(CaptureKind.LOG).withShards(2).withShardBytes(SHARD_BYTES);
    }

    @Test
    void t11_aStreamGoesOnWhereItWasAfterAReopen() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 30; i++) {
                fixture.put("k", "v" + round + "-" + i);
                expected.add("k " + (expected.isEmpty() ? "" : expected.getLast().substring(
                        expected.getLast().indexOf('>') + 1)) + ">v" + round + "-" + i);
            }
            if (round == 1) {
                fixture.engine().checkpoint();
            }
            fixture.reopen();
            assertEquals(expected, fixture.lines());
        }
        assertEquals(stream.id(), fixture.engine().streams().getFirst().id());
        fixture.engine().disableStream("t");
        fixture.put("k", "not captured");
        fixture.reopen();
        assertEquals(expected, fixture.lines(), "a replay brings nothing that the stream does not cover");
    }

    @Test
    void t12_shardsRollBySizeAndAge() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String value = "v" + i + "x".repeat(900);
            fixture.put("k", value);
            expected.add("k >" + StreamLines.shorter(value));
        }
        long bySize = shards(stream);
        assertTrue(bySize >= 40 * 900 / SHARD_BYTES, "shards=" + bySize);
        fixture.clock().advance(4 * HOUR_NANOS);
        fixture.put("k", "aged");
        expected.add("k >aged");
        assertEquals(bySize + 1, shards(stream));
        assertEquals(expected, fixture.lines());
        long before = 0;
        for (ShardDescription shard : fixture.engine().streams().getFirst().shards()) {
            if (shard.parent() != ShardDescription.NO_PARENT) {
                assertTrue(shard.parent() < shard.number());
                before++;
            }
        }
        assertEquals(shards(stream) - 2, before);
        fixture.put("k", "large" + "x".repeat(3 * SHARD_BYTES));
        assertEquals("k >largex" + 3 * SHARD_BYTES, fixture.lines().getLast(), "a shard of its own size");
    }

    @Test
    void t13_trimmingGivesSpaceBackAndSaysWhatIsGone() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        for (int i = 0; i < 40; i++) {
            fixture.put("k", "v" + i + "x".repeat(900));
        }
        long oldest = fixture.engine().streams().getFirst().shards().stream()
                .filter(ShardDescription::closed).findFirst().orElseThrow().number();
        long files = shardFiles();
        fixture.clock().advance(24 * HOUR_NANOS + 1_000_000);
        fixture.put("k", "young");
        fixture.engine().checkpoint();
        assertTrue(shardFiles() < files - 3, "files=" + shardFiles() + ", before=" + files);
        assertEquals(List.of("k >young"), fixture.lines());
        try (StreamReader reader = fixture.engine().openReader()) {
            assertThrows(TrimmedDataAccess.class,
                    () -> reader.iterator(stream.id(), oldest, IteratorKind.TRIM_HORIZON));
        }
        fixture.reopen();
        assertEquals(List.of("k >young"), fixture.lines(), "a replay does not bring back what was trimmed");
    }

    @Test
    void t14_aFullDiskRefusesTheNextWriteAndLosesNoRecord() {
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("k", "first");
        fixture.disk().limit(sizes() + 12_000);
        List<String> expected = new ArrayList<>(List.of("k >first"));
        String value = "x".repeat(1000);
        Full refusal = null;
        for (int i = 0; i < 60 && refusal == null; i++) {
            try {
                fixture.put("k", i + value);
                expected.add("k >" + i + "x1000");
            } catch (Full e) {
                refusal = e;
            }
        }
        assertTrue(refusal != null, "the disk was full");
        assertEquals(Engine.State.READ_ONLY, fixture.engine().state());
        assertThrows(Full.class, () -> fixture.put("k", "refused"));
        fixture.disk().limit(Long.MAX_VALUE);
        fixture.put("k", "later");
        expected.add("k >later");
        assertEquals(Engine.State.OPEN, fixture.engine().state());
        assertEquals(expected, fixture.lines());
        fixture.reopen();
        assertEquals(expected, fixture.lines());
    }

    @Test
    void t26_commitsMadeWithoutStreamsAreCaughtUpOrTheLossIsTold() {
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("k", "first");
        assertTrue(Streaming.areIn(fixture.disk(), Memory.system()));
        fixture.reopenAfter(below -> putAlone(below, "alone"));
        assertEquals(List.of("k >first", "k >alone"), fixture.lines(), "the log still had it");
        fixture.forgetTo(3);
        Incompatible told = assertThrows(Incompatible.class,
                () -> fixture.reopenAfter(below -> putAlone(below, "lost")));
        assertTrue(told.getMessage().contains("missed=3 to 3"), told.getMessage());
        fixture.forgetTo(0);
        fixture.disk().list().stream().filter(name -> name.startsWith("streams/")).forEach(fixture.disk()::delete);
        assertFalse(Streaming.areIn(fixture.disk(), Memory.system()));
        fixture.reopen();
        assertEquals(List.of(), fixture.engine().streams());
    }

    private static void putAlone(Engine engine, String value) {
        try (Session session = engine.openSession()) {
            session.table("t").put(Key.of("k", ""), StreamFixture.bytes(value), 0, value.length(),
                    WriteOptions.DEFAULT);
        }
    }

    private long shards(StreamDescription stream) {
        return fixture.engine().streams().stream().filter(other -> other.id() == stream.id())
                .flatMap(other -> other.shards().stream()).count();
    }

    private long shardFiles() {
        return fixture.disk().list().stream().filter(name -> name.endsWith(".shard")).count();
    }

    private long sizes() {
        long bytes = 0;
        for (String name : fixture.disk().list()) {
            try (var file = fixture.disk().open(name)) {
                bytes += file.size();
            }
        }
        return bytes;
    }
}
