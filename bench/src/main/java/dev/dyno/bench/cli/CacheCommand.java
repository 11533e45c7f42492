package dev.dyno.bench.cli;

import dev.dyno.bench.report.MissPage;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.cache.replay.MissTable;
import dev.dyno.cache.replay.Requests;
import dev.dyno.cache.replay.Trace;
import dev.dyno.cache.replay.TraceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "cache", sortOptions = false,
        header = "Replay traces of requests against eviction policies: who misses how much.",
        description = {"", "Reads traces of block numbers (one a line), of addresses (l or s, 0x…, n), of 32-bit keys,",
                "and Dyno's own, also as .gz and .xz. The policies are those of the cache layer, the same code. The",
                "optimum knows the future: nobody misses less.", ""},
        footer = {"", "Examples:",
                "  ./dyno cache requests.trace.gz",
                "  ./dyno cache a.trace.gz b.trace.xz --sizes 1%%,5%%,1000 --policies lru,s3-fifo",
                "  ./dyno cache requests.trace.gz --page misses.html      a chart for each trace"})
final class CacheCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Parameters(arity = "1..*", paramLabel = "TRACE", description = "Files of requests.")
    private List<Path> traces = List.of();

    @Option(names = "--sizes", split = ",", paramLabel = "SIZE",
            description = "Sizes of the cache, in the weight of the trace or in %% of all its keys.")
    private List<String> sizes = List.of("1%", "2%", "5%", "10%", "20%", "50%");

    @Option(names = "--policies", split = ",", paramLabel = "NAME",
            description = "lru, clock, sieve, s3-fifo, w-tiny-lfu, arc; default: all.")
    private List<String> policies = List.of();

    @Option(names = "--page", paramLabel = "FILE", description = "Write the charts to an HTML page.")
    private Path page;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<PolicyKind> kinds = policies.isEmpty() ? List.of(PolicyKind.values())
                : policies.stream().map(PolicyKind::labelled).toList();
        List<MissTable> tables = new ArrayList<>();
        for (Path file : traces) {
            MissTable table = table(file, kinds);
            tables.add(table);
            if (!json) {
                show(table);
            }
        }
        if (json) {
            main.screen().out().println(Json.text(tables.stream().map(CacheCommand::facts).toList()));
        }
        if (page != null) {
            Files.writeString(page, new MissPage(tables).html());
            if (!json) {
                main.screen().line("page: %s", page.toAbsolutePath());
            }
        }
        return Exit.FINE;
    }

    private MissTable table(Path file, List<PolicyKind> kinds) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no such file: path=" + file.toAbsolutePath());
        }
        Requests requests;
        try (Trace trace = TraceFiles.open(file)) {
            requests = Requests.of(trace);
        }
        List<Long> capacities = sizes.stream().map(size -> capacity(size, requests.distinctWeight())).distinct()
                .sorted().toList();
        return MissTable.of(file.getFileName().toString(), requests, kinds, capacities);
    }

    /** At least 1: a share of few keys may be less than one. */
    private static long capacity(String size, long whole) {
        try {
            if (size.endsWith("%")) {
                double percent = Double.parseDouble(size.substring(0, size.length() - 1));
                if (percent > 0 && percent <= 100) {
                    return Math.max(1, Math.round(whole * percent / 100));
                }
            } else if (Long.parseLong(size) > 0) {
                return Long.parseLong(size);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not a size: size=" + size + ", allowed=1 and more, or above 0% to 100%", e);
        }
        throw new IllegalArgumentException("size out of range: size=" + size + ", allowed=1 and more, or above 0%"
                + " to 100%");
    }

    private void show(MissTable table) {
        Screen screen = main.screen();
        screen.line("%s  %,d requests, %,d keys%s", screen.strong(table.trace()), table.requests(), table.distinct(),
                table.distinctWeight() == table.distinct() ? ""
                        : String.format(Locale.ROOT, ", %,d bytes", table.distinctWeight()));
        TextTable text = new TextTable();
        List<String> heads = new ArrayList<>(List.of("size", "of all"));
        table.policies().forEach(policy -> heads.add(policy.label()));
        heads.add("optimum");
        text.row(heads.toArray(String[]::new));
        for (MissTable.Row row : table.rows()) {
            List<String> cells = new ArrayList<>();
            cells.add(String.format(Locale.ROOT, "%,d", row.capacity()));
            cells.add(percent((double) row.capacity() / Math.max(1, table.distinctWeight())));
            double least = row.misses().stream().mapToDouble(Double::doubleValue).min().orElse(1);
            row.misses().forEach(miss -> cells.add(percent(miss) + (miss == least ? " <" : "")));
            cells.add(percent(row.optimum()));
            text.row(cells.toArray(String[]::new));
        }
        text.lines().forEach(screen.out()::println);
        screen.line("%s", screen.faint("requests missed; < is the least of the policies"));
        screen.line("");
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * ratio);
    }

    private static Map<String, Object> facts(MissTable table) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("trace", table.trace());
        facts.put("requests", table.requests());
        facts.put("keys", table.distinct());
        facts.put("weight", table.distinctWeight());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (MissTable.Row row : table.rows()) {
            Map<String, Object> misses = new LinkedHashMap<>();
            for (int i = 0; i < table.policies().size(); i++) {
                misses.put(table.policies().get(i).label(), row.misses().get(i));
            }
            misses.put("optimum", row.optimum());
            rows.add(Map.of("size", row.capacity(), "missRatios", misses));
        }
        facts.put("rows", rows);
        return facts;
    }
}
