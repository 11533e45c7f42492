package dev.dyno.bench.race;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a race was asked for; the command line fills it, one component a flag. An empty list means that the race
 * chooses. Names are checked by {@link Race}, which says the nearest right one.
 *
 * @param engines names; empty: every engine found that is not a peer and promises the durability
 * @param peers names, or {@link #ALL} alone, or {@link #NONE} alone
 * @param data names of data sets
 * @param items in each data set; 0: from the budget for ycsb, and as many as there are for the real ones
 * @param valueBytes of a value of ycsb
 * @param threads one run of every workload but loads for each
 * @param workloads names; empty: the standard ones, as many as the budget allows
 * @param stacks every engine takes part under each of them
 * @param durability never {@link Durability#ENGINE}
 * @param budget about how long the whole race takes
 * @param out folder of {@code run.json} and {@code report.html}; made if it is not there
 * @param plugins jars of engines outside the tree
 * @param options engine options by {@code engine.option}
 */
public record RaceSettings(List<String> engines, List<String> peers, List<String> data, long items, int valueBytes,
        List<Integer> threads, List<String> workloads, List<LayerStack> stacks, Durability durability,
        Duration budget, Path out, List<Path> plugins, Map<String, String> options) {

    public static final String ALL = "all";
    public static final String NONE = "none";
    public static final List<String> PEERS = List.of("rocksdb", "lmdb");
    public static final List<String> DATA = List.of("ycsb", "jdk");
    public static final int VALUE_BYTES = 100;
    public static final int VALUE_BYTES_MIN = 16;
    public static final int VALUE_BYTES_MAX = 400 << 10;
    public static final Duration BUDGET = Duration.ofMinutes(3);
    public static final Duration BUDGET_MIN = Duration.ofSeconds(20);
    private static final int THREADS_MAX = 1024;

    public RaceSettings {
        engines = List.copyOf(engines);
        peers = List.copyOf(peers);
        data = List.copyOf(data);
        threads = List.copyOf(threads);
        workloads = List.copyOf(workloads);
        stacks = List.copyOf(stacks);
        plugins = List.copyOf(plugins);
        options = Map.copyOf(options);
        if (items < 0) {
            throw new IllegalArgumentException("items must not be negative: items=" + items);
        }
        if (valueBytes < VALUE_BYTES_MIN || valueBytes > VALUE_BYTES_MAX) {
            throw new IllegalArgumentException("value out of range: bytes=" + valueBytes + ", allowed="
                    + VALUE_BYTES_MIN + " to " + VALUE_BYTES_MAX);
        }
        if (threads.isEmpty() || threads.stream().anyMatch(n -> n < 1 || n > THREADS_MAX)) {
            throw new IllegalArgumentException(
                    "threads out of range: threads=" + threads + ", allowed=1 to " + THREADS_MAX);
        }
        if (stacks.isEmpty()) {
            throw new IllegalArgumentException("no capture or no cache to race with: stacks=0, least=1 ("
                    + LayerStack.NONE + ")");
        }
        if (durability == Durability.ENGINE) {
            throw new IllegalArgumentException("durability must be MEMORY, PROCESS or SYNC: durability=ENGINE");
        }
        if (budget.compareTo(BUDGET_MIN) < 0) {
            throw new IllegalArgumentException("budget is too short to measure anything: seconds="
                    + budget.toSeconds() + ", least=" + BUDGET_MIN.toSeconds());
        }
        if (Stream.of(ALL, NONE).anyMatch(peers::contains) && peers.size() > 1) {
            throw new IllegalArgumentException("peers are all, none or names: peers=" + peers);
        }
    }

    /** What {@code ./dyno race} does without a flag. */
    public static RaceSettings standard(Path out) {
        return new RaceSettings(List.of(), PEERS, DATA, 0, VALUE_BYTES, List.of(1), List.of(),
                List.of(LayerStack.BARE), Durability.PROCESS, BUDGET, out, List.of(), Map.of());
    }
}
