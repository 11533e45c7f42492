package dev.dyno.bench.cli;

import dev.dyno.api.EngineProvider;
import dev.dyno.bench.Plugins;
import dev.dyno.bench.race.Race;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.Locale;

/** Where an engine comes from. */
enum EngineKind {
    /** One of this project's. */
    ENGINE,
    /** The one that is right by definition. */
    ORACLE,
    /** An established store behind the SPI. */
    PEER,
    /** A bare data structure that keeps no promise: what the machine can do. */
    SCALE,
    /** From a jar outside the tree; see {@link Plugins}. */
    PLUGIN;

    static EngineKind of(EngineProvider provider) {
        if (provider.getClass().getClassLoader() != EngineKind.class.getClassLoader()) {
            return PLUGIN;
        }
        return switch (Race.role(provider)) {
            case PEER -> PEER;
            case SCALE -> SCALE;
            case ENGINE -> provider instanceof ModelEngineProvider ? ORACLE : ENGINE;
        };
    }

    /** For people. */
    String title() {
        return this == PLUGIN ? "plug-in" : name().toLowerCase(Locale.ROOT);
    }
}
