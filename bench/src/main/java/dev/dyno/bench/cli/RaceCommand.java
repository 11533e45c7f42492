package dev.dyno.bench.cli;

import dev.dyno.api.Durability;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.race.Race;
import dev.dyno.bench.race.RaceSettings;
import dev.dyno.cassandra.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "race", sortOptions = false,
        header = "Compare engines on real data; writes run.json and report.html.",
        description = {"", "Every engine passes a correctness gate first. Then JMH runs each workload in JVMs of its",
                "own, rounds interleaved over the engines, at equal durability, and every read checks its answer.", ""},
        footer = {"", "Examples:",
                "  ./dyno race                                        the standard comparison, three minutes",
                "  ./dyno race --engines log,lmdb --data jdk          two engines on the classes of the JDK",
                "  ./dyno race --workloads read-zipfian,ycsb-a --threads 1,2 --budget 10m",
                "  ./dyno race --engines btree --peers none --capture none,ring,log --cache none,64MiB",
                "  ./dyno race --engines cassandra --nodes 3 --peers none --items 2000    a cluster on this machine",
                "  ./dyno race --option log.checkpoint-bytes=64MiB    an option of one engine",
                "  ./dyno race --engines lsm --peers rocksdb -o lsm.compression=lz4 -o rocksdb.compression=lz4",
                "", "The last line is: report: DIR/report.html"})
final class RaceCommand implements Callable<Integer> {

    private static final String ALL_WORKLOADS = "load-random load-sequential load-batch read-uniform read-zipfian "
            + "read-missing read-batch query-10 query-100 put-durable reopen ycsb-a … ycsb-f";

    @ParentCommand
    private Main main;

    @Option(names = "--engines", split = ",", paramLabel = "NAME",
            description = "Engines; default: ours that promise the durability.")
    private List<String> engines = List.of();

    @Option(names = "--peers", split = ",", paramLabel = "NAME",
            description = "Peers: all, none, or names; default: rocksdb,lmdb.")
    private List<String> peers = RaceSettings.PEERS;

    @Option(names = "--data", split = ",", paramLabel = "NAME",
            description = "Data sets: ycsb, jdk, unicode; default: ycsb,jdk.")
    private List<String> data = RaceSettings.DATA;

    @Option(names = "--items", paramLabel = "N",
            description = "Items in each data set; default: all of the real ones, ycsb by the budget.")
    private long items;

    @Option(names = "--value", paramLabel = "BYTES", description = "Bytes of a ycsb value; default: ${DEFAULT-VALUE}.")
    private int valueBytes = RaceSettings.VALUE_BYTES;

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "Numbers of threads; default: 1.")
    private List<Integer> threads = List.of(1);

    @Option(names = "--workloads", split = ",", paramLabel = "NAME",
            description = {"Workloads: " + ALL_WORKLOADS + ";", "default: as many as the budget allows."})
    private List<String> workloads = List.of();

    @Option(names = "--capture", split = ",", paramLabel = "KIND",
            description = {"Change captures to race each engine with, as a variable: none, ring, log, …;",
                "default: none."})
    private List<String> captures = List.of(LayerStack.NONE);

    @Option(names = "--cache", split = ",", paramLabel = "SIZE",
            description = {"Caches to race each engine with, as a variable: none, 64MiB, 64MiB:sieve, …;",
                "default: none. With both, every capture with every cache."})
    private List<String> caches = List.of(LayerStack.NONE);

    @Option(names = "--durability", paramLabel = "LEVEL",
            description = "MEMORY, PROCESS or SYNC; default: ${DEFAULT-VALUE}.")
    private Durability durability = Durability.PROCESS;

    @Option(names = "--budget", paramLabel = "TIME", converter = DurationConverter.class,
            description = "How long it may take: 90s, 3m, 1h; default: 3m.")
    private Duration budget = RaceSettings.BUDGET;

    @Option(names = {"-o", "--option"}, paramLabel = "ENGINE.NAME=VALUE",
            description = "An option of an engine; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--nodes", paramLabel = "N",
            description = "Start a cluster of Cassandra of so many nodes on this machine for the race.")
    private int nodes;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write; default: results/<date>-race.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        Path folder = out != null ? out : main.home().resolve("results").resolve(
                DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss").format(LocalDateTime.now()) + "-race");
        if (nodes == 0) {
            return race(folder);
        }
        LocalCluster cluster = LocalCluster.of(main.home().resolve("build/cassandra"), nodes,
                LocalCluster.netOfThisProcess(), CassandraCommand.HEAP, main.screen()::line);
        Thread interrupted = Thread.ofPlatform().unstarted(() -> erase(cluster));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            cluster.start();
            options.putIfAbsent("cassandra.contact-points", cluster.contactPoints());
            return race(folder);
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            erase(cluster);
        }
    }

    private int race(Path folder) throws IOException {
        RaceSettings settings = new RaceSettings(engines, peers, data, items, valueBytes, threads, workloads,
                LayerStack.all(captures, caches), durability, budget, folder, main.jars(), options);
        return new Race(settings, main.screen().out(), main.screen().terminal()).run() ? Exit.FINE : Exit.FAILED;
    }

    private static void erase(LocalCluster cluster) {
        try {
            cluster.erase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
