package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several runs as one record, so that they are read side by side: the same engines with more items, or other workloads.
 * Where runs differ in the number of items of a data set, its name carries the number, and the two are never ranked
 * against each other. A cell that several runs have comes from the last of them.
 */
public final class RunUnion {

    private static final String SEPARATOR = " · ";
    private static final long MILLION = 1_000_000;
    private static final long THOUSAND = 1_000;

    private record Place(String engine, String workload, String data, int threads, String durability) { }

    private RunUnion() {
    }

    /**
     * @param records at least one
     * @throws IllegalArgumentException if they come from different processors: rates of two machines are
     *     nothing to compare
     */
    public static RunRecord of(List<RunRecord> records) {
        RunRecord first = records.getFirst();
        if (records.size() == 1) {
            return first;
        }
        Map<String, EngineEntry> engines = new LinkedHashMap<>();
        Map<Place, Cell> cells = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (RunRecord record : records) {
            checkMachine(first, record);
            record.engines().forEach(engine -> engines.put(engine.name(), engine));
            commands.add(record.command());
            for (Cell cell : record.cells()) {
                Cell named = cell.withData(label(records, cell));
                cells.put(new Place(named.engine(), named.workload(), named.data(), named.threads(),
                        named.durability()), named);
            }
            for (Refusal refusal : record.refusals()) {
                if (!refusals.contains(refusal)) {
                    refusals.add(refusal);
                }
            }
        }
        return new RunRecord(RunRecord.FORMAT, first.startedAt(), String.join("\n", commands), first.commit(),
                first.machine(), first.settings(), List.copyOf(engines.values()), List.copyOf(cells.values()),
                refusals);
    }

    private static void checkMachine(RunRecord first, RunRecord other) {
        String cpu = first.machine().getOrDefault("cpu", "");
        String otherCpu = other.machine().getOrDefault("cpu", "");
        if (!cpu.equals(otherCpu)) {
            throw new IllegalArgumentException("runs of different machines cannot be read as one: cpu=" + cpu
                    + ", other=" + otherCpu);
        }
    }

    private static String label(List<RunRecord> records, Cell cell) {
        long sizes = records.stream().flatMap(record -> record.cells().stream())
                .filter(other -> other.data().equals(cell.data())).mapToLong(Cell::items).distinct().count();
        return sizes > 1 ? cell.data() + SEPARATOR + count(cell.items()) : cell.data();
    }

    /** Whether two cells are of one data set, in whatever size. */
    static boolean isSameData(Cell a, Cell b) {
        return base(a.data()).equals(base(b.data()));
    }

    private static String base(String data) {
        int end = data.indexOf(SEPARATOR);
        return end < 0 ? data : data.substring(0, end);
    }

    /** {@code 10M}, {@code 200k}, {@code 1234}. */
    static String count(long items) {
        if (items >= MILLION && items % MILLION == 0) {
            return items / MILLION + "M";
        }
        return items >= THOUSAND && items % THOUSAND == 0 ? items / THOUSAND + "k" : Long.toString(items);
    }
}
