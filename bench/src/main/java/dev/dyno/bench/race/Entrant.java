package dev.dyno.bench.race;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.bench.report.EngineEntry.Role;
import dev.dyno.bench.workload.Workload;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An engine that takes part.
 *
 * @param options those given; the others are at their defaults
 */
record Entrant(EngineProvider provider, Role role, Map<String, String> options) {

    String name() {
        return provider.name();
    }

    /** The level asked for, or the highest below it that the engine promises; the record shows each at its own. */
    Durability level(Durability asked) {
        Set<Capability> can = provider.capabilities();
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

    /** What the engine lacks for a workload, in words; empty if nothing. */
    String lacks(Workload workload) {
        return workload.needs().stream().filter(capability -> !provider.capabilities().contains(capability))
                .map(capability -> capability + " (" + capability.meaning() + ")").collect(Collectors.joining(", "));
    }

    /** The strongest promise it makes. */
    Durability declared() {
        return level(Durability.SYNC);
    }

    /** Every option with the value it has in this race. */
    Map<String, String> effectiveOptions() {
        Map<String, String> all = new TreeMap<>();
        for (Option<?> option : provider.options()) {
            all.put(option.name(), options.getOrDefault(option.name(), String.valueOf(option.standard())));
        }
        return all;
    }
}
