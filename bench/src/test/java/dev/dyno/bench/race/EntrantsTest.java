package dev.dyno.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntrantsTest {

    @Test
    void whoCannotPromiseTheDurabilityTakesPartOnlyWhenNamedOrNeeded() {
        List<String> ours = names(List.of(), List.of("lmdb", "rocksdb"));
        assertTrue(ours.containsAll(List.of("lmdb", "rocksdb")) && !ours.contains("model"), ours.toString());
        assertEquals(List.of("model", "lmdb"), names(List.of("model"), List.of("lmdb")));
        assertTrue(names(List.of(), List.of(RaceSettings.NONE)).size() >= 2, "nobody races alone");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> names(List.of("modle"), List.of(RaceSettings.NONE))).getMessage();
        assertTrue(message.contains("modle") && message.contains("did you mean 'model'?"), message);
    }

    private static List<String> names(List<String> engines, List<String> peers) {
        RaceSettings settings = new RaceSettings(engines, peers, RaceSettings.DATA, 0, 100, List.of(1), List.of(),
                List.of(LayerStack.BARE), Durability.PROCESS, Duration.ofSeconds(60), Path.of("unused"), List.of(),
                Map.of());
        return new Entrants(settings).choose().stream().map(Entrant::name).toList();
    }
}
