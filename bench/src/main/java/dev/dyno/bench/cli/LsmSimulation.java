package dev.dyno.bench.cli;

import dev.dyno.lsm.compact.Policy;
import dev.dyno.lsm.compact.Simulator;
import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code look --simulate lsm}: what a compaction policy would do with so many items, without writing one. */
final class LsmSimulation {

    private static final int SAMPLES = 10;
    private static final long MEMTABLE_BYTES = 50L << 20;
    private static final long TABLE_BYTES = 32L << 20;
    private static final long LEVEL1_BYTES = 256L << 20;
    private static final int LEVEL0_RUNS = 4;

    @Option(names = "--policy", paramLabel = "NAME",
            description = "Of compaction: leveled, tiered, lazy-leveled, none; default: lazy-leveled.")
    private String policy = "lazy-leveled";

    @Option(names = "--items", paramLabel = "N", description = "Items that are written; default: 100M.")
    private String items = "100M";

    @Option(names = "--keys", paramLabel = "N", description = "Different keys among them; default: as many.")
    private String keys = "";

    @Option(names = "--item-bytes", paramLabel = "BYTES", description = "Of one item in a table; default: 120.")
    private int itemBytes = 120;

    @Option(names = "--ratio", paramLabel = "N", description = "Between levels; default: 8.")
    private int ratio = 8;

    void print(Screen screen) {
        long count = ItemCount.parse(items);
        long different = keys.isEmpty() ? count : ItemCount.parse(keys);
        if (count < 1 || different < 1 || itemBytes < 1 || ratio < 2) {
            throw new IllegalArgumentException("out of range: items=" + items + ", keys=" + keys + ", item-bytes="
                    + itemBytes + ", ratio=" + ratio + ", allowed=at least 1, 1, 1 and 2");
        }
        Policy named = Policy.valueOf(policy.toUpperCase(Locale.ROOT).replace('-', '_'));
        Simulator simulator = new Simulator(named.picker(LEVEL0_RUNS, ratio, LEVEL1_BYTES),
                new Simulator.Load(count, different, itemBytes, MEMTABLE_BYTES, TABLE_BYTES));
        TextTable table = new TextTable().row("items", "MiB", "write", "read", "space", "runs");
        for (Simulator.Sample sample : simulator.run(SAMPLES)) {
            table.row(String.format(Locale.ROOT, "%,d", sample.items()),
                    String.format(Locale.ROOT, "%,d", sample.bytes() >> 20),
                    String.format(Locale.ROOT, "%.2f", sample.write()),
                    String.format(Locale.ROOT, "%.1f", sample.read()),
                    String.format(Locale.ROOT, "%.2f", sample.space()), sample.runs());
        }
        table.lines().forEach(screen.out()::println);
        screen.line("write: bytes of tables written for a byte of items, without the log; read: runs that a read may"
                + " look into, on average so far; space: bytes of tables for a byte of current items");
    }
}
