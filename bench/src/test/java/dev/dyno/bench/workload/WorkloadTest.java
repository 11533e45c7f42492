package dev.dyno.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.api.factory.primitive.LongSets;
import org.eclipse.collections.api.set.primitive.MutableLongSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

    private static final long SEED = 11;
    private static final int STEPS = 3_000;

    @TempDir
    Path folder;

    private final EngineConfig config = EngineConfig.inMemory().withDurability(Durability.MEMORY);
    private Engine engine;

    @BeforeEach
    void open() {
        engine = Engines.named("model").open(config);
        engine.createTable(TableSpec.sorted(Lane.TABLE));
    }

    @AfterEach
    void close() {
        engine.close();
        config.work().close();
        config.disk().close();
    }

    @Test
    void aWorkloadInsertsNothingThatItInsertedAtAnotherNumberOfThreads() {
        MutableLongSet inserted = LongSets.mutable.empty();
        for (int lanes = 1; lanes <= 4; lanes++) {
            for (int number = 0; number < lanes; number++) {
                try (Lane lane = new Lane(ycsb(1_000), engine.openSession(), Durability.MEMORY, number, lanes, SEED)) {
                    for (Workload workload : List.of(Workload.YCSB_D, Workload.YCSB_E)) {
                        Insertions insertions = lane.insertions(workload);
                        for (long n = 0; n < 100; n++) {
                            assertTrue(inserted.add(insertions.index(n)), "twice: lanes=" + lanes + ", " + workload);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyWorkloadRunsOnTheModel(Workload workload) {
        Dataset data = ycsb(5_050);
        if (workload.kind() != Workload.Kind.LOAD) {
            load(data, Workload.LOAD_RANDOM);
        }
        try (Lane lane = lane(data, engine)) {
            Step step = workload.newStep(lane);
            int steps = workload == Workload.LOAD_BATCH ? 6 : STEPS;
            for (int i = 0; i < steps; i++) {
                step.run();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"load-random", "load-sequential", "load-batch"})
    void aLoadWritesEveryItem(String name) throws IOException {
        try (Dataset data = DataSpec.prepare("unicode", 3_000, 0, folder).open()) {
            load(data, Workload.named(name));
            try (Lane lane = lane(data, engine)) {
                for (long i = 0; i < data.items(); i++) {
                    lane.read(i);
                    lane.readMissing(i);
                }
            }
        }
    }

    @Test
    void aSlowLoadGoesOnWhereItWasCut() {
        Dataset data = ycsb(2_500);
        try (Lane lane = lane(data, engine)) {
            Load load = Workload.LOAD_SEQUENTIAL.newLoad(lane);
            for (int i = 0; i < 777; i++) {
                load.run();
            }
            load.goOnUntimed(true);
            while (load.remaining() > 0) {
                load.run();
            }
            for (long i = 0; i < data.items(); i++) {
                lane.read(i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Lie.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void anEngineThatLiesIsCaught(Lie lie) {
        Dataset data = ycsb(1_000);
        load(data, Workload.LOAD_RANDOM);
        try (Lane lane = lane(data, new LyingEngine(engine, lie))) {
            Step step = lie.seenBy().newStep(lane);
            assertThrows(WrongAnswer.class, () -> {
                for (int i = 0; i < STEPS; i++) {
                    step.run();
                }
            });
        }
    }

    /** Without a lie the same wrapper is not accused. */
    @ParameterizedTest
    @EnumSource(value = Lie.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void anHonestEngineIsNot(Lie lie) {
        Dataset data = ycsb(1_000);
        load(data, Workload.LOAD_RANDOM);
        try (Lane lane = lane(data, new LyingEngine(engine, Lie.NONE))) {
            Step step = lie.seenBy().newStep(lane);
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
        }
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertEquals(17, Workload.names().size());
        assertEquals(Workload.YCSB_A, Workload.named("ycsb-a"));
        assertTrue(Workload.QUERY_10.needs().contains(Capability.QUERY));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Workload.named("read-unifrom"));
        assertTrue(e.getMessage().contains("read-uniform"), e.getMessage());
    }

    private static Dataset ycsb(long items) {
        return new DataSpec("ycsb", items, 100, Path.of("unused")).open();
    }

    private void load(Dataset data, Workload order) {
        try (Lane lane = lane(data, engine)) {
            Load load = order.newLoad(lane);
            while (load.remaining() > 0) {
                load.run();
            }
        }
    }

    private static Lane lane(Dataset data, Engine on) {
        return new Lane(data, on.openSession(), Durability.MEMORY, 0, 1, SEED);
    }
}
