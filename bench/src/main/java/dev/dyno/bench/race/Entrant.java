package dev.dyno.bench.race;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.Layers;
import dev.dyno.bench.report.EngineEntry.Role;
import dev.dyno.bench.workload.Workload;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An engine that takes part, alone or under layers.
 *
 * @param options those given, with those of the layers; the others are at their defaults
 */
record Entrant(EngineProvider engine, Role role, LayerStack stack, Map<String, String> options) {

    String name() {
        return engine.name() + (stack.isBare() ? "" : "+" + stack.label());
    }

    /** The engine with its layers. */
    EngineProvider provider() {
        return Layers.over(engine, stack.layers());
    }

    /** As {@code ./dyno verify} takes it. */
    String replay() {
        StringBuilder text = new StringBuilder(engine.name());
        if (!stack.isBare()) {
            text.append(" --layers ").append(String.join(",", stack.layers()));
        }
        options.forEach((name, value) -> text.append(" --option ").append(name).append('=').append(value));
        return text.toString();
    }

    /** The level asked for, or the highest below it that the engine promises; the record shows each at its own. */
    Durability level(Durability asked) {
        Set<Capability> can = engine.capabilities();
        if (asked == Durability.SYNC && can.contains(Capability.DURABLE_SYNC)) {
            return Durability.SYNC;
        }
        boolean process = asked != Durability.MEMORY && can.contains(Capability.DURABLE_PROCESS);
        return process ? Durability.PROCESS : Durability.MEMORY;
    }

    /** The level of a workload: durable puts are so by name. */
    Durability level(Workload workload, Durability asked) {
        return workload == Workload.PUT_DURABLE ? Durability.SYNC : level(asked);
    }

    /** Whether a fork finds what an earlier one loaded: after a clean close, whatever the level of the writes. */
    boolean keepsItems() {
        return declared() != Durability.MEMORY;
    }

    /** What the engine lacks to carry the layers, in words; empty if nothing. */
    String lacks() {
        return stack.lacks(engine);
    }

    /** What the engine lacks for a workload, in words; empty if nothing. */
    String lacks(Workload workload) {
        return workload.needs().stream().filter(capability -> !engine.capabilities().contains(capability))
                .map(capability -> capability + " (" + capability.meaning() + ")").collect(Collectors.joining(", "));
    }

    /** The strongest promise it makes. */
    Durability declared() {
        return level(Durability.SYNC);
    }

    /** Every option with the value it has in this race. */
    Map<String, String> effectiveOptions() {
        Map<String, String> all = new TreeMap<>();
        EngineProvider opened = lacks().isEmpty() ? provider() : engine;
        for (Option<?> option : opened.options()) {
            all.put(option.name(), options.getOrDefault(option.name(), String.valueOf(option.standard())));
        }
        return all;
    }
}
