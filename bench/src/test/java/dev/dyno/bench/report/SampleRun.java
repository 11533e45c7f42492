package dev.dyno.bench.report;

import dev.dyno.bench.report.EngineEntry.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An invented run with everything a real one can hold: refusals, two durabilities, cells without an interval. */
final class SampleRun {
    static final long SEED = 20261123;
    private static final List<String> WORKLOADS =
            List.of("load-random", "load-batch", "read-uniform", "read-zipfian", "query-10", "ycsb-a");
    private static final Map<String, Double> BASE = Map.of("load-random", 210e3, "load-batch", 640e3,
            "read-uniform", 700e3, "read-zipfian", 950e3, "query-10", 120e3, "ycsb-a", 240e3);

    private final Random random = new Random(SEED);
    private final List<Cell> cells = new ArrayList<>();

    private SampleRun() {
    }

    static RunRecord record() {
        return new SampleRun().build();
    }

    static RunRecord of(List<EngineEntry> engines, List<Cell> cells, List<Refusal> refusals) {
        return new RunRecord(RunRecord.FORMAT, "2026-11-23T10:15:30Z", "./dyno race", null, Map.of(),
                new Settings(List.of("jdk"), 0, "3m", 5, List.of(1), "PROCESS", 99.9, Map.of()), engines, cells,
                refusals);
    }

    static EngineEntry engine(String name, Role role) {
        return new EngineEntry(name, name, "none", "none", role, "1.0", "An engine named " + name + ".", Map.of(),
                "PROCESS", List.of(), 9, 9);
    }

    static Cell cell(String engine, String workload, double low, double rate, double high) {
        return Cell.of(engine, workload).data("jdk", 27_983).durability("PROCESS").rate(rate, low, high)
                .perRound(List.of(low, rate, high)).build();
    }

    private RunRecord build() {
        for (String data : List.of("jdk", "ycsb")) {
            measure("log", data, "PROCESS", 0.9);
            measure("rocksdb", data, "PROCESS", 0.45);
            measure("lmdb", data, "PROCESS", 1.25);
            measure("mvstore", data, "PROCESS", 0.43);
            measure("xodus", data, "PROCESS", 0.3);
            measure("je", data, "PROCESS", 0.22);
            measure("chronicle", data, "PROCESS", 1.4);
            measure("bound", data, "PROCESS", 4.0);
        }
        for (String engine : List.of("log", "rocksdb", "lmdb")) {
            put(engine, "put-durable", "jdk", "SYNC", engine.equals("lmdb") ? 410 : 780);
        }
        return new RunRecord(RunRecord.FORMAT, "2026-11-23T10:15:30Z",
                "./dyno race --engines log --peers rocksdb,lmdb,mvstore,xodus,je,chronicle --data jdk,ycsb --budget 3m",
                new RunRecord.Commit("4f1c2d9ab37e60518c4d2f9e8b7a6c5d4e3f2a1b", true), machine(),
                new Settings(List.of("jdk", "ycsb"), 27_983, "3m", 5, List.of(1), "PROCESS", 99.9,
                        Map.of("seed", "20261123")),
                engines(), cells, refusals());
    }

    private void measure(String engine, String data, String durability, double factor) {
        for (String workload : WORKLOADS) {
            boolean ordered = !engine.equals("chronicle") && !engine.equals("bound");
            if (ordered || !workload.equals("query-10")) {
                double luck = 0.6 + 0.8 * random.nextDouble();
                put(engine, workload, data, durability, BASE.get(workload) * factor * luck);
            }
        }
    }

    private void put(String engine, String workload, String data, String durability, double rate) {
        double half = rate * (0.01 + 0.07 * random.nextDouble());
        boolean alone = engine.equals("je") && workload.equals("ycsb-a");
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            rounds.add(rate + half * (random.nextDouble() - 0.5));
        }
        double p50 = 0.8e6 / rate;
        Cell.Builder cell = Cell.of(engine, workload).data(data, 27_983).durability(durability)
                .rate(rate, alone ? Double.NaN : rate - half, alone ? Double.NaN : rate + half).perRound(rounds)
                .latency(p50, p50 * (4 + 6 * random.nextDouble()), p50 * (20 + 200 * random.nextDouble()))
                .allocation(engine.equals("log") ? 0 : Math.floor(900 * random.nextDouble()));
        if (workload.startsWith("load") && !engine.equals("bound")) {
            cell.amplification(1 + 9 * random.nextDouble(), 1 + 1.4 * random.nextDouble());
        }
        cells.add(cell.build());
    }

    private static List<EngineEntry> engines() {
        return List.of(
                new EngineEntry("log", "log", "none", "none", Role.ENGINE, "0.1.0",
                        "The tutorial's append-only log with an index in memory.",
                        Map.of("segment-bytes", "64MiB"), "SYNC", List.of("SNAPSHOT", "COMMIT_LISTENER"), 41, 41),
                peer("rocksdb", "11.1.1", "Log-structured merge tree in C++ through JNI.",
                        Map.of("compression", "lz4", "block-cache", "256MiB", "bloom-bits", "10")),
                peer("lmdb", "0.9.33", "Memory-mapped copy-on-write B+tree in C.", Map.of("map-size", "4GiB")),
                peer("mvstore", "2.4.240", "The log-structured B-tree under H2.", Map.of("cache", "256MiB")),
                peer("xodus", "2.0.1", "JetBrains' append-only B-tree.", Map.of()),
                peer("mapdb", "3.1.0", "Java maps off the heap and on disk.", Map.of()),
                peer("je", "18.3.12", "Berkeley DB Java Edition.", Map.of("cache-percent", "40")),
                peer("chronicle", "2026.1", "Off-heap hash map in shared memory; point operations only.", Map.of()),
                new EngineEntry("bound", "bound", "none", "none", Role.SCALE, "0.1.0",
                        "A bare off-heap hash table without any promise.",
                        Map.of(), "MEMORY", List.of("QUERY", "SCAN"), 0, 0));
    }

    private static EngineEntry peer(String name, String version, String summary, Map<String, String> options) {
        return new EngineEntry(name, name, "none", "none", Role.PEER, version, summary, options, "SYNC",
                List.of("INJECTED_DISK"), 38, 38);
    }

    private static List<Refusal> refusals() {
        return List.of(
                new Refusal("chronicle", "query-10", "", Refusal.Kind.DENIED, "denies QUERY: a hash map has no order."),
                new Refusal("mapdb", "", "", Refusal.Kind.FAILED,
                        "gate: 37 of 38 checks passed; a value changed after a reopen, so nothing was measured."));
    }

    private static Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("cpu", "AMD EPYC 7B13");
        machine.put("cores", "2");
        machine.put("virtualMachine", "yes");
        machine.put("memory", "15.6 GiB");
        machine.put("hugePages", "madvise");
        machine.put("kernel", "Linux 6.1.0");
        machine.put("fileSystem", "ext4 (rw,relatime)");
        machine.put("jdk", "Eclipse Adoptium 25+36");
        machine.put("collector", "G1 Young Generation, G1 Old Generation");
        machine.put("jvmFlags", "-Xmx1g --add-opens java.base/jdk.internal.misc=ALL-UNNAMED "
                + "--enable-native-access=ALL-UNNAMED");
        machine.put("clockSource", "tsc");
        machine.put("loadBefore", "1.42 1.10 0.90");
        return machine;
    }
}
