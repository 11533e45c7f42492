package dev.dyno.bench.race;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.Names;
import dev.dyno.api.Option;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.report.EngineEntry.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Chooses who takes part, from all engines found and what was asked for. */
final class Entrants {

    /** Peers live in one package; what lies elsewhere is an engine, also when a plug-in brings it. */
    private static final String PEERS_PACKAGE = "dev.dyno.bench.peers";
    /** Bare data structures among them. */
    private static final Set<String> SCALES = Set.of("bound", "heap");

    private final Map<String, EngineProvider> found = new LinkedHashMap<>();
    private final RaceSettings settings;

    Entrants(RaceSettings settings) {
        this.settings = settings;
        Engines.all().forEach(provider -> found.put(provider.name(), provider));
    }

    /** @throws IllegalArgumentException for names of engines or options that are none, and for nobody at all */
    List<Entrant> choose() {
        Map<String, Map<String, String>> options = optionsByEngine();
        List<Entrant> entrants = new ArrayList<>();
        for (EngineProvider provider : providers()) {
            Map<String, String> given = options.getOrDefault(provider.name(), Map.of());
            Option.check(provider.name(), provider.options(), given);
            for (LayerStack stack : settings.stacks()) {
                Map<String, String> all = new HashMap<>(given);
                all.putAll(stack.options());
                entrants.add(new Entrant(provider, role(provider), stack, all));
            }
        }
        if (entrants.isEmpty()) {
            throw new IllegalArgumentException("nobody takes part: engines=" + settings.engines()
                    + ", peers=" + settings.peers() + ", found=" + found.keySet());
        }
        return entrants;
    }

    static Role role(EngineProvider provider) {
        if (!provider.getClass().getPackageName().startsWith(PEERS_PACKAGE)) {
            return Role.ENGINE;
        }
        return SCALES.contains(provider.name()) ? Role.SCALE : Role.PEER;
    }

    /** One that needs servers is not there unless somebody names it. */
    private static boolean isOurs(EngineProvider provider) {
        return role(provider) == Role.ENGINE && provider.capabilities().contains(Capability.LOCAL);
    }

    /**
     * Nobody named an engine: all of ours that promise the durability of this race. Those that do not would be listed
     * apart, compared with nobody and at everybody's cost; they take part when named, or when one would race alone.
     */
    private List<EngineProvider> providers() {
        Map<String, EngineProvider> chosen = new LinkedHashMap<>();
        if (settings.engines().isEmpty()) {
            found.forEach((name, provider) -> {
                if (isOurs(provider) && promises(provider)) {
                    chosen.put(name, provider);
                }
            });
        }
        addNamed(chosen);
        if (settings.engines().isEmpty() && chosen.size() < 2) {
            found.forEach((name, provider) -> {
                if (isOurs(provider)) {
                    chosen.put(name, provider);
                }
            });
        }
        return List.copyOf(chosen.values());
    }

    private boolean promises(EngineProvider provider) {
        Durability asked = settings.durability();
        return new Entrant(provider, Role.ENGINE, LayerStack.BARE, Map.of()).level(asked) == asked;
    }

    private void addNamed(Map<String, EngineProvider> chosen) {
        settings.engines().forEach(name -> chosen.put(name, named(name)));
        if (settings.peers().contains(RaceSettings.ALL)) {
            found.forEach((name, provider) -> {
                if (role(provider) != Role.ENGINE) {
                    chosen.put(name, provider);
                }
            });
        } else if (!settings.peers().contains(RaceSettings.NONE)) {
            settings.peers().forEach(name -> chosen.put(name, named(name)));
        }
    }

    private EngineProvider named(String name) {
        EngineProvider provider = found.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "no such engine: name=" + name + Names.suggest(name, found.keySet()));
        }
        return provider;
    }

    private Map<String, Map<String, String>> optionsByEngine() {
        Map<String, Map<String, String>> byEngine = new TreeMap<>();
        settings.options().forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 1) {
                throw new IllegalArgumentException("an option is named engine.option: name=" + name);
            }
            String engine = named(name.substring(0, dot)).name();
            byEngine.computeIfAbsent(engine, key -> new TreeMap<>()).put(name.substring(dot + 1), value);
        });
        return byEngine;
    }
}
