package dev.dyno.bench.cli;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.Conformance;
import dev.dyno.kit.ConformanceReport;
import dev.dyno.kit.RuleResult;
import dev.dyno.kit.RuleResult.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "verify", sortOptions = false,
        header = "Test an engine against the rules of docs/rules.md.",
        description = {"", "Every rule has one test. What an engine denies is tested to be refused. Random scripts run",
                "on the engine and on the model side by side; one that fails is shrunk and kept for replay.", ""},
        footer = {"", "Examples:",
                "  ./dyno verify log",
                "  ./dyno verify rocksdb --rule Q,S --seed 7        two families, another seed",
                "  ./dyno verify mine --plugin target/mine.jar      an engine outside the tree",
                "  ./dyno verify mine --script build/m1.script      a script again, on any engine",
                "", "The last line is: passed N of M"})
final class VerifyCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Mixin
    private EngineChoice engine;

    @Option(names = "--seed", paramLabel = "N", description = "Decides everything that is drawn; default: the kit's.")
    private Long seed;

    @Option(names = "--rule", split = ",", paramLabel = "ID",
            description = "Rules (Q3) or families (Q, queries) only; may be repeated.")
    private List<String> rules = List.of();

    @Option(names = "--script", paramLabel = "FILE", description = "Replay a script against the model instead.")
    private Path script;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private RuleBook book;

    @Override
    public Integer call() throws IOException {
        EngineProvider provider = engine.provider();
        book = new RuleBook(main.home());
        if (script != null) {
            return new ScriptReplay(provider, engine.options()).run(script, main.screen()) ? Exit.FINE : Exit.FAILED;
        }
        Conformance conformance = Conformance.of(provider).options(engine.options())
                .rules(rules.toArray(String[]::new));
        if (seed != null) {
            conformance = conformance.seed(seed);
        }
        ConformanceReport report = json ? conformance.run() : show(conformance);
        if (json) {
            print(report);
        }
        return report.allPassed() ? Exit.FINE : Exit.FAILED;
    }

    private ConformanceReport show(Conformance conformance) {
        Screen screen = main.screen();
        int rules = conformance.chosen().size();
        screen.line("%s · %d %s", engine.replay(), rules, rules == 1 ? "rule" : "rules");
        List<RuleResult> family = new ArrayList<>();
        ConformanceReport report = conformance.run(result -> {
            if (!family.isEmpty() && family.getFirst().rule().family() != result.rule().family()) {
                screen.out().println(new FamilyLine(family).text(screen));
                family.clear();
            }
            family.add(result);
        });
        screen.out().println(new FamilyLine(family).text(screen));
        for (RuleResult result : report.results()) {
            if (result.status() == Status.FAILED || result.status() == Status.ADVISED) {
                explain(result, report.seed());
            }
        }
        screen.line("");
        if (!report.allPassed()) {
            RuleResult next = report.failed().getFirst();
            screen.line("next: %s  %s", next.id(), book.entry(next.rule()).sentence());
        }
        screen.line("passed %d of %d", report.passed(), report.total());
        return report;
    }

    private void explain(RuleResult result, long usedSeed) {
        Screen screen = main.screen();
        screen.line("");
        RuleBook.Entry rule = book.entry(result.rule());
        screen.line("%s  %s%s", screen.strong(result.id()), rule.sentence(),
                result.status() == Status.ADVISED ? " (advice: it SHOULD)" : "");
        if (!rule.intent().isEmpty()) {
            screen.line("    why     %s", screen.faint(rule.intent()));
        }
        // A script's replay line is the kit's, which does not know where the engine came from.
        result.failureText().lines().forEach(line ->
                screen.line("    %s%s", line, line.startsWith("replay ") ? main.pluginArguments() : ""));
        screen.line("    rule    docs/rules.md#%s", result.id().toLowerCase(Locale.ROOT));
        screen.line("    replay  ./dyno verify %s%s --rule %s --seed %d", engine.replay(), main.pluginArguments(),
                result.id(), usedSeed);
        if (main.stacktrace() && result.failure() != null) {
            for (StackTraceElement frame : result.failure().getStackTrace()) {
                screen.line("        at %s", frame);
            }
        }
    }

    private void print(ConformanceReport report) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (RuleResult result : report.results()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("rule", result.id());
            each.put("sentence", book.entry(result.rule()).sentence());
            each.put("status", result.status().name().toLowerCase(Locale.ROOT));
            each.put("denied", result.denied().stream().sorted().map(Enum::name).toList());
            each.put("cases", result.cases());
            each.put("millis", result.durationNanos() / 1_000_000);
            if (result.failure() != null) {
                each.put("failure", result.failureText());
            }
            results.add(each);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("engine", report.engine());
        all.put("seed", report.seed());
        all.put("passed", report.passed());
        all.put("total", report.total());
        all.put("rules", results);
        main.screen().out().println(Json.text(all));
    }
}
