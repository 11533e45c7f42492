package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Family T over an outbox, and what only it does. */
class OutboxRulesTest extends StreamRules {

    @Override
    StreamOptions options() {
        return StreamOptions.of(CaptureKind.OUTBOX).withShards(2).withShardBytes(8192);
    }

    @Test
    void streamsAreThereAfterAReopen() {
        fixture.engine().enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
        fixture.put("k", "a");
        fixture.reopen();
        fixture.put("k", "b");
        fixture.delete("k");
        assertEquals(List.of("k >a", "k a>b", "k b>"), fixture.lines());
        assertTrue(fixture.engine().verify().clean());
    }

    @Test
    void aShardThatIsTooLargeHasAChild() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        IntStream.range(0, 100).forEach(i -> fixture.put("k", i + "x".repeat(500)));
        List<ShardDescription> shards = fixture.engine().streams().getLast().shards();
        assertTrue(shards.size() > stream.shards().size() + 3, "shards=" + shards);
        assertEquals(IntStream.range(0, 100).mapToObj(i -> "k >" + i + "x500").toList(), fixture.lines());
        fixture.reopen();
        assertEquals(100, fixture.lines().size());
    }

    @Test
    void trimmedRecordsGiveTheirSpaceBack() {
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        IntStream.range(0, 100).forEach(i -> fixture.put("k", i + "x".repeat(500)));
        fixture.engine().disableStream("t");
        fixture.clock().advance(25 * 3_600_000_000_000L);
        fixture.engine().trimStreams();
        assertEquals(List.of(), fixture.engine().streams());
        fixture.reopen();
        assertEquals(List.of(), fixture.engine().streams());
        assertTrue(fixture.engine().verify().clean());
    }

    @Test
    void aRecordOfAnySizeIsStoredInParts() {
        fixture.engine().enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
        int most = fixture.engine().limits().valueBytes();
        fixture.put("k", "y".repeat(most));
        fixture.put("k", "x".repeat(most));
        fixture.put("k", "small");
        List<String> lines = fixture.lines();
        assertEquals(List.of("k >".length() + most, "k >".length() + most + ("x" + most).length(),
                "k >".length() + ("x" + most).length() + 5), lines.stream().map(String::length).toList());
    }

    @Test
    void itsTableIsNobodyElses() {
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        assertEquals(List.of("t"), fixture.engine().tables().stream().map(TableSpec::name).toList());
        assertThrows(EngineException.NoSuchTable.class, () -> fixture.session().table(".streams"));
        assertThrows(EngineException.TableExists.class,
                () -> fixture.engine().createTable(TableSpec.sorted(".streams")));
        assertEquals(false, fixture.engine().dropTable(".streams"));
    }
}
