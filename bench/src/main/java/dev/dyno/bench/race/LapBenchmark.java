package dev.dyno.bench.race;

import dev.dyno.bench.Plugins;
import dev.dyno.bench.workload.Lane;
import dev.dyno.bench.workload.Step;
import dev.dyno.bench.workload.Workload.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.infra.ThreadParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What JMH runs in every fork. The lap says which engine, data set and workload; the loop is the same for all.
 *
 * <p>Some operations are timed one by one ({@link dev.dyno.bench.workload.Workload#timedOneOf}) for the percentiles.
 */
@State(Scope.Benchmark)
public class LapBenchmark {

    private static final long DRIVERS_CLOSE_SECONDS = 10;

    private final Histogram latencies = LapNotes.newHistogram();
    private final Allocation allocation = new Allocation();
    private CountDownLatch drivers;
    private Path file;
    private Lap lap;
    private Track track;
    private long bytesWrittenBefore;
    private long itemsLoaded;
    private Opening opening;
    private String failure = "";

    @Setup
    public void open() throws IOException {
        file = Path.of(System.getProperty(Lap.PROPERTY));
        lap = Lap.read(file);
        try {
            Plugins.install(Plugins.ofThisProcess());
            if (lap.workload().kind() == Kind.LOAD) {
                Track.warmUp(lap);
            }
            bytesWrittenBefore = Storage.processBytesWritten();
            if (lap.workload().kind() != Kind.OPEN) {
                track = new Track(lap);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
        drivers = new CountDownLatch(lap.workload().kind().isParallel() ? lap.threads() : 0);
    }

    /** Bytes are counted as close around the operations as JMH lets us: what it allocates itself stays outside. */
    @Setup(Level.Iteration)
    public void beginIteration() {
        allocation.begin();
    }

    @TearDown(Level.Iteration)
    public void endIteration(IterationParams iteration) {
        allocation.end(iteration.getType() == IterationType.MEASUREMENT);
        if (opening != null) {
            opening.close();
            opening = null;
            if (iteration.getType() == IterationType.WARMUP) {
                latencies.reset();
            }
        }
    }

    /** JMH lets any thread tear down what all share, also before the others closed what they own. */
    @TearDown
    public void close() throws IOException, InterruptedException {
        try {
            drivers.await(DRIVERS_CLOSE_SECONDS, TimeUnit.SECONDS);
            if (lap.workload().kind() == Kind.LOAD) {
                track.finishLoad();
                track.settle();
            }
            if (track != null) {
                track.close();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        } finally {
            writeNotes();
        }
    }

    /** Until closed, background work and dirty pages of mappings are not on their way to storage. */
    private void writeNotes() throws IOException {
        long after = Storage.processBytesWritten();
        long written = after < 0 ? -1 : after - bytesWrittenBefore;
        // What a load wrote untimed would be counted as if it had been put.
        boolean complete = itemsLoaded == lap.data().items();
        new LapNotes(latencies, itemsLoaded, complete ? written : -1, allocation.bytes(), failure)
                .write(LapNotes.fileFor(file));
    }

    /** The first failure is the cause; what follows from it is noise. Written at once: JMH ends the fork now. */
    private synchronized void fail(Throwable cause) {
        if (!failure.isEmpty()) {
            return;
        }
        failure = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        try {
            writeNotes();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private synchronized void closed(Histogram ofOneDriver) {
        latencies.add(ofOneDriver);
        drivers.countDown();
    }

    /** Loads: all items, once. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public void load() {
        try {
            itemsLoaded = track.load(latencies);
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** Opens what was loaded and closed; it is closed again outside the measured time. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public long reopen() {
        try {
            long start = System.nanoTime();
            opening = new Opening(lap);
            long answer = opening.read();
            latencies.recordValue(System.nanoTime() - start);
            return answer;
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** Everything else: one operation. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public long operation(Driver driver) {
        return driver.run();
    }

    /** One thread of a lap. */
    @State(Scope.Thread)
    public static class Driver {

        private final Histogram latencies = LapNotes.newHistogram();
        private LapBenchmark race;
        private Lane lane;
        private Step step;
        private int timedOneOf;
        private int countdown;

        @Setup
        public void open(LapBenchmark benchmark, ThreadParams thread) {
            race = benchmark;
            try {
                lane = benchmark.track.openLane(thread.getThreadIndex());
                step = benchmark.lap.workload().newStep(lane);
            } catch (RuntimeException | Error e) {
                benchmark.fail(e);
                throw e;
            }
            timedOneOf = benchmark.lap.workload().timedOneOf();
            countdown = timedOneOf;
        }

        @TearDown(Level.Iteration)
        public void forgetWarmUp(IterationParams iteration) {
            if (iteration.getType() == IterationType.WARMUP) {
                latencies.reset();
            }
        }

        @TearDown
        public void close() {
            lane.close();
            race.closed(latencies);
        }

        long run() {
            try {
                if (--countdown > 0) {
                    return step.run();
                }
                countdown = timedOneOf;
                long start = System.nanoTime();
                long answer = step.run();
                latencies.recordValue(System.nanoTime() - start);
                return answer;
            } catch (RuntimeException | Error e) {
                race.fail(e);
                throw e;
            }
        }
    }
}
