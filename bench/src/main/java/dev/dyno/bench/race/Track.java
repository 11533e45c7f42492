package dev.dyno.bench.race;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.Layers;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.workload.Lane;
import dev.dyno.bench.workload.Load;
import dev.dyno.bench.workload.Step;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A lap made ready: data set mapped, engine open, items in it. Threads: {@link #openLane} from any, once for each.
 */
final class Track implements AutoCloseable {

    private static final double NANOS = 1e9;
    /** Background work that writes nothing for so long has ended. */
    private static final Duration QUIET = Duration.ofMillis(400);
    private static final Duration SETTLE_MAX = Duration.ofMinutes(2);
    private static final double TOUCH_ITEMS_PER_SECOND = 800_000;
    private static final double TOUCH_SECONDS_MAX = 12;
    static final double OWN_STEPS_SECONDS = 0.3;
    private static final int STEPS_BETWEEN_LOOKS = 16;

    private final Lap lap;
    private final Dataset data;
    private final EngineConfig config;
    private final Engine engine;
    private Lane loading;
    private Load load;

    Track(Lap lap) {
        this.lap = lap;
        this.data = lap.data().open();
        this.config = EngineConfig.at(lap.directory()).withDurability(lap.durability()).withOptions(lap.options());
        this.engine = Layers.over(Engines.named(lap.engine()), lap.stack().layers()).open(config);
        if (engine.tables().stream().noneMatch(table -> table.name().equals(Lane.TABLE))) {
            engine.createTable(TableSpec.sorted(Lane.TABLE));
        }
        if (lap.workload().kind() == Workload.Kind.LOAD) {
            openLoad(lap.workload());
        } else if (!lap.reopens()) {
            openLoad(Workload.LOAD_RANDOM);
            finishLoad();
        } else {
            touch();
        }
    }

    /**
     * An engine that was just opened reads what it is asked for from files, page by page, and the JVM has compiled
     * nothing: reads of every item, then, where they change nothing, the workload's own steps, so that what is measured
     * is the engine at work. How an engine does while it warms up is what {@code reopen} begins to show.
     */
    private void touch() {
        step(Workload.READ_UNIFORM, touchSeconds(data.items()));
        if (lap.workload().kind() == Workload.Kind.READ) {
            step(lap.workload(), OWN_STEPS_SECONDS);
        }
    }

    /** How long {@link #touch} reads: enough for most items once, at the rate of the slower engines. */
    static double touchSeconds(double items) {
        return Math.min(TOUCH_SECONDS_MAX, items / TOUCH_ITEMS_PER_SECOND);
    }

    /** With other choices than those of the lanes that are measured. */
    private Lane openTouching() {
        return new Lane(data, engine.openSession(), lap.durability(), 0, 1, lap.seed() * 31 + 1);
    }

    private void step(Workload workload, double seconds) {
        long deadline = System.nanoTime() + (long) (seconds * NANOS);
        try (Lane lane = openTouching()) {
            Step step = workload.newStep(lane);
            while (System.nanoTime() < deadline) {
                for (int i = 0; i < STEPS_BETWEEN_LOOKS; i++) {
                    step.run();
                }
            }
        }
    }

    /**
     * The same load into a directory that is removed again, and again until the lap's time for it is over, so that the
     * measured one does not race against the compiler: few items are loaded long before their code is compiled.
     */
    static void warmUp(Lap lap) throws IOException {
        long deadline = System.nanoTime() + (long) (lap.warmUpSeconds() * NANOS);
        double left = lap.warmUpSeconds();
        while (left > 0) {
            warmUp(lap, left);
            left = (deadline - System.nanoTime()) / NANOS;
        }
    }

    private static void warmUp(Lap lap, double seconds) throws IOException {
        Path scratch = lap.directory().resolveSibling(lap.directory().getFileName() + "-warm-up");
        Lap warmUp = new Lap(lap.engine(), lap.stack(), lap.data(), lap.workload(), 1, lap.durability(), false, scratch,
                lap.seed() + 1, 0, seconds, lap.options());
        Files.createDirectories(scratch);
        try (Track track = new Track(warmUp)) {
            track.load(LapNotes.newHistogram());
            track.loading.close();
        } finally {
            Storage.remove(scratch);
        }
    }

    Lane openLane(int number) {
        return new Lane(data, engine.openSession(), lap.durability(), number, lap.threads(), lap.seed());
    }

    /**
     * The measured load: writes items until all are written or the lap's time for it is over, then makes them as
     * durable as the lap says.
     *
     * @param latencies gets the durations of the timed operations, in nanoseconds
     * @return how many were written
     */
    long load(Histogram latencies) {
        int timedOneOf = lap.workload().timedOneOf();
        long deadline = System.nanoTime() + (long) (lap.loadSecondsMax() * NANOS);
        int countdown = timedOneOf;
        boolean inTime = true;
        while (inTime && load.remaining() > 0) {
            if (--countdown > 0) {
                load.run();
                continue;
            }
            countdown = timedOneOf;
            long start = System.nanoTime();
            load.run();
            long end = System.nanoTime();
            latencies.recordValue(end - start);
            inTime = end < deadline;
        }
        if (lap.durability() == Durability.SYNC) {
            engine.sync();
        }
        return data.items() - load.remaining();
    }

    /** Writes what the measured load had no time for. */
    void finishLoad() {
        load.goOnUntimed(engine.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS));
        while (load.remaining() > 0) {
            load.run();
        }
        loading.close();
    }

    /**
     * Lets the engine do what it puts off, so that bytes written and bytes on storage are of the whole work and reads
     * of what was loaded do not pay for it: a checkpoint, then until nothing was written for a while.
     */
    void settle() {
        if (engine.capabilities().contains(Capability.DURABLE_PROCESS)) {
            engine.checkpoint();
            Storage.awaitQuiet(QUIET, SETTLE_MAX);
        }
    }

    /**
     * At {@code SYNC} no put waits for the disk: a measured load is durable when it ends, by one sync inside the
     * measured time; one wait per put is what put-durable measures.
     */
    private void openLoad(Workload order) {
        Durability each = lap.durability() == Durability.SYNC ? Durability.PROCESS : lap.durability();
        loading = new Lane(data, engine.openSession(), each, 0, 1, lap.seed());
        load = order.newLoad(loading);
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
