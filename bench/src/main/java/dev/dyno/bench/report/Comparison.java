package dev.dyno.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells that may be compared: one workload on one data set, with equal threads, durability and layers.
 *
 * <p>Nothing else in this package ranks engines. Two cells differ only if their intervals do not overlap; where an
 * engine has no interval nobody wins. Engines in the race as scale are left out.
 *
 * @param ranked the fastest first; never empty
 */
record Comparison(Key key, List<Cell> ranked) {

    /** What must be equal for a comparison. */
    record Key(String data, String durability, int threads, String layers, String workload) {
        static Key of(Cell cell) {
            return new Key(cell.data(), cell.durability(), cell.threads(), cell.layers(), cell.workload());
        }
    }

    /** What one part of the page or table shows: everything in {@link Key} but the workload. */
    record Group(String data, String durability, int threads, String layers) {
        static Group of(Cell cell) {
            return new Group(cell.data(), cell.durability(), cell.threads(), cell.layers());
        }

        boolean has(Cell cell) {
            return equals(of(cell));
        }

        String title() {
            return data + " data, durability " + durability + ", " + Text.count(threads, "thread")
                    + (layers.isEmpty() ? "" : ", under " + layers);
        }
    }

    static List<Comparison> all(RunRecord record) {
        Map<Key, List<Cell>> cells = new LinkedHashMap<>();
        for (Cell cell : record.cells()) {
            if (cell.measured() && record.role(cell.engine()) != EngineEntry.Role.SCALE) {
                cells.computeIfAbsent(Key.of(cell), key -> new ArrayList<>()).add(cell);
            }
        }
        List<Comparison> all = new ArrayList<>();
        cells.forEach((key, list) -> {
            list.sort(Comparator.comparingDouble(Cell::opsPerSecond).reversed());
            all.add(new Comparison(key, List.copyOf(list)));
        });
        return all;
    }

    /** Groups, data set by data set, otherwise in the order they were first measured. */
    static List<Group> groups(RunRecord record) {
        List<String> data = record.dataNames();
        return record.cells().stream().map(Group::of).distinct()
                .sorted(Comparator.comparingInt(group -> data.indexOf(group.data()))).toList();
    }

    boolean in(Group group) {
        return group.has(best());
    }

    Cell best() {
        return ranked.getFirst();
    }

    /** The best and every cell whose interval overlaps the best's. */
    List<Cell> leaders() {
        return ranked.stream().filter(cell -> cell == best() || cell.overlaps(best())).toList();
    }

    /** Whether one engine is shown to be the fastest of at least two. */
    boolean decided() {
        return ranked.size() > 1 && leaders().size() == 1 && unknown().isEmpty();
    }

    /** Cells without an interval. While there is one, nobody is called the fastest. */
    List<Cell> unknown() {
        return ranked.stream().filter(cell -> !cell.hasInterval()).toList();
    }

    /** The fastest cell that is shown to be slower than the best, or null if there is none. */
    Cell runnerUp() {
        for (Cell cell : ranked) {
            if (cell != best() && !cell.overlaps(best())) {
                return cell;
            }
        }
        return null;
    }
}
