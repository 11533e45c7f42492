package dev.dyno.bench.jmh.streams;

import dev.dyno.bench.Build;
import dev.dyno.streams.capture.CaptureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What does it cost to append a change with both images of 256 bytes, and to read those appended last, beside
 * Chronicle Queue with records that have both whole? Images are {@code alike} but for 8 bytes, of which a capture keeps
 * one and the difference, or {@code unlike}, where it keeps both. Expected: appending is far cheaper, since records are
 * written many at a time; reading somewhat, since a page of them is copied at once.
 *
 * <p>Not the same in one thing: a record in Chronicle's mapped file survives a kill by itself, one of the capture
 * {@code log} through the engine's log, which has the change already. Both copy what they read out.
 *
 * <p>It needs the classpath with Chronicle, which no command has: {@code mvn -q compile dependency:build-classpath
 * -Dmdep.outputFile=target/classpath} after {@code ./dyno engines}, then {@code java -cp
 * bench/target/classes:$(cat bench/target/classpath) dev.dyno.bench.jmh.streams.AppendAndTail} with JMH's arguments.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AppendAndTail {

    private static final int IMAGE_BYTES = 256;
    private static final int KEY_BYTES = 2 * Long.BYTES;
    private static final int HEADER_BYTES = 40;
    private static final int RECORD_BYTES = HEADER_BYTES + KEY_BYTES + 2 * IMAGE_BYTES;
    private static final int RECORDS = 1000;
    private static final String CHRONICLE = "chronicle";

    /** Runs JMH with the flags that the subjects need, allocation counted. */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        new Runner(new OptionsBuilder().parent(new CommandLineOptions(arguments))
                .include("^" + AppendAndTail.class.getName() + "\\.")
                .jvmArgsAppend(flags().toArray(String[]::new)).addProfiler(GCProfiler.class).build()).run();
    }

    /** Chronicle reaches into the JDK, and calls home unless it is told not to. */
    private static List<String> flags() {
        List<String> flags = new ArrayList<>(Build.load().jvmFlags());
        for (String opened : List.of("java.lang", "java.lang.reflect", "java.io", "java.util", "java.nio", "sun.nio.ch",
                "jdk.internal.ref")) {
            flags.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        flags.addAll(List.of("--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED", "-Dchronicle.analytics.disable=true",
                "-Dagrona.disable.bounds.checks=true", "-Xms1g", "-Xmx1g"));
        return flags;
    }

    /** What is appended to and read from. */
    @State(Scope.Thread)
    public static class Subject {
        @Param({CHRONICLE, "ring", "log"})
        public String subject;

        @Param({"unlike", "alike"})
        public String images = "unlike";

        private Path directory;
        private Transport transport;
        private long step;

        @Setup
        public void open() throws IOException {
            directory = Files.createTempDirectory("dyno-append-and-tail");
            transport = subject.equals(CHRONICLE) ? new ChronicleTransport(directory, RECORD_BYTES)
                    : new CaptureTransport(CaptureKind.valueOf(subject.toUpperCase(Locale.ROOT)), directory,
                            IMAGE_BYTES, images.equals("alike"));
        }

        void append() {
            for (int i = 0; i < RECORDS; i++) {
                transport.append(++step);
            }
        }

        @TearDown
        public void close() throws IOException {
            transport.close();
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What {@link #tail} reads. It hands the subject on: JMH would make another one for an argument of the method. */
    @State(Scope.Thread)
    public static class Appended {
        private Subject subject;
        private long expected;

        @Setup(Level.Invocation)
        public void append(Subject appendedTo) {
            subject = appendedTo;
            subject.append();
            expected = 0;
            for (long each = subject.step - RECORDS + 1; each <= subject.step; each++) {
                expected += each;
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void append(Subject subject) {
        subject.append();
    }

    /** Reads what was appended just before. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long tail(Appended appended) {
        long sum = appended.subject.transport.read(RECORDS);
        if (sum != appended.expected) {
            throw new IllegalStateException("not what was appended: sum=" + sum + ", expected=" + appended.expected);
        }
        return sum;
    }
}
