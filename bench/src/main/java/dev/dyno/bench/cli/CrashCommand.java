package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Names;
import dev.dyno.bench.crash.StreamCrashes;
import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashMode;
import dev.dyno.kit.crash.CrashResult;
import dev.dyno.kit.crash.CrashResult.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "crash", sortOptions = false,
        header = "Crash an engine at every point and look at what is left.",
        description = {"", "A workload drawn from the seed runs on a simulated disk that fails at a point: kill, power",
                "cut with unsynced writes lost, torn or reordered, a sync that fails, a full disk, a bit that",
                "flips. Then the engine is opened on what is left. What was acknowledged must be there,",
                "batches whole, damage told. Besides, a real process is killed with SIGKILL while it writes,",
                "which is all that can be done to an engine that does not use the disk it is given. Over an engine",
                "with streams their records are compared with its items: none lost, none twice, all in order.",
                "With --endpoint it is a serving endpoint that is killed while clients write: transactions, an",
                "index and a stream are looked at afterwards.", ""},
        footer = {"", "Examples:",
                "  ./dyno crash log",
                "  ./dyno crash log --operations 2000 --points 500",
                "  ./dyno crash log --seed 7 --point 41 --mode torn     one point again",
                "  ./dyno crash lmdb --kills 20",
                "  ./dyno crash btree --layers streams=outbox --crashes 10000",
                "  ./dyno crash lsm --endpoint --kills 20",
                "", "The last line is: passed N of M"})
final class CrashCommand implements Callable<Integer> {

    private static final int STREAM_OPERATIONS = 70;
    private static final int PROGRESS_FROM = 1000;

    @ParentCommand
    private Main main;

    @Mixin
    private EngineChoice engine;

    @Option(names = "--operations", paramLabel = "N",
            description = "Length of the workload; default: ${DEFAULT-VALUE}.")
    private int operations = 200;

    @Option(names = "--points", paramLabel = "N",
            description = "Points at most in each mode, drawn by the seed; default: ${DEFAULT-VALUE}.")
    private int points = 200;

    @Option(names = "--seed", paramLabel = "N",
            description = "Decides everything that is drawn; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--mode", paramLabel = "MODE", description = "One mode only; see the first column of the output.")
    private String mode = "";

    @Option(names = "--point", paramLabel = "N", description = "One point of one mode: replays a failure.")
    private Long point;

    @Option(names = "--kills", paramLabel = "N",
            description = "How often a real process is killed; default: ${DEFAULT-VALUE}.")
    private int kills = 5;

    @Option(names = "--endpoint", description = "Kill a DynamoDB endpoint on the engine under load, --kills times, "
            + "five to ten seconds each.")
    private boolean endpoint;

    @Option(names = "--crashes", paramLabel = "N",
            description = "Crashes of streams, with --layers streams or streams=outbox; default: ${DEFAULT-VALUE}.")
    private int crashes = 1000;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Tenths of the crashes of streams. */
    private int told;

    @Override
    public Integer call() {
        EngineProvider provider = engine.provider();
        if (endpoint) {
            Kills killed = Kills.ofEndpoint(main.home(), provider, kills);
            killed.show(main.screen());
            main.screen().line("passed %d of %d", killed.ok(), kills);
            return killed.isFine() ? Exit.FINE : Exit.FAILED;
        }
        if (operations < 1 || points < 1) {
            throw new IllegalArgumentException("at least one operation and one point are needed: operations="
                    + operations + ", points=" + points);
        }
        if (!provider.capabilities().contains(Capability.INJECTED_DISK)) {
            return killsAlone(provider);
        }
        CrashMatrix matrix = new CrashMatrix(provider, engine.options(), seed, operations, points);
        return point == null ? matrix(matrix, provider) : replay(matrix);
    }

    private int killsAlone(EngineProvider provider) {
        if (point != null || !mode.isEmpty() || !Kills.canTell(provider)) {
            throw new IllegalArgumentException("engine does not use the disk it is given, so it can only be killed,"
                    + " and only if it promises to survive that: engine=" + provider.name() + ", denied="
                    + Capability.INJECTED_DISK);
        }
        Kills killed = Kills.of(provider, seed, kills);
        if (json) {
            main.screen().out().println(Json.text(Map.of("engine", engine.name(), "seed", seed,
                    "modes", List.of(killed.asJson()), "passed", killed.ok(), "total", killed.rounds())));
        } else {
            main.screen().line("%s · %s: only its process can be killed · seed %d", engine.replay(),
                    provider.capabilities().contains(Capability.LOCAL) ? "own input and output"
                            : "data on servers elsewhere, which go on", seed);
            killed.show(main.screen());
            main.screen().line("passed %d of %d", killed.ok(), killed.rounds());
        }
        return killed.isFine() ? Exit.FINE : Exit.FAILED;
    }

