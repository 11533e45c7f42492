package dev.dyno.bench.report;

import java.util.List;
import java.util.Map;

/**
 * An engine as it took part: what it is, how it was opened, what it promises, and whether it passed the gate.
 *
 * @param options every option it was opened with, as printed
 * @param denied names of the capabilities it leaves out
 * @param gatePassed checks of the correctness gate that passed
 * @param gateChecks checks of the gate that ran
 */
public record EngineEntry(
        String name,
        Role role,
        String version,
        String summary,
        Map<String, String> options,
        String durabilityDeclared,
        List<String> denied,
        int gatePassed,
        int gateChecks) {

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
        role = role == null ? Role.ENGINE : role;
        version = Text.orEmpty(version);
        summary = Text.orEmpty(summary);
        options = Text.ordered(options);
        durabilityDeclared = Text.orEmpty(durabilityDeclared);
        denied = denied == null ? List.of() : List.copyOf(denied);
    }
}
