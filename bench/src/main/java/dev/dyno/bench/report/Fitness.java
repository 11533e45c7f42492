package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What this run could show and what limits it: sentences made from the record, each with the figure behind it. */
final class Fitness {
    /** With fewer rounds an interval is mostly a guess about the noise. */
    private static final int ROUNDS_MIN = 3;
    /** Beyond this half-width a cell says little; it is named. */
    private static final double SPREAD_LIMIT = 0.10;

    private final RunRecord record;

    Fitness(RunRecord record) {
        this.record = record;
    }

    /** One sentence on the noise, empty if nothing has an interval. */
    String noise() {
        List<Cell> cells = record.cells().stream().filter(Cell::hasInterval)
                .sorted(Comparator.comparingDouble(Cell::spread)).toList();
        if (cells.isEmpty()) {
            return "";
        }
        Cell widest = cells.getLast();
        long noisy = cells.stream().filter(cell -> cell.spread() > SPREAD_LIMIT).count();
        return "Half the interval is " + Text.spread(cells.get(cells.size() / 2).spread()) + " in the median of "
                + Text.count(cells.size(), "number") + " and " + Text.spread(widest.spread()) + " at worst ("
                + widest.engine() + ", " + widest.workload() + "); " + noisy + " of them exceed "
                + Text.spread(SPREAD_LIMIT) + ".";
    }

    List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        rounds(caveats);
        durabilities(caveats);
        machine(caveats);
        if (record.commit().dirty()) {
            caveats.add("The source tree had uncommitted changes: commit "
                    + shortHash() + " alone does not reproduce this run.");
        }
        if (!record.refusals().isEmpty()) {
            caveats.add(Text.count(record.refusals().size(), "measurement")
                    + " refused or failed; what and why is listed below.");
        }
        return caveats;
    }

    private void rounds(List<String> caveats) {
        int rounds = record.settings().rounds();
        if (rounds > 0 && rounds < ROUNDS_MIN) {
            caveats.add("Only " + Text.count(rounds, "round")
                    + ": treat every interval as a lower bound of the noise, and give a longer budget to decide.");
        }
        long without = record.cells().stream().filter(cell -> cell.measured() && !cell.hasInterval()).count();
        if (without > 0) {
            caveats.add(Text.count(without, "number") + " without an interval; nothing is claimed from those.");
        }
    }

    private void durabilities(List<String> caveats) {
        List<String> kept = record.cells().stream().map(Cell::durability).distinct().toList();
        if (kept.size() > 1) {
            caveats.add("Numbers at different durability (" + String.join(", ", kept)
                    + ") are listed apart and never compared.");
        }
    }

    private void machine(List<String> caveats) {
        double load = leadingNumber("loadBefore");
        double cores = leadingNumber("cores");
        if (load > cores / 4) {
            caveats.add(String.format(Locale.ROOT,
                    "The machine was busy before the run: load %.1f on %.0f cores.", load, cores));
        }
        String governor = record.machine().getOrDefault("governor", "performance");
        if (!governor.equals("performance")) {
            caveats.add("The processor's clock may have moved: its governor is " + governor + ", not performance.");
        }
        if (record.machine().containsKey("virtualMachine")) {
            caveats.add("A virtual machine: neighbours can take time that this run cannot see.");
        }
        String fileSystem = record.machine().getOrDefault("fileSystem", "");
        boolean inMemory = Arrays.asList("tmpfs", "ramfs").contains(fileSystem.split(" ")[0]);
        if (inMemory) {
            caveats.add("The files lay on " + fileSystem.split(" ")[0]
                    + ": syncs cost nothing here, so durable writes look faster than on a disk.");
        }
    }

    private String shortHash() {
        String hash = record.commit().hash();
        return hash.substring(0, Math.min(10, hash.length()));
    }

    /** The number a fact starts with; NaN, which compares false with everything, if there is none. */
    private double leadingNumber(String fact) {
        String word = record.machine().getOrDefault(fact, "").split(" ")[0];
        return word.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(word) : Double.NaN;
    }
}
