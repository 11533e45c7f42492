package dev.dyno.bench.api;

import dev.dyno.bench.api.ApiWorkload.Request;
import dev.dyno.bench.api.HttpLoad.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Endpoints asked the same by the same client, in turns: every window of one stands beside a window of the other, and
 * the order of the turns is mirrored. Each answer is checked.
 *
 * <p>Threads: one.
 */
public final class ApiRace {

    static final int CONNECTIONS = 8;
    private static final int BATCH = 25;

    private final List<ServerProcess> servers;
    private final int items;
    private final long windowNanos;
    private final int rounds;
    private final WarmUp warmUp;
    private final long seed;

    /**
     * @param items loaded before anything is measured
     * @param windowMillis of one measurement
     * @param rounds windows of each workload on each endpoint
     * @param warmUp before each workload, of each endpoint alike
     */
    ApiRace(List<ServerProcess> servers, int items, long windowMillis, int rounds, WarmUp warmUp, long seed) {
        this.servers = List.copyOf(servers);
        this.items = items;
        this.windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.seed = seed;
    }

    /**
     * One endpoint's figures.
     *
     * @param loadedBytes memory it held after the load
     * @param perSecond windows of each workload, in the order of time
     * @param p99Micros of each workload, over all windows
     * @param withStream windows of puts with a stream, without in {@code withoutStream}
     */
    public record Figures(String name, long startMillis, long loadedBytes, Map<ApiWorkload, List<Double>> perSecond,
            Map<ApiWorkload, Double> p99Micros, List<Double> withoutStream, List<Double> withStream) {

        /** The middle one of a workload's windows. */
        public double median(ApiWorkload workload) {
            return median(perSecond.get(workload));
        }

        /** What a stream takes of the puts a second: the median over the pairs of windows, each without and with. */
        public double streamCostPercent() {
            List<Double> costs = new ArrayList<>();
            for (int i = 0; i < withStream.size(); i++) {
                costs.add(100 * (1 - withStream.get(i) / withoutStream.get(i)));
            }
            return median(costs);
        }

        public static double median(List<Double> windows) {
            List<Double> sorted = windows.stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }
    }

    /** @param progress told a line at a time */
    List<Figures> run(Consumer<String> progress) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (ServerProcess server : servers) {
            load(server);
            figures.put(server.name(), new Figures(server.name(), server.startMillis(), server.residentBytes(),
                    new EnumMap<>(ApiWorkload.class), new EnumMap<>(ApiWorkload.class), new ArrayList<>(),
                    new ArrayList<>()));
            progress.accept(server.name() + " loaded");
        }
        for (ApiWorkload workload : ApiWorkload.values()) {
            for (ServerProcess server : servers) {
                List<Double> rates = warmUp.run(() -> window(server, workload, 0).perSecond());
                progress.accept(String.format(Locale.ROOT, "%s, %s: warm after %d windows, %,.0f to %,.0f a second%s",
                        workload.label(), server.name(), rates.size(), rates.getFirst(), rates.getLast(),
                        WarmUp.isSteady(rates) ? "" : ", not steady yet"));
            }
            for (int round = 1; round <= rounds; round++) {
                for (ServerProcess server : round % 2 == 0 ? servers : servers.reversed()) {
                    measure(server, workload, round, figures.get(server.name()));
                }
            }
        }
        for (ServerProcess server : servers) {
            streams(server, figures.get(server.name()));
        }
        progress.accept("put with a stream");
        return List.copyOf(figures.values());
    }

    private void load(ServerProcess server) {
        try (HttpLoad client = new HttpLoad(server.port(), CONNECTIONS)) {
            client.ask("CreateTable", ApiWorkload.createTable(false));
            for (int from = 0; from < items; from += BATCH) {
                client.ask("BatchWriteItem", ApiWorkload.batch(from, Math.min(items, from + BATCH)));
            }
        }
    }

    private void measure(ServerProcess server, ApiWorkload workload, int round, Figures into) {
        Result result = window(server, workload, round);
        into.perSecond.computeIfAbsent(workload, each -> new ArrayList<>()).add(result.perSecond());
        into.p99Micros.merge(workload, result.latencies().getValueAtPercentile(99) / 1e3, Math::max);
    }

    private Result window(ServerProcess server, ApiWorkload workload, int round) {
        SplittableRandom random = new SplittableRandom(seed + round);
        Supplier<Request> requests = () -> workload.draw(random, items);
        try (HttpLoad client = new HttpLoad(server.port(), CONNECTIONS)) {
            return client.run(workload.operation(), requests, windowNanos);
        }
    }

    /** Puts without and with a stream, in turns; the first pair, which compiles the capture, is not counted. */
    private void streams(ServerProcess server, Figures into) {
        for (int round = 0; round <= rounds; round++) {
            turn(server, false);
            double without = window(server, ApiWorkload.PUT, round).perSecond();
            turn(server, true);
            double with = window(server, ApiWorkload.PUT, round).perSecond();
            if (round > 0) {
                into.withoutStream.add(without);
                into.withStream.add(with);
            }
        }
    }

    private static void turn(ServerProcess server, boolean on) {
        try (HttpLoad client = new HttpLoad(server.port(), 1)) {
            boolean isOn = client.ask("DescribeTable", "{\"TableName\":\"race\"}").contains("\"StreamEnabled\":true");
            if (isOn != on) {
                client.ask("UpdateTable", "{\"TableName\":\"race\",\"StreamSpecification\":{\"StreamEnabled\":" + on
                        + (on ? ",\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"" : "") + "}}");
            }
        }
    }
}
