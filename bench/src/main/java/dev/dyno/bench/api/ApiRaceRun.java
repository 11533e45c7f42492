package dev.dyno.bench.api;

import dev.dyno.bench.api.ApiRace.Figures;
import java.io.IOException;
import java.nio.file.Path;
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
 * @param warmUpWindows at most, of each workload on each endpoint
 */
public record ApiRaceRun(String engine, String durability, Optional<Path> local, Path home, Path directory,
        int items, long windowMillis, int rounds, int warmUpWindows, long seed) {

    /** Ours first. */
    public List<Figures> run(Consumer<String> progress) throws IOException {
        List<ServerProcess> servers = new ArrayList<>();
        try {
            servers.add(Contenders.launched(home, engine, durability, directory));
            if (local.isPresent()) {
                servers.add(Contenders.local(local.get(), directory));
            }
            return new ApiRace(servers, items, windowMillis, rounds, new WarmUp(warmUpWindows),
                    seed).run(progress);
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }
}
