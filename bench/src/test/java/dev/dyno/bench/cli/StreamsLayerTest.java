package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engines;
import dev.dyno.bench.crash.StreamCrashes;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --layers streams}. */
class StreamsLayerTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", "ring", "log", "outbox"})
    void rulesHoldUnderEachCapture(String capture) {
        Said said = Said.by("verify", "btree", "--layers", "streams=" + capture, "--rule", "W",
                "-o", "stream-shard-bytes=64KiB");
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().contains("btree --layers streams=" + capture), said.out());
    }

    @ParameterizedTest
    @CsvSource({"btree, log", "btree, outbox", "lsm, log", "lsm, outbox", "hash, log", "hash, outbox"})
    void aSampleOfCrashesLeavesTheRecordsOfWhatSurvived(String engine, String capture) {
        Said said = Said.by("crash", engine, "--layers", "streams=" + capture, "--operations", "30", "--points", "2",
                "--kills", "1", "--crashes", "100");
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.startsWith("streams ") && line.endsWith("100 ok")),
                said.out());
    }

    @Test
    void crashesFindWhatIsWrong() {
        StreamCrashes.Result result = new StreamCrashes(Streaming.over(Engines.named("btree"),
                StreamOptions.of(CaptureKind.RING).withEveryTable(ViewType.NEW_AND_OLD_IMAGES)), Map.of(), 1, 70, 50)
                .run(done -> { });
        assertTrue(result.passed() < result.crashes() && result.failure().contains("the records are not"),
                result.toString());
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        Said layer = Said.by("verify", "model", "--layers", "stream");
        assertEquals(2, layer.code());
        assertTrue(layer.error().contains("did you mean 'streams'?"), layer.err());
        Said capture = Said.by("verify", "model", "--layers", "streams=lag");
        assertEquals(2, capture.code());
        assertTrue(capture.error().contains("did you mean 'log'?"), capture.err());
    }
}