    private int replay(CrashMatrix matrix) {
        if (mode.isEmpty()) {
            throw new IllegalArgumentException("--point needs the --mode it is a point of");
        }
        String failure = matrix.replay(mode(), point);
        main.screen().line("%s", failure.isEmpty() ? "recovered" : failure);
        main.screen().line("passed %d of 1", failure.isEmpty() ? 1 : 0);
        return failure.isEmpty() ? Exit.FINE : Exit.FAILED;
    }

    private int matrix(CrashMatrix matrix, EngineProvider provider) {
        Screen screen = main.screen();
        List<CrashResult> results = new ArrayList<>();
        for (CrashMode each : mode.isEmpty() ? List.of(CrashMode.values()) : List.of(mode())) {
            CrashResult result = matrix.run(EnumSet.of(each));
            if (!json) {
                if (results.isEmpty()) {
                    screen.line("%s · %,d operations, %,d on the disk · seed %d", engine.replay(), operations,
                            result.diskOperations(), seed);
                }
                result.columns().forEach(this::show);
            }
            results.add(result);
        }
        // The process that is killed finds its engine by name, and a layer has none; the mode kill is simulated.
        boolean kill = mode.isEmpty() && !engine.hasLayers() && Kills.canTell(provider);
        Kills killed = kill ? Kills.of(provider, seed, kills) : Kills.NONE;
        if (kill && !json) {
            killed.show(screen);
        }
        StreamCrashLine streams = streams(provider);
        int passed = results.stream().mapToInt(CrashResult::passed).sum() + killed.ok() + streams.passed();
        int total = results.stream().mapToInt(CrashResult::total).sum() + killed.rounds() + streams.total();
        Durability declared = results.getFirst().declared();
        Durability observed = results.stream().map(CrashResult::observed).min(Durability::compareTo).orElse(declared);
        if (json) {
            print(results, killed, streams, declared, observed, passed, total);
        } else {
            if (mode.isEmpty()) {
                screen.line("durability declared %s, observed %s", declared, observed);
            }
            screen.line("passed %d of %d", passed, total);
        }
        return passed == total ? Exit.FINE : Exit.FAILED;
    }

    private StreamCrashLine streams(EngineProvider provider) {
        if (!mode.isEmpty() || !engine.keepsStreams() || crashes < 1) {
            return StreamCrashLine.NONE;
        }
        StreamCrashLine line = new StreamCrashLine(
                new StreamCrashes(provider, engine.options(), seed, STREAM_OPERATIONS, crashes).run(this::tellTenths));
        if (!json) {
            line.show(main.screen(), "./dyno crash " + engine.replay() + main.pluginArguments() + " --seed " + seed
                    + " --crashes " + crashes);
        }
        return line;
    }

    private void tellTenths(int done) {
        int tenth = Math.max(1, crashes / 10);
        if (crashes >= PROGRESS_FROM && done / tenth > told) {
            told = done / tenth;
            main.screen().err().printf(Locale.ROOT, "streams: %,d of %,d crashes%n", done, crashes);
        }
    }

    private void show(Column column) {
        Screen screen = main.screen();
        boolean fine = column.failed() == 0;
        screen.line("%s", String.format("%-11s  %-30s  ", column.mode().option(), column.mode().title())
                + (fine ? screen.good(column.cell()) : screen.bad(column.cell())));
        if (!fine) {
            screen.line("    first: point %d, %s", column.firstPoint(), column.firstFailure());
            screen.line("    replay %s", replayLine(column));
        }
    }

    private String replayLine(Column column) {
        return "./dyno crash " + engine.replay() + main.pluginArguments() + " --operations " + operations
                + " --points " + points + " --seed " + seed + " --mode " + column.mode().option() + " --point "
                + column.firstPoint();
    }

    private CrashMode mode() {
        String wanted = mode.toLowerCase(Locale.ROOT);
        return Arrays.stream(CrashMode.values()).filter(each -> each.option().equals(wanted)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such mode: mode=" + mode + Names.suggest(mode,
                        Arrays.stream(CrashMode.values()).map(CrashMode::option).toList())));
    }

    private void print(List<CrashResult> results, Kills killed, StreamCrashLine streams, Durability declared,
            Durability observed, int passed, int total) {
        List<Map<String, Object>> modes = new ArrayList<>();
        for (Column column : results.stream().flatMap(result -> result.columns().stream()).toList()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("mode", column.mode().option());
            each.put("ok", column.ok());
            each.put("failed", column.failed());
            if (column.failed() > 0) {
                each.put("firstPoint", column.firstPoint());
                each.put("firstFailure", column.firstFailure());
                each.put("replay", replayLine(column));
            }
            modes.add(each);
        }
        if (killed.rounds() > 0) {
            modes.add(killed.asJson());
        }
        if (!streams.isEmpty()) {
            modes.add(streams.asJson());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("engine", engine.name());
        all.put("seed", seed);
        all.put("operations", operations);
        all.put("diskOperations", results.getFirst().diskOperations());
        all.put("modes", modes);
        all.put("durabilityDeclared", declared.name());
        all.put("durabilityObserved", observed.name());
        all.put("passed", passed);
        all.put("total", total);
        main.screen().out().println(Json.text(all));
    }
}
