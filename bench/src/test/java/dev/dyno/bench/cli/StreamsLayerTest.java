package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --layers streams}. */
class StreamsLayerTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", "ring", "log"})
    void rulesHoldUnderEachCapture(String capture) {
        Said said = Said.by("verify", "btree", "--layers", "streams=" + capture, "--rule", "W",
                "-o", "stream-shard-bytes=64KiB");
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().contains("btree --layers streams=" + capture), said.out());
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
