package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.Option;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "engines", sortOptions = false,
        header = "List the engines found, or show all about one.",
        description = {"", "Durability is shown as the engine declares it and as a small crash probe observed it:",
                "power cuts on a simulated disk. An engine that does not use the disk it is given cannot be",
                "probed.", ""},
        footer = {"", "Examples:",
                "  ./dyno engines",
                "  ./dyno engines rocksdb                 capabilities, and every option with range and advice",
                "  ./dyno engines --plugin target/mine.jar --json"})
final class EnginesCommand implements Callable<Integer> {

    private static final int COLUMNS = 110;

    @ParentCommand
    private Main main;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "One engine.")
    private String name = "";

    @picocli.CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<EngineProvider> chosen = name.isEmpty() ? Engines.all() : List.of(Engines.named(name));
        if (json) {
            main.screen().out().println(Json.text(chosen.stream().map(EnginesCommand::facts).toList()));
        } else if (name.isEmpty()) {
            list(chosen);
        } else {
            show(chosen.getFirst());
        }
        return Exit.FINE;
    }

    private void list(List<EngineProvider> engines) {
        TextTable table = new TextTable().row("engine", "kind", "durability declared / observed", "what it is");
        TextTable denials = new TextTable();
        for (EngineProvider engine : engines) {
            table.row(engine.name(), EngineKind.of(engine).title(), durability(engine), engine.summary());
            List<String> lines = wrap(denied(engine).stream().map(Capability::name).toList(), COLUMNS - 12);
            for (int i = 0; i < lines.size(); i++) {
                denials.row(i == 0 ? engine.name() : "", lines.get(i));
            }
        }
        table.lines().forEach(main.screen().out()::println);
        main.screen().line("");
        main.screen().line("denied (all else is expected of an engine, and tested)");
        denials.lines().forEach(main.screen().out()::println);
    }

    private void show(EngineProvider engine) {
        Screen screen = main.screen();
        screen.line("%s", screen.strong(engine.name()) + "  " + engine.summary());
        screen.line("%s, durability declared / observed: %s", EngineKind.of(engine).title(), durability(engine));
        screen.line("");
        TextTable capabilities = new TextTable();
        for (Capability capability : Capability.values()) {
            boolean has = engine.capabilities().contains(capability);
            capabilities.row(has ? "yes" : "denied", capability.name(), capability.meaning());
        }
        capabilities.lines().forEach(screen.out()::println);
        screen.line("");
        if (engine.options().isEmpty()) {
            screen.line("no options");
        }
        for (Option<?> option : engine.options()) {
            screen.line("%s", "--option " + screen.strong(option.name()) + "=" + standard(option) + "    "
                    + option.allowed() + (option.fixed() ? ", fixed at creation" : ""));
            wrap(List.of(option.advice().split(" ")), " ", COLUMNS - 8)
                    .forEach(line -> screen.line("%s", "        " + line));
        }
    }

    private static Map<String, Object> facts(EngineProvider engine) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", engine.name());
        facts.put("kind", EngineKind.of(engine).title());
        facts.put("summary", engine.summary());
        facts.put("durabilityDeclared", declared(engine).name());
        facts.put("durabilityObserved", Observed.of(engine).text());
        facts.put("capabilities", engine.capabilities().stream().sorted().map(Capability::name).toList());
        facts.put("denied", denied(engine).stream().map(Capability::name).toList());
        List<Map<String, Object>> options = new ArrayList<>();
        for (Option<?> option : engine.options()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", option.name());
            each.put("default", standard(option));
            each.put("allowed", option.allowed());
            each.put("fixedAtCreation", option.fixed());
            each.put("advice", option.advice());
            options.add(each);
        }
        facts.put("options", options);
        return facts;
    }

    private static String durability(EngineProvider engine) {
        return declared(engine) + " / " + Observed.of(engine).text();
    }

    /** The highest level that it does not deny. */
    static Durability declared(EngineProvider engine) {
        Set<Capability> all = engine.capabilities();
        if (all.contains(Capability.DURABLE_SYNC)) {
            return Durability.SYNC;
        }
        return all.contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY;
    }

    private static Set<Capability> denied(EngineProvider engine) {
        Set<Capability> denied = EnumSet.allOf(Capability.class);
        denied.removeAll(engine.capabilities());
        return denied;
    }

    /** Sizes as they are typed. */
    private static String standard(Option<?> option) {
        return option.standard() instanceof Long bytes ? Option.formatBytes(bytes)
                : option.standard() instanceof Enum<?> choice ? choice.name().toLowerCase(java.util.Locale.ROOT)
                : String.valueOf(option.standard());
    }

    private static List<String> wrap(List<String> words, int columns) {
        return words.isEmpty() ? List.of("nothing") : wrap(words, ", ", columns);
    }

    private static List<String> wrap(List<String> words, String between, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (!line.isEmpty() && line.length() + word.length() + between.length() > columns) {
                lines.add((line + between).stripTrailing());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : between).append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
