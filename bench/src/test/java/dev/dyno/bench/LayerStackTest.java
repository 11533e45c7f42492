package dev.dyno.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerStackTest {

    @Test
    void everyCaptureIsRacedWithEveryCache() {
        assertEquals(List.of("", "ring", "cache=64MiB:sieve", "ring+cache=64MiB:sieve"),
                LayerStack.all(List.of("none", "ring"), List.of("none", "64MiB:sieve")).stream()
                        .map(LayerStack::label).toList());
        LayerStack both = new LayerStack("log", "1MiB");
        assertEquals(List.of("cache", "streams=log"), both.layers());
        assertEquals(Map.of("cache-bytes", "1048576", "cache-policy", "lru"), both.options());
        assertEquals("cache(streams(model))", Layers.over(Engines.named("model"), both.layers()).name());
        assertEquals("streams(cache(model))",
                Layers.over(Engines.named("model"), List.of("streams=ring", "cache")).name());
    }

    @Test
    void whatIsNoLayerIsRefusedWithTheNearest() {
        refused("did you mean 'ring'?", () -> new LayerStack("rings", "none"));
        refused("64MiB:sieve", () -> new LayerStack("none", "much"));
        refused("did you mean 'sieve'?", () -> new LayerStack("none", "64MiB:seive"));
        refused("limit=64KiB", () -> new LayerStack("none", "100"));
        refused("did you mean 'cache'?", () -> Layers.over(Engines.named("model"), List.of("cash")));
        EngineProvider lmdb = Engines.named("lmdb");
        refused("denied=COMMIT_LISTENER", () -> Layers.over(lmdb, List.of("streams=log")));
        assertEquals("streams(lmdb)", Layers.over(lmdb, List.of("streams")).name(), "an outbox needs no listener");
        assertTrue(new LayerStack("ring", "none").lacks(lmdb).startsWith("COMMIT_LISTENER"));
        assertEquals("", new LayerStack("none", "1MiB").lacks(lmdb));
    }

    private static void refused(String hint, Runnable action) {
        String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(hint), message);
    }
}
