package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.cache.replay.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cache} and {@code --layers cache}. */
class CacheCommandTest {

    @TempDir
    private Path folder;
    private String trace;

    @BeforeEach
    void writeTrace() throws IOException {
        Path file = folder.resolve("loop.trace.gz");
        try (TraceWriter writer = TraceWriter.to(file)) {
            for (int i = 0; i < 5_000; i++) {
                writer.add(i % 100, 1);
            }
        }
        trace = file.toString();
    }

    @Test
    void theTableHasARowForEachSizeAndTheOptimum() {
        Said said = Said.by("cache", trace, "--sizes", "10%,100", "--policies", "lru,sieve");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("5,000 requests, 100 keys"), said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("size +of all +lru +sieve +optimum")), said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("10 +10.00 % +100.00 % .*")), said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("100 +100.00 % +2.00 % < +2.00 % < +2.00 %")),
                said.out());
    }

    @Test
    void jsonIsJsonAndThePageStandsAlone() throws IOException {
        Path page = folder.resolve("misses.html");
        Said said = Said.by("cache", trace, "--json", "--sizes", "50", "--page", page.toString());
        JsonNode table = new ObjectMapper().readTree(said.out()).get(0);
        assertEquals(1.0, table.get("rows").get(0).get("missRatios").get("lru").asDouble(), 1e-9);
        assertTrue(table.get("rows").get(0).get("missRatios").get("optimum").asDouble() < 0.6);
        String html = Files.readString(page);
        assertEquals(7, html.split("<polyline", -1).length - 1, "six policies and the optimum");
        assertTrue(html.contains("loop.trace.gz") && !html.contains("http"), "nothing is fetched");
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        assertEquals(2, Said.by("cache", "nowhere.trace").code());
        Said policy = Said.by("cache", trace, "--policies", "siev");
        assertEquals(2, policy.code());
        assertTrue(policy.error().contains("did you mean 'sieve'?"), policy.err());
        assertTrue(Said.by("cache", trace, "--sizes", "0").error().contains("size=0"));
        assertTrue(Said.by("cache", trace, "--sizes", "many").error().contains("size=many"));
    }

    @Test
    void layersGoOverAnEngine() {
        Said said = Said.by("verify", "model", "--layers", "cache", "--rule", "R", "-o", "cache-bytes=64KiB");
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.out().contains("model --layers cache"), said.out());
        Said wrong = Said.by("verify", "model", "--layers", "cash");
        assertEquals(2, wrong.code());
        assertTrue(wrong.error().contains("did you mean 'cache'?"), wrong.err());
    }
}
