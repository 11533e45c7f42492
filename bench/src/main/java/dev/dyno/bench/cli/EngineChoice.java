package dev.dyno.bench.cli;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.bench.Layers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The engine that a command works on, and its options. */
final class EngineChoice {

    @Parameters(index = "0", paramLabel = "ENGINE", description = "Name of an engine; see ./dyno engines.")
    private String name;

    @Option(names = {"-o", "--option"}, paramLabel = "NAME=VALUE",
            description = "An option of the engine; may be repeated. See ./dyno engines ENGINE.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--layers", split = ",", paramLabel = "LAYER",
            description = {"Layers over the engine, the outermost first: cache, streams, or streams=ring with",
                    "another capture than log (outbox, on an engine that does not report its commits)."})
    private List<String> layers = List.of();

    /**
     * @throws IllegalArgumentException for an unknown engine, layer, option or value, with the nearest name or the
     *     range
     */
    EngineProvider provider() {
        EngineProvider provider = Layers.over(Engines.named(name), layers);
        dev.dyno.api.Option.check(name, provider.options(), options);
        return provider;
    }

    String name() {
        return name;
    }

    boolean hasLayers() {
        return !layers.isEmpty();
    }

    /** Whether streams that a crash must not harm are the outermost layer. */
    boolean keepsStreams() {
        return !layers.isEmpty() && Layers.keepsStreams(layers.getFirst());
    }

    Map<String, String> options() {
        return options;
    }

    /** The options as they are typed. */
    String replay() {
        StringBuilder text = new StringBuilder(name);
        if (!layers.isEmpty()) {
            text.append(" --layers ").append(String.join(",", layers));
        }
        options.forEach((option, value) -> text.append(" --option ").append(option).append('=').append(value));
        return text.toString();
    }
}
