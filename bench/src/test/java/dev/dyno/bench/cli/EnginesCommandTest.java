package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.Option;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code engines}, {@code verify} and {@code crash} on engines that are right. */
class EnginesCommandTest {

    @Test
    void theListHasEveryEngineWithItsKindAndDurability() {
        Said said = Said.by("engines");
        assertEquals(0, said.code(), said.err());
        assertEquals("", said.err());
        for (EngineProvider engine : Engines.all()) {
            assertTrue(said.out().lines().anyMatch(line -> line.startsWith(engine.name() + " ")), said.out());
        }
        assertTrue(said.out().lines().anyMatch(line -> line.matches("model +oracle +MEMORY / MEMORY +.*")), said.out());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("rocksdb +peer +SYNC / not observable +.*")),
                said.out());
    }

    @Test
    void oneEngineIsShownWithAllCapabilitiesAndOptions() {
        EngineProvider rocksdb = Engines.named("rocksdb");
        Said said = Said.by("engines", "rocksdb");
        assertEquals(0, said.code(), said.err());
        for (Capability capability : Capability.values()) {
            String word = rocksdb.capabilities().contains(capability) ? "yes" : "denied";
            assertTrue(said.out().lines().anyMatch(line -> line.matches(word + " +" + capability + " .*")),
                    () -> capability + " in " + said.out());
        }
        for (Option<?> option : rocksdb.options()) {
            assertTrue(said.out().contains("--option " + option.name() + "="), () -> option.name() + said.out());
            assertTrue(said.out().contains(option.allowed()), () -> option.name() + said.out());
        }
    }

    @Test
    void jsonIsJson() throws IOException {
        JsonNode engines = new ObjectMapper().readTree(Said.by("engines", "--json").out());
        List<String> names = engines.findValuesAsText("name");
        Engines.all().forEach(engine -> assertTrue(names.contains(engine.name()), () -> engine.name() + names));
        JsonNode verified = new ObjectMapper().readTree(Said.by("verify", "model", "--rule", "K1,K2", "--json").out());
        assertEquals(2, verified.get("passed").asInt());
        assertEquals("K1", verified.get("rules").get(0).get("rule").asText());
        JsonNode crashed = new ObjectMapper().readTree(
                Said.by("crash", "model", "--operations", "10", "--points", "3", "--json").out());
        assertEquals(crashed.get("total").asInt(), crashed.get("passed").asInt());
    }

    @Test
    void verifyEndsWithTheCount() {
        Said one = Said.by("verify", "model", "--rule", "K1", "--seed", "7");
        assertEquals(0, one.code(), one.err());
        assertEquals("passed 1 of 1", one.lastLine());
        Said family = Said.by("verify", "model", "--rule", "keys");
        assertTrue(family.out().contains("K1 to K"), family.out());
        assertEquals(0, family.code());
    }

    @Test
    void crashEndsWithTheCountAndNamesTheDurability() {
        Said said = Said.by("crash", "model", "--operations", "20", "--points", "5");
        assertEquals(0, said.code(), said.err() + said.out());
        assertTrue(said.lastLine().matches("passed (\\d+) of \\1"), said.out());
        assertTrue(said.out().contains("durability declared MEMORY, observed MEMORY"), said.out());
    }
}
