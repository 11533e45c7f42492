package dev.dyno.bench.cli;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.api.ApiPace;
import dev.dyno.bench.api.ApiRace.Figures;
import dev.dyno.bench.api.ApiRaceRun;
import dev.dyno.bench.api.ApiWorkload;
import dev.dyno.bench.api.Contenders;
import dev.dyno.bench.race.RaceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "race-api", sortOptions = false,
        header = "Requests a second of the endpoint, beside Amazon's DynamoDB Local.",
        description = {"", "Both run in processes of their own with their data on disk, loaded with the same",
                "items, and are asked by one bare HTTP client over 8 connections, in turns. DynamoDB Local is",
                "fetched by Maven the first time. Before each workload both are warmed up until three windows",
                "in a row lie within a twentieth. Windows and rounds are as many as the budget has time for once",
                "both are loaded. Figures are medians of windows; only ratios within one run count.", ""},
        footer = {"", "Examples:",
                "  ./dyno race-api",
                "  ./dyno race-api --workloads put,get --budget 1m",
                "  ./dyno race-api --items 1000000 --rounds 5 --window 5000 --budget 20m",
                "  ./dyno race-api --no-local --json"})
final class RaceApiCommand implements Callable<Integer> {

    private static final double MIB = 1 << 20;

    @ParentCommand
    private Main main;

    @Option(names = "--engine", paramLabel = "NAME", description = "Ours; default: ${DEFAULT-VALUE}.")
    private String engine = "btree";

    @Option(names = "--durability", paramLabel = "LEVEL", description = "Of ours; default: ${DEFAULT-VALUE}.")
    private String durability = "PROCESS";

    @Option(names = "--items", paramLabel = "N", description = "Loaded first; default: ${DEFAULT-VALUE}.")
    private int items = 100_000;

    @Option(names = "--workloads", split = ",", paramLabel = "NAME",
            description = {"Workloads: put update get query-10 query-100 put-stream;", "default: all."})
    private List<String> workloads = List.of();

    @Option(names = "--budget", paramLabel = "TIME", converter = DurationConverter.class,
            description = "How long it may take: 90s, 3m, 1h; default: 3m.")
    private Duration budget = RaceSettings.BUDGET;

    @Option(names = "--window", paramLabel = "MILLIS",
            description = "Of one measurement; default: by the budget, at most 2000.")
    private long windowMillis;

    @Option(names = "--rounds", paramLabel = "N",
            description = "Windows of each workload on each endpoint; default: by the budget, 3 to 5.")
    private int rounds;

    @Option(names = "--warm-up", paramLabel = "N",
            description = "Windows before each workload, at most; default: by the budget, 3 to 15.")
    private int warmUpWindows;

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is drawn; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--no-local", description = "Without DynamoDB Local.")
    private boolean alone;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (items < ApiWorkload.PARTITION_ITEMS || items % ApiWorkload.PARTITION_ITEMS != 0 || rounds < 0
                || windowMillis < 0 || warmUpWindows < 0) {
            throw new IllegalArgumentException("out of range: items=" + items + ", allowed=multiples of "
                    + ApiWorkload.PARTITION_ITEMS + "; rounds=" + rounds + ", window=" + windowMillis + ", warm-up="
                    + warmUpWindows + ", min=1");
        }
        List<ApiWorkload> chosen = workloads.isEmpty() ? List.of(ApiWorkload.values())
                : workloads.stream().map(ApiWorkload::named).distinct().toList();
        Optional<Path> local = alone ? Optional.empty() : Optional.of(Contenders.fetchLocal(main.home()));
        Path directory = Files.createTempDirectory("dyno-race-api");
        List<Figures> figures = new ApiRaceRun(engine, durability, local, main.home(), directory, items, chosen,
                new ApiPace(windowMillis, rounds, warmUpWindows), budget, seed)
                .run(Clock.SYSTEM, line -> main.screen().err().println(line));
        if (json) {
            main.screen().out().println(Json.text(Map.of("items", items, "engine", engine, "durability", durability,
                    "endpoints", figures.stream().map(RaceApiCommand::asJson).toList())));
        } else {
            table(figures).lines().forEach(main.screen().out()::println);
            main.screen().line("%,d items, engine %s at %s, 8 connections, medians; data: %s", items, engine,
                    durability, directory);
        }
        return Exit.FINE;
    }

    private static TextTable table(List<Figures> figures) {
        boolean two = figures.size() > 1;
        List<String> head = new ArrayList<>(List.of("requests a second"));
        figures.forEach(each -> head.add(each.name()));
        TextTable table = new TextTable().row(row(head, two ? "ratio" : ""));
        Set<ApiWorkload> measured = figures.getFirst().workloads();
        for (ApiWorkload workload : measured) {
            List<String> cells = new ArrayList<>(List.of(workload.label()));
            figures.forEach(each -> cells.add(whole(each.median(workload)) + " (p99 "
                    + whole(each.p99Micros().get(workload)) + " µs)"));
            table.row(row(cells, two ? ratio(figures.get(0).median(workload), figures.get(1).median(workload)) : ""));
        }
        if (measured.contains(ApiWorkload.PUT_STREAM)) {
            List<String> cost = new ArrayList<>(List.of("what the stream costs"));
            figures.forEach(each -> cost.add(String.format(Locale.ROOT, "%.0f %% of %,.0f", each.streamCostPercent(),
                    each.withoutStream().median())));
            table.row(row(cost, ""));
        }
        List<String> start = new ArrayList<>(List.of("ready after, ms"));
        figures.forEach(each -> start.add(whole(each.startMillis())));
        List<String> memory = new ArrayList<>(List.of("memory when loaded, MiB"));
        figures.forEach(each -> memory.add(whole(each.loadedBytes() / MIB)));
        return table.row(row(start, "")).row(row(memory, ""));
    }

    private static String[] row(List<String> cells, String last) {
        List<String> all = new ArrayList<>(cells);
        all.add(last);
        return all.toArray(String[]::new);
    }

    private static String ratio(double ours, double theirs) {
        return String.format(Locale.ROOT, "%.1f ×", ours / theirs);
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static Map<String, Object> asJson(Figures figures) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", figures.name());
        all.put("startMillis", figures.startMillis());
        all.put("loadedBytes", figures.loadedBytes());
        for (ApiWorkload workload : figures.workloads()) {
            all.put(workload.label(), Map.of("perSecond", figures.perSecond().get(workload).toArray(), "p99Micros",
                    figures.p99Micros().get(workload)));
        }
        all.put("putWithoutStream", figures.withoutStream().toArray());
        return all;
    }
}
