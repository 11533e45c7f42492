package dev.dyno.bench.cli;

import dev.dyno.api.Durability;
import dev.dyno.bench.race.Storage;
import dev.dyno.bench.soak.Soak;
import dev.dyno.bench.soak.SoakPlan;
import dev.dyno.bench.soak.SoakResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "soak", sortOptions = false,
        header = "Load one engine for long and time every put: stalls, amplification over time.",
        description = {"", "Random items are put one by one. A line for every second says how many, and how long the",
                "longest took. Bytes are counted by the system for this process (Linux): at the end of the load,",
                "when background work has settled, and after the close. Then items are read and checked, and the",
                "engine is opened again. On a busy machine most long puts only waited for a processor: the longest",
                "is also given without such waits (Linux).", ""},
        footer = {"", "Examples:",
                "  JAVA_TOOL_OPTIONS=-Xmx512m ./dyno soak lsm --items 10M --value 1024     10 GB",
                "  JAVA_TOOL_OPTIONS=-Xmx512m ./dyno soak rocksdb --items 10M --value 1024",
                "  ./dyno soak lsm --items 1M -o compaction=tiered",
                "  ./dyno soak lsm --items 10M --value 100 --bulk        sorted items, each written once",
                "", "Exit code 1 if a put took longer than --stall. The last line is: longest put N ms"})
final class SoakCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;

    @ParentCommand
    private Main main;

    @Mixin
    private EngineChoice engine;

    @Option(names = "--items", paramLabel = "N", description = "Items to put: 500000, 10M; default: ${DEFAULT-VALUE}.")
    private String items = "10M";

    @Option(names = "--value", paramLabel = "BYTES", description = "Bytes of a value; default: ${DEFAULT-VALUE}.")
    private int valueBytes = 1024;

    @Option(names = "--bulk", description = {"Items go in sorted, as one bulk load past log, memtable and merges,",
        "durable when it ends: for lsm. The budget does not end it; sorting is not timed."})
    private boolean bulk;

    @Option(names = "--durability", paramLabel = "LEVEL",
            description = "MEMORY, PROCESS or SYNC; default: ${DEFAULT-VALUE}.")
    private Durability durability = Durability.PROCESS;

    @Option(names = "--budget", paramLabel = "TIME", converter = DurationConverter.class,
            description = "The load ends after so long, whatever is missing; default: 10m.")
    private Duration budget = Duration.ofMinutes(10);

    @Option(names = "--stall", paramLabel = "TIME", converter = DurationConverter.class,
            description = "A put that takes longer is a failure; default: 1s.")
    private Duration stall = Duration.ofSeconds(1);

    @Option(names = "--seed", paramLabel = "N", description = "Decides the order; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--dir", paramLabel = "DIR",
            description = "Empty folder for the engine, kept; default: one that is removed at the end.")
    private Path directory;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = directory != null ? directory : Files.createTempDirectory("dyno-soak");
        try {
            if (directory != null && Files.exists(folder) && !isEmpty(folder)) {
                throw new IllegalArgumentException("--dir must be empty or not there yet: directory=" + folder);
            }
            SoakPlan plan = new SoakPlan(engine.provider(), engine.options(), ItemCount.parse(items), valueBytes,
                    durability, budget, bulk, folder, seed);
            Screen screen = main.screen();
            screen.line("%s · %,d items of %,d bytes · %s · seed %d · heap %,d MiB", engine.replay(), plan.items(),
                    valueBytes, bulk ? "bulk load" : durability, seed, Runtime.getRuntime().maxMemory() >> 20);
            return show(new Soak(plan, this::show).run());
        } finally {
            if (directory == null) {
                Storage.remove(folder);
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void show(SoakResult.Second second) {
        main.screen().line("%4d s  %,10d puts/s  longest %,9.2f ms  written %,8.0f MiB", second.second(),
                second.puts(), second.longestMicros() / 1e3, Math.max(0, second.bytesWritten()) / MEBIBYTE);
    }

    private int show(SoakResult result) {
        Screen screen = main.screen();
        screen.line("");
        screen.line("%,d puts in %.1f s: %,.0f a second; %,d reads checked", result.puts(), result.seconds(),
                result.puts() / result.seconds(), result.reads());
        screen.line("put latency: p50 %.2f µs, p99 %.2f µs, p99.9 %.2f µs, p99.99 %.2f µs", micros(result, 50),
                micros(result, 99), micros(result, 99.9), micros(result, 99.99));
        TextTable table = new TextTable().row("", "written MiB", "per byte put", "on disk MiB", "per byte put");
        for (SoakResult.Storage storage : result.storage()) {
            boolean counted = storage.bytesWritten() >= 0;
            table.row(storage.when(), counted ? mebibytes(storage.bytesWritten()) : "not measured",
                    counted ? ratio(storage.bytesWritten(), result.userBytes()) : "",
                    mebibytes(storage.bytesOnDisk()), ratio(storage.bytesOnDisk(), result.userBytes()));
        }
        table.lines().forEach(screen.out()::println);
        screen.line("opened again in %,.0f ms", result.openMillis());
        if (result.longestOwnNanos() >= 0) {
            screen.line("longest put without waits for a processor: %s", result.longestOwnNanos() == 0
                    ? "under 1 ms" : String.format(Locale.ROOT, "%.1f ms", result.longestOwnNanos() / 1e6));
        }
        screen.line("longest put %.1f ms", result.longestMillis());
        return result.longestMillis() <= stall.toMillis() ? Exit.FINE : Exit.FAILED;
    }

    private static double micros(SoakResult result, double percentile) {
        return result.latencies().getValueAtPercentile(percentile) / 1e3;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f", bytes / MEBIBYTE);
    }

    private static String ratio(long bytes, long of) {
        return String.format(Locale.ROOT, "%.2f", (double) bytes / of);
    }
}
