package dev.dyno.bench.race;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.workload.Lane;
import dev.dyno.bench.workload.Load;
import dev.dyno.bench.workload.Workload;
import java.util.function.LongConsumer;

/**
 * A lap made ready: data set mapped, engine open, items in it. Threads: {@link #openLane} from any, once for each.
 */
final class Track implements AutoCloseable {

    private final Lap lap;
    private final Dataset data;
    private final EngineConfig config;
    private final Engine engine;

    Track(Lap lap) {
        this.lap = lap;
        this.data = lap.data().open();
        this.config = EngineConfig.at(lap.directory()).withDurability(lap.durability()).withOptions(lap.options());
        this.engine = Engines.named(lap.engine()).open(config);
        if (engine.tables().stream().noneMatch(table -> table.name().equals(Lane.TABLE))) {
            engine.createTable(TableSpec.sorted(Lane.TABLE));
        }
        if (!lap.reopens() && lap.workload().kind() != Workload.Kind.LOAD) {
            load(Workload.LOAD_RANDOM, nanos -> { }, 0);
        }
    }

    Lane openLane(int number) {
        return new Lane(data, engine.openSession(), lap.durability(), number, lap.threads(), lap.seed());
    }

    /**
     * Writes all items, and makes them as durable as the lap says.
     *
     * @param latencies given the duration of one of {@code timedOneOf} operations, in nanoseconds
     * @param timedOneOf 0: none
     */
    void load(Workload order, LongConsumer latencies, int timedOneOf) {
        Durability each = lap.workload().kind() == Workload.Kind.LOAD ? lap.putDurability() : preparation();
        try (Lane lane = new Lane(data, engine.openSession(), each, 0, 1, lap.seed())) {
            Load load = order.newLoad(lane);
            int countdown = timedOneOf;
            while (load.remaining() > 0) {
                if (--countdown == 0) {
                    countdown = timedOneOf;
                    long start = System.nanoTime();
                    load.run();
                    latencies.accept(System.nanoTime() - start);
                } else {
                    load.run();
                }
            }
        }
        if (lap.durability() == Durability.SYNC) {
            engine.sync();
        }
    }

    /** What is not measured need not wait for the disk, put by put. */
    private Durability preparation() {
        return lap.durability() == Durability.SYNC ? Durability.PROCESS : lap.durability();
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            config.work().close();
            config.disk().close();
            data.close();
        }
    }
}
