package dev.dyno.bench.soak;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.data.SplitMix;
import dev.dyno.bench.race.Storage;
import dev.dyno.bench.soak.SoakResult.Second;
import dev.dyno.bench.workload.Lane;
import dev.dyno.bench.workload.Load;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Loads random items, one put after the other, and times every one: throughput over time, the longest put, and what was
 * written and kept, at the end of the load and when background work has settled. The load is a closed loop: a put that
 * stalls delays those behind it, which are then not late by themselves; so the longest put counts, and the seconds. A
 * bulk load is the same with sorted items and one commit at its end.
 * Before, another engine of the same kind gets some items: the first put of a process loads classes, which takes as
 * long as a slow disk, and is no engine's doing. At last the engine is opened again, in the same process: what a clean
 * close leaves to the next open.
 *
 * <p>Bytes are those of the process: one soak a process. Threads: the caller's.
 */
public final class Soak {

    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int DIGITS = 3;
    private static final long CHECKED_READS = 100_000;
    /** Settled is who has written nothing for so many looks. */
    private static final int QUIET_LOOKS = 4;
    private static final int LOOKS_MAX = 480;
    private static final long LOOK_MILLIS = 250;
    /** A put that took longer is asked how much of it was a wait for a processor. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Waits are looked at behind so many puts, so that little of others' is taken for that of a slow one. */
    private static final int PUTS_PER_LOOK = 256;
    /** Put before the load, into another engine, as far as they go in a second. */
    private static final long WARMING_ITEMS = 10_000;

    private final SoakPlan plan;
    private final Consumer<Second> watcher;
    private long writtenBefore;
    private long longestOwnNanos;

    public Soak(SoakPlan plan, Consumer<Second> watcher) {
        this.plan = plan;
        this.watcher = watcher;
    }

    public SoakResult run() throws IOException, InterruptedException {
        warmUp();
        EngineConfig config = EngineConfig.at(plan.directory()).withDurability(plan.durability())
                .withOptions(plan.options());
        Histogram latencies = new Histogram(LATENCY_NANOS_MAX, DIGITS);
        List<SoakResult.Storage> storage = new ArrayList<>();
        try (Dataset data = new DataSpec(DataSpec.YCSB, plan.items(), plan.valueBytes(), plan.directory()).open()) {
            writtenBefore = Storage.processBytesWritten();
            long puts;
            double seconds;
            long reads;
            try (Engine engine = plan.engine().open(config)) {
                engine.createTable(TableSpec.sorted(Lane.TABLE));
                try (Lane lane = new Lane(data, engine.openSession(), plan.durability(), 0, 1, plan.seed())) {
                    if (plan.bulk()) {
                        seconds = bulk(engine, data, latencies);
                        puts = plan.items();
                    } else {
                        long start = System.nanoTime();
                        Load load = Workload.LOAD_RANDOM.newLoad(lane);
                        load(load::remaining, load::run, start, start + plan.budget().toNanos(), latencies);
                        seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                        puts = plan.items() - load.remaining();
                    }
                    storage.add(storage("at the end of the load"));
                    settle();
                    storage.add(storage("when settled"));
                    reads = puts == plan.items() ? check(lane) : 0;
                }
            } finally {
                config.work().close();
                config.disk().close();
            }
            storage.add(storage("when closed"));
            return new SoakResult(puts, seconds, latencies, longestOwnNanos, data.bytes() / plan.items() * puts,
                    storage, reads, open());
        }
    }

    private void warmUp() throws IOException {
        Path directory = Files.createTempDirectory("dyno-soak-warm-up");
        EngineConfig config = EngineConfig.at(directory).withDurability(plan.durability())
                .withOptions(plan.options());
        try (Dataset data = new DataSpec(DataSpec.YCSB, WARMING_ITEMS, plan.valueBytes(), directory).open();
                Engine engine = plan.engine().open(config)) {
            engine.createTable(TableSpec.sorted(Lane.TABLE));
            try (Lane lane = new Lane(data, engine.openSession(), plan.durability(), 0, 1, plan.seed())) {
                Load load = Workload.LOAD_RANDOM.newLoad(lane);
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                while (load.remaining() > 0 && System.nanoTime() < end) {
                    load.run();
                }
            }
        } finally {
            config.work().close();
            config.disk().close();
            Storage.remove(directory);
        }
    }

