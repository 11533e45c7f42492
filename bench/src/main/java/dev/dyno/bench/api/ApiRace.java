package dev.dyno.bench.api;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.api.ApiWorkload.Request;
import dev.dyno.bench.api.HttpLoad.Result;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.factory.primitive.ObjectDoubleMaps;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.api.map.primitive.MutableObjectDoubleMap;

/**
 * Endpoints asked the same by the same client, in turns: every window of one stands beside a window of the other, and
 * the order of the turns is mirrored. Each answer is checked.
 *
 * <p>Threads: one.
 */
public final class ApiRace {

    static final int CONNECTIONS = 8;
    private static final int BATCH = 25;
    private static final double NANOS = 1e9;

    private final List<ServerProcess> servers;
    private final int items;
    private final long seed;
    private final Clock clock;

    /** @param items loaded before anything is measured */
    ApiRace(List<ServerProcess> servers, int items, long seed, Clock clock) {
        this.servers = List.copyOf(servers);
        this.items = items;
        this.seed = seed;
        this.clock = clock;
    }

    /**
     * One endpoint's figures.
     *
     * @param loadedBytes memory it held after the load
     * @param perSecond windows of each workload, in the order of time
     * @param p99Micros of each workload, over all windows
     * @param withoutStream windows of puts, each beside the window of puts with a stream of the same round
     */
    public record Figures(String name, long startMillis, long loadedBytes,
            Map<ApiWorkload, MutableDoubleList> perSecond, MutableObjectDoubleMap<ApiWorkload> p99Micros,
            MutableDoubleList withoutStream) {

        /** Those measured, in their order. */
        public Set<ApiWorkload> workloads() {
            return perSecond.keySet();
        }

        /** Of a workload's windows. */
        public double median(ApiWorkload workload) {
            return perSecond.get(workload).median();
        }

        /** What a stream takes of the puts a second: the median over the pairs of windows, each without and with. */
        public double streamCostPercent() {
            DoubleList withStream = perSecond.get(ApiWorkload.PUT_STREAM);
            MutableDoubleList costs = DoubleLists.mutable.empty();
            for (int i = 0; i < withStream.size(); i++) {
                costs.add(100 * (1 - withStream.get(i) / withoutStream.get(i)));
            }
            return costs.median();
        }
    }

    /**
     * Loads, then measures what there is time for.
     *
     * @param deadlineNanos of the clock
     * @param wanted in the order they run in, the most important first
     * @param asked what of the pace is fixed
     * @param progress told a line at a time
     */
    List<Figures> run(long deadlineNanos, List<ApiWorkload> wanted, ApiPace asked, Consumer<String> progress) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (ServerProcess server : servers) {
            long start = clock.nanoTime();
            load(server);
            figures.put(server.name(), new Figures(server.name(), server.startMillis(), server.residentBytes(),
                    new EnumMap<>(ApiWorkload.class), ObjectDoubleMaps.mutable.empty(), DoubleLists.mutable.empty()));
            progress.accept(String.format(Locale.ROOT, "%s loaded in %.1f s", server.name(),
                    (clock.nanoTime() - start) / NANOS));
        }
        ApiPace.Plan plan = ApiPace.plan((deadlineNanos - clock.nanoTime()) / NANOS, servers.size(), wanted, asked);
        ApiPace pace = plan.pace();
        progress.accept(String.format(Locale.ROOT, "%d rounds of %d ms after at most %d to warm up: at most %.0f s",
                pace.rounds(), pace.windowMillis(), pace.warmUpWindows(),
                pace.seconds(servers.size(), plan.workloads())));
        if (plan.workloads().size() < wanted.size()) {
            progress.accept("no time within the budget for " + wanted.stream().skip(plan.workloads().size())
                    .map(ApiWorkload::label).collect(Collectors.joining(", ")));
        }
        for (ApiWorkload workload : plan.workloads()) {
            race(workload, pace, figures, progress);
        }
        return List.copyOf(figures.values());
    }

    private void race(ApiWorkload workload, ApiPace pace, Map<String, Figures> figures, Consumer<String> progress) {
        WarmUp warmUp = new WarmUp(pace.warmUpWindows());
        for (ServerProcess server : servers) {
            turn(server, workload.isStreamed());
            DoubleList rates = warmUp.run(() -> window(server, workload, 0, pace).perSecond());
            progress.accept(String.format(Locale.ROOT, "%s, %s: warm after %d windows, %,.0f to %,.0f a second%s",
                    workload.label(), server.name(), rates.size(), rates.getFirst(), rates.getLast(),
                    WarmUp.isSteady(rates) ? "" : ", not steady yet"));
        }
        for (int round = 1; round <= pace.rounds(); round++) {
            for (ServerProcess server : round % 2 == 0 ? servers : servers.reversed()) {
                Figures into = figures.get(server.name());
                if (workload.isStreamed()) {
                    turn(server, false);
                    into.withoutStream.add(window(server, workload, round, pace).perSecond());
                    turn(server, true);
                }
                measure(window(server, workload, round, pace), workload, into);
            }
        }
    }

    private void load(ServerProcess server) {
        try (HttpLoad client = new HttpLoad(server.port(), CONNECTIONS)) {
            client.ask("CreateTable", ApiWorkload.createTable(false));
            for (int from = 0; from < items; from += BATCH) {
                client.ask("BatchWriteItem", ApiWorkload.batch(from, Math.min(items, from + BATCH)));
            }
        }
    }

    private static void measure(Result result, ApiWorkload workload, Figures into) {
        into.perSecond.computeIfAbsent(workload, each -> DoubleLists.mutable.empty()).add(result.perSecond());
        double p99Micros = result.latencies().getValueAtPercentile(99) / 1e3;
        into.p99Micros.updateValue(workload, p99Micros, most -> Math.max(most, p99Micros));
    }

    private Result window(ServerProcess server, ApiWorkload workload, int round, ApiPace pace) {
        SplittableRandom random = new SplittableRandom(seed + round);
        Supplier<Request> requests = () -> workload.draw(random, items);
        try (HttpLoad client = new HttpLoad(server.port(), CONNECTIONS)) {
            return client.run(workload.operation(), requests, TimeUnit.MILLISECONDS.toNanos(pace.windowMillis()));
        }
    }

    /** Turns the stream on or off; what it is already needs nothing. */
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
