package dev.dyno.bench.race;

import dev.dyno.bench.Build;
import dev.dyno.bench.Plugins;
import dev.dyno.bench.race.RacePlan.Pace;
import dev.dyno.bench.workload.Workload.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs laps in JVMs of their own, one at a time, through JMH's runner. What JMH and the forks print goes to a log.
 * Confined to a thread, except {@link #kill}.
 */
final class Forks {

    /** How often a lap opens what was loaded, after once unmeasured. */
    static final int OPENS = 3;
    /** A lap that takes this much longer than its measured times hangs: it may have a load to end untimed. */
    private static final long HANG_SECONDS = 240;
    private static final long HANG_LOADS = 4;

    private static final long DEATH_SECONDS = 5;

    private final List<String> jvmFlags;
    private final Path folder;
    private final PrintStream log;
    private int laps;

    /**
     * @param heapBytes of every fork, at most
     * @param folder for the files that go to and come from forks
     */
    Forks(long heapBytes, List<Path> plugins, Path folder, PrintStream log) {
        this.folder = folder;
        this.log = log;
        this.jvmFlags = flags(heapBytes, plugins);
        // Its lock is one file for the whole machine, owned by whoever raced first; other load is seen by `doctor`
        // and by the intervals.
        System.setProperty("jmh.ignoreLock", "true");
    }

    /** The same for every engine, and printed in the record. */
    private static List<String> flags(long heapBytes, List<Path> plugins) {
        List<String> flags = new ArrayList<>(Build.load().jvmFlags());
        flags.add("-Xms" + Heap.startBytes(heapBytes));
        flags.add("-Xmx" + heapBytes);
        flags.add("-XX:+UseG1GC");
        flags.add("-XX:+AlwaysPreTouch");
        flags.add("-XX:+UseCompactObjectHeaders");
        flags.add("-Dagrona.disable.bounds.checks=true");
        // What LmdbJava's own documentation names for production.
        flags.add("-Dlmdbjava.disable.checks=true");
        if (!plugins.isEmpty()) {
            flags.add("-D" + Plugins.PROPERTY + "=" + Plugins.join(plugins));
        }
        return List.copyOf(flags);
    }

    List<String> jvmFlags() {
        return jvmFlags;
    }

    /** Puts a line where JMH puts its own. */
    void log(String line) {
        log.println(line);
    }

    /** @param beat called about every second, on another thread, with the seconds that the lap has taken */
    LapResult run(Lap lap, Pace pace, IntConsumer beat) throws IOException {
        Path file = folder.resolve("lap-" + ++laps + ".properties");
        lap.write(file);
        Files.createDirectories(lap.directory());
        log.println("=== " + lap.title() + " durability=" + lap.durability());
        Thread watch = watch(lap, pace, beat);
        String failure;
        try {
            RunResult result = new Runner(options(lap, file, pace).build(), output()).runSingle();
            LapNotes notes = LapNotes.read(LapNotes.fileFor(file));
            if (!notes.failure().isEmpty()) {
                return LapResult.failed(notes, "");
            }
            return LapResult.of(lap.workload(), notes, result.getPrimaryResult().getScore());
        } catch (RunnerException e) {
            log.println("failed: " + e + cause(e));
            failure = "the JVM ended without a result: " + e.getMessage();
        } finally {
            watch.interrupt();
        }
        return LapResult.failed(LapNotes.read(LapNotes.fileFor(file)), failure);
    }

    private static String cause(RunnerException e) {
        return e.getCause() == null ? "" : ", cause: " + e.getCause();
    }

    private ChainedOptionsBuilder options(Lap lap, Path file, Pace pace) {
        Kind kind = lap.workload().kind();
        String method = switch (kind) {
            case LOAD -> ".load";
            case OPEN -> ".reopen";
            case READ, WRITE -> ".operation";
        };
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add("-D" + Lap.PROPERTY + "=" + file.toAbsolutePath());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(LapBenchmark.class.getName() + method) + "$")
                .jvmArgs(flags.toArray(String[]::new))
                .forks(1)
                .threads(lap.threads())
                .shouldFailOnError(true);
        if (kind == Kind.LOAD) {
            return options.mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
        }
        if (kind == Kind.OPEN) {
            return options.mode(Mode.SingleShotTime).warmupIterations(1).measurementIterations(OPENS);
        }
        return options.mode(Mode.Throughput)
                .warmupIterations(1).warmupTime(millis(lap.warmUpSeconds()))
                .measurementIterations(pace.iterations())
                .measurementTime(millis(pace.measureSeconds() / pace.iterations()));
    }

    private static TimeValue millis(double seconds) {
        return TimeValue.milliseconds(Math.round(seconds * TimeUnit.SECONDS.toMillis(1)));
    }

    private OutputFormat output() {
        return OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
    }

    /** An engine that hangs in its fork must not stop the race. */
    private Thread watch(Lap lap, Pace pace, IntConsumer beat) {
        double steps = lap.warmUpSeconds() + pace.measureSeconds();
        long limit = HANG_SECONDS + Math.round(4 * steps + HANG_LOADS * lap.loadSecondsMax());
        return Thread.ofPlatform().daemon().name("race-watch").start(() -> {
            try {
                for (int seconds = 1; seconds <= limit; seconds++) {
                    TimeUnit.SECONDS.sleep(1);
                    beat.accept(seconds);
                }
                log.println("killed: " + lap.title() + " hangs, seconds=" + limit);
                kill();
            } catch (InterruptedException e) {
                // The lap ended in time.
            }
        });
    }

    /** Ends the fork that runs, if any. Forks are the only children of this process while a lap runs. */
    static void kill() {
        List<ProcessHandle> children = ProcessHandle.current().children().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        // Its files are removed next: it must be gone, not going. A fork that cannot die does not hold up the rest.
        children.forEach(child -> child.onExit().completeOnTimeout(child, DEATH_SECONDS, TimeUnit.SECONDS).join());
    }
}