    /** Opens the engine again. @return milliseconds that it took */
    private double open() {
        EngineConfig config = EngineConfig.at(plan.directory()).withDurability(plan.durability())
                .withOptions(plan.options());
        long start = System.nanoTime();
        try (Engine engine = plan.engine().open(config)) {
            double millis = (System.nanoTime() - start) / 1e6;
            if (engine.tables().isEmpty()) {
                throw new IllegalStateException("the engine was opened again and has no table");
            }
            return millis;
        } finally {
            config.work().close();
            config.disk().close();
        }
    }

    /** @return seconds without sorting, with the commit */
    private double bulk(Engine engine, Dataset data, Histogram latencies) throws IOException {
        try (SortedLoad load = new SortedLoad(engine, data)) {
            long start = System.nanoTime();
            load(load::remaining, load::addNext, start, Long.MAX_VALUE, latencies);
            load.commit();
            return (System.nanoTime() - start) / NANOS_PER_SECOND;
        }
    }

    private void load(LongSupplier remaining, Runnable put, long start, long deadline, Histogram latencies)
            throws IOException {
        try (ProcessorWait wait = new ProcessorWait()) {
            longestOwnNanos = wait.isCounted() ? 0 : -1;
            load(remaining, put, start, deadline, latencies, wait);
        }
    }

    private void load(LongSupplier remaining, Runnable put, long start, long deadline, Histogram latencies,
            ProcessorWait wait) throws IOException {
        long secondEnds = start + TimeUnit.SECONDS.toNanos(1);
        long second = 0;
        long puts = 0;
        long longest = 0;
        long before = System.nanoTime();
        while (remaining.getAsLong() > 0 && before < deadline) {
            long begun = before;
            put.run();
            long now = System.nanoTime();
            latencies.recordValue(Math.min(now - begun, LATENCY_NANOS_MAX));
            longest = Math.max(longest, now - begun);
            puts++;
            before = now;
            boolean isSlow = now - begun > SLOW_NANOS;
            if (wait.isCounted() && (isSlow || puts % PUTS_PER_LOOK == 0)) {
                long waited = wait.sinceLastLook(now, isSlow);
                if (isSlow) {
                    longestOwnNanos = Math.max(longestOwnNanos, now - begun - waited);
                }
                before = System.nanoTime();
            }
            if (now >= secondEnds) {
                while (secondEnds <= now) {
                    secondEnds += TimeUnit.SECONDS.toNanos(1);
                    second++;
                }
                watcher.accept(new Second(second, puts, TimeUnit.NANOSECONDS.toMicros(longest), written()));
                puts = 0;
                longest = 0;
                before = System.nanoTime();
            }
        }
    }

    private long written() {
        long now = Storage.processBytesWritten();
        return now < 0 ? -1 : now - writtenBefore;
    }

    private SoakResult.Storage storage(String when) throws IOException {
        return new SoakResult.Storage(when, written(), Storage.allocatedBytes(plan.directory()));
    }

    private void settle() throws InterruptedException {
        long last = written();
        int quiet = 0;
        for (int i = 0; i < LOOKS_MAX && quiet < QUIET_LOOKS; i++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            long now = written();
            quiet = now == last ? quiet + 1 : 0;
            last = now;
        }
    }

    /** Reads random items and throws if one is not what was put. @return how many */
    private long check(Lane lane) {
        SplitMix random = new SplitMix(plan.seed());
        long reads = Math.min(CHECKED_READS, plan.items());
        for (long i = 0; i < reads; i++) {
            lane.read(Long.remainderUnsigned(random.next(), plan.items()));
        }
        return reads;
    }
}
