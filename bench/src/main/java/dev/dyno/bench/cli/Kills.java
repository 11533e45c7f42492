package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineProvider;
import dev.dyno.bench.api.EndpointKills;
import dev.dyno.kit.kill.KillRounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real process killed with SIGKILL while it writes, again and again, on a directory that is removed afterwards.
 *
 * @param failure the first, or empty
 */
record Kills(int rounds, int ok, String failure) {

    /** Nobody was killed. */
    static final Kills NONE = new Kills(0, 0, "");
    /** Pairs that each client has written when an endpoint is killed. */
    private static final int ENDPOINT_PAIRS = 2000;

    /** Whether the engine promises that a killed process loses nothing. */
    static boolean canTell(EngineProvider engine) {
        return engine.capabilities().contains(Capability.DURABLE_PROCESS);
    }

    static Kills of(EngineProvider engine, long seed, int rounds) {
        if (rounds < 1) {
            return NONE;
        }
        try {
            Path directory = Files.createTempDirectory("dyno-kill");
            try {
                KillRounds.Result result = new KillRounds(engine, directory, Durability.PROCESS, seed).run(rounds);
                boolean fine = result.failure().isEmpty();
                return new Kills(result.rounds(), fine ? rounds : result.rounds() - 1, result.failure().orElse(""));
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for temporary files: " + e.getMessage(), e);
        }
    }

    /** An endpoint killed under load, on an engine by its name: the launcher starts it. */
    static Kills ofEndpoint(Path home, EngineProvider engine, int rounds) {
        if (!canTell(engine) || rounds < 1) {
            throw new IllegalArgumentException("nothing to kill: engine=" + engine.name() + ", needs="
                    + Capability.DURABLE_PROCESS + "; kills=" + rounds + ", min=1");
        }
        try {
            Path directory = Files.createTempDirectory("dyno-kill");
            try {
                int[] done = {0};
                List<String> wrong = new EndpointKills(engine.name(), directory, home, ENDPOINT_PAIRS)
                        .run(rounds, round -> done[0] = round);
                return new Kills(rounds, done[0], String.join("; ", wrong));
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot kill an endpoint: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while killing endpoints", e);
        }
    }

    boolean isFine() {
        return failure.isEmpty();
    }

    void show(Screen screen) {
        String cell = isFine() ? ok + " ok" : "✗ after " + ok;
        screen.line("%s", String.format("%-11s  %-30s  ", "kill -9", "a real process killed")
                + (isFine() ? screen.good(cell) : screen.bad(cell)));
        if (!isFine()) {
            screen.line("    first: %s", failure);
        }
    }

    Map<String, Object> asJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", "kill -9");
        fields.put("ok", ok);
        fields.put("failed", rounds - ok);
        if (!isFine()) {
            fields.put("firstFailure", failure);
        }
        return fields;
    }

    private static void remove(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
