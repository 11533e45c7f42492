package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashMode;
import java.util.EnumSet;
import java.util.Map;

/**
 * The durability that a small crash probe saw: a short workload, cut at a few points. It finds an engine that promises
 * what it does not do; {@code ./dyno crash} looks closer.
 *
 * @param text a level, or why there is none
 */
record Observed(String text) {

    private static final int OPERATIONS = 40;
    private static final int POINTS = 16;
    private static final long SEED = 1;

    static Observed of(EngineProvider engine) {
        if (!engine.capabilities().contains(Capability.INJECTED_DISK)) {
            return new Observed("not observable");
        }
        CrashMatrix probe = new CrashMatrix(engine, Map.of(), SEED, OPERATIONS, POINTS);
        try {
            return new Observed(
                    probe.run(EnumSet.of(CrashMode.KILL, CrashMode.LOST, CrashMode.TORN)).observed().name());
        } catch (RuntimeException | AssertionError e) {
            // An engine in the making; `verify` says what is wrong with it, and a list must not fail over one of many.
            return new Observed("fails without a crash");
        }
    }
}
