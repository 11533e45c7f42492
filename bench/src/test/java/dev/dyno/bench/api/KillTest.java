package dev.dyno.bench.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.api.bag.Bag;
import org.eclipse.collections.api.factory.Bags;
import org.eclipse.collections.api.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.api.map.primitive.ObjectIntMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two kills on every engine that keeps its data in files; {@code ./dyno crash ENGINE --endpoint} does more. */
@Timeout(180)
class KillTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"btree", "lsm", "hash"})
    void nothingAcknowledgedIsLost(String engine) throws Exception {
        assertEquals(List.of(), new EndpointKills(engine, directory, null, 300).run(2, round -> { }));
    }

    @Test
    void theEvidenceIsRead() {
        List<EndpointKills.Writer> writers = List.of(new EndpointKills.Writer("w", 2, 2));
        ObjectIntMap<String> whole = ObjectIntMaps.mutable
                .of("w-0-left", 0, "w-0-right", 0, "w-1-left", 0, "w-1-right", 0).withKeyValue("w", 2);
        Bag<String> told = Bags.immutable.of("w-0-left", "w-0-right", "w-1-left", "w-1-right", "w", "w");
        assertEquals(List.of(), new KillEvidence(whole, told).contradictions(writers));
        ObjectIntMap<String> broken = ObjectIntMaps.mutable.of("w-1-left", 0, "w", 4);
        assertEquals(List.of("acknowledged and lost: pair=w-0", "half a transaction: pair=w-1",
                "counter: writer=w, acknowledged=2, is=4", "stream: key=w-1-left, changes=1, records=0",
                "stream tells of what is not there: key=w-2-left"),
                new KillEvidence(broken, Bags.immutable.of("w", "w", "w", "w", "w-2-left")).contradictions(writers));
    }
}
