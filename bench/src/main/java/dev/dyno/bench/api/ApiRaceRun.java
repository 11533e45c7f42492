package dev.dyno.bench.api;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.api.ApiRace.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A race of endpoints from start to stop.
 *
 * @param engine of ours, by name
 * @param durability of ours; DynamoDB Local has no choice
 * @param local libraries of DynamoDB Local; empty: ours alone
 * @param home the checkout, whose launcher starts ours
 * @param directory for data and output
 * @param items loaded before anything is measured
 * @param workloads in the order they run in, the most important first
 * @param pace what of it is fixed
 * @param budget for all of it, starting and loading included
 */
public record ApiRaceRun(String engine, String durability, Optional<Path> local, Path home, Path directory,
        int items, List<ApiWorkload> workloads, ApiPace pace, Duration budget, long seed) {

    /** Ours first. */
    public List<Figures> run(Clock clock, Consumer<String> progress) throws IOException {
        long deadlineNanos = clock.nanoTime() + budget.toNanos();
        List<ServerProcess> servers = new ArrayList<>();
        try {
            servers.add(Contenders.launched(home, engine, durability, directory));
            if (local.isPresent()) {
                servers.add(Contenders.local(local.get(), directory));
            }
            return new ApiRace(servers, items, seed, clock).run(deadlineNanos, workloads, pace, progress);
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }
}
