package dev.dyno.bench.report;

import java.util.List;
import java.util.Map;

/**
 * An engine as it took part: what it is, how it was opened, what it promises, and whether it passed the gate.
 *
 * @param name of this entrant: the engine's, and that of its layers if it has any
 * @param engine the engine's own name
 * @param capture what captures its changes; {@code none} where nothing does
 * @param cache memory and policy of the cache over it; {@code none} without one
 * @param options every option it was opened with, as printed
 * @param denied names of the capabilities it leaves out
 * @param gatePassed checks of the correctness gate that passed
 * @param gateChecks checks of the gate that ran
 */
public record EngineEntry(
        String name,
        String engine,
        String capture,
        String cache,
        Role role,
        String version,
        String summary,
        Map<String, String> options,
        String durabilityDeclared,
        List<String> denied,
        int gatePassed,
        int gateChecks) {

    /** What an engine without a layer says in its place. */
    static final String NONE = "none";

    /** Why an engine is in the race. */
    public enum Role {
        /** One of this project's engines, or a plug-in. */
        ENGINE,
        /** An established store, for comparison. */
        PEER,
        /** A bare data structure that keeps no promise; it shows what the machine can do and never wins. */
        SCALE
    }

    public EngineEntry {
        name = Text.orEmpty(name);
        engine = Text.orEmpty(engine).isEmpty() ? name : engine;
        capture = Text.orEmpty(capture).isEmpty() ? NONE : capture;
        cache = Text.orEmpty(cache).isEmpty() ? NONE : cache;
        role = role == null ? Role.ENGINE : role;
        version = Text.orEmpty(version);
        summary = Text.orEmpty(summary);
        options = Text.ordered(options);
        durabilityDeclared = Text.orEmpty(durabilityDeclared);
        denied = denied == null ? List.of() : List.copyOf(denied);
    }

    /** Whether nothing lies over it. */
    boolean isBare() {
        return capture.equals(NONE) && cache.equals(NONE);
    }
}
