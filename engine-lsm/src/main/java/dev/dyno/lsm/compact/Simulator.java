package dev.dyno.lsm.compact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs a picker without data: flushes come one after the other, every task is done at once, and sizes are what is to be
 * expected of uniformly random keys. Nothing is random, so the same question has the same answer.
 *
 * <p>Of n random entries among k keys, k × (1 - (1 - 1/k)^n) are different; a merge of runs that cover shares p of the
 * keys covers 1 - ∏(1 - p) of them.
 */
public final class Simulator {

    private static final double HASHES = Math.pow(2, Long.SIZE);

    /**
     * What is simulated.
     *
     * @param items written
     * @param keys different ones among them
     * @param itemBytes of one in a table
     * @param memtableBytes of items in a flush
     * @param tableBytes of a file that a merge writes
     */
    public record Load(long items, long keys, int itemBytes, long memtableBytes, long tableBytes) {
    }

    /**
     * The tree at one time.
     *
     * @param items written so far
     * @param runs how many at each level that has some: {@code L0 3, L1 1}
     * @param bytes of all tables
     * @param write bytes written to tables for a byte of items
     * @param read runs that a read may have to look into
     * @param space bytes of tables for a byte of items that are current
     */
    public record Sample(long items, String runs, long bytes, double write, double read, double space) {
    }

    private final Picker picker;
    private final Load load;
    private final List<RunInfo> runs = new ArrayList<>();
    private long nextNumber = 1;
    private final DropRate drops = new DropRate();
    private double written;
    private double covered;

    public Simulator(Picker picker, Load load) {
        this.picker = picker;
        this.load = load;
    }

    /** @param samples how many readings, evenly over the items */
    public List<Sample> run(int samples) {
        List<Sample> result = new ArrayList<>();
        long perFlush = Math.max(1, load.memtableBytes() / load.itemBytes());
        double runsSeen = 0;
        long flushes = 0;
        for (long items = 0; items < load.items();) {
            long batch = Math.min(perFlush, load.items() - items);
            items += batch;
            flush(batch);
            merge();
            runsSeen += runs.size();
            flushes++;
            if (items * samples / load.items() > result.size()) {
                result.add(sample(items, runsSeen / flushes));
            }
        }
        return result;
    }

    private void flush(long batch) {
        double share = 1 - Math.pow(1 - 1.0 / load.keys(), batch);
        covered = 1 - (1 - covered) * (1 - share);
        add(new ArrayList<>(), 0, nextNumber++, share, 0, HASHES);
    }

    private void merge() {
        for (Task task = pick(); !task.isNone(); task = pick()) {
            apply(task);
        }
    }

    private Task pick() {
        return picker.pick(List.copyOf(runs), drops.share());
    }

    private void apply(Task task) {
        Set<Long> gone = task.files().stream().map(FileInfo::id).collect(Collectors.toCollection(HashSet::new));
        List<FileInfo> target = new ArrayList<>();
        List<RunInfo> kept = new ArrayList<>();
        for (RunInfo run : runs) {
            List<FileInfo> files = run.files().stream().filter(file -> !gone.contains(file.id())).toList();
            if (run.level() == task.level() && run.number() == task.run()) {
                target.addAll(files);
            } else if (!files.isEmpty()) {
                kept.add(new RunInfo(run.level(), run.number(), files));
            }
        }
        runs.clear();
        runs.addAll(kept);
        long number = task.run() == Task.NEW_RUN ? nextNumber++ : task.run();
        if (task.moves()) {
            target.addAll(task.files());
            insert(new RunInfo(task.level(), number, ordered(target)));
            return;
        }
        double low = task.files().stream().mapToDouble(file -> number(file.low())).min().orElseThrow();
        double high = task.files().stream().mapToDouble(file -> number(file.high())).max().orElseThrow();
        double keys = load.keys() * (high - low) / HASHES;
        double missing = 1;
        for (RunInfo input : task.inputs()) {
            long entries = input.files().stream().mapToLong(FileInfo::entries).sum();
            missing *= 1 - Math.min(1, entries / keys);
        }
        long merged = task.files().stream().mapToLong(FileInfo::entries).sum();
        drops.add(merged, Math.max(0, merged - Math.round((1 - missing) * keys)));
        add(target, task.level(), number, 1 - missing, low, high);
    }

    /** Adds files that cover a share of the keys of a range to a run. */
    private void add(List<FileInfo> files, int level, long number, double share, double low, double high) {
        double entries = share * load.keys() * (high - low) / HASHES;
        double bytes = entries * load.itemBytes();
        written += bytes;
        int parts = level == 0 ? 1 : (int) Math.max(1, Math.round(bytes / load.tableBytes()));
        double step = (high - low) / parts;
        for (int i = 0; i < parts; i++) {
            files.add(new FileInfo(nextNumber++, Math.round(bytes / parts), Math.round(entries / parts), 0,
                    hash(low + i * step), hash(low + (i + 1) * step) - 1));
        }
        insert(new RunInfo(level, number, ordered(files)));
    }

    private void insert(RunInfo run) {
        int at = 0;
        while (at < runs.size() && (runs.get(at).level() < run.level()
                || runs.get(at).level() == run.level() && runs.get(at).number() > run.number())) {
            at++;
        }
        runs.add(at, run);
    }

    private static List<FileInfo> ordered(List<FileInfo> files) {
        return files.stream().sorted((a, b) -> Long.compareUnsigned(a.low(), b.low())).toList();
    }

    private static double number(long hash) {
        return (hash >>> 1) * 2.0;
    }

    private static long hash(double number) {
        return (long) (number / 2) << 1;
    }

    private Sample sample(long items, double read) {
        TreeMap<Integer, Integer> levels = new TreeMap<>();
        runs.forEach(run -> levels.merge(run.level(), 1, Integer::sum));
        String text = levels.entrySet().stream().map(level -> "L" + level.getKey() + " " + level.getValue())
                .collect(Collectors.joining(", "));
        long bytes = runs.stream().mapToLong(RunInfo::bytes).sum();
        double ingested = (double) items * load.itemBytes();
        double live = covered * load.keys() * load.itemBytes();
        return new Sample(items, text, bytes, written / ingested, read, bytes / live);
    }
}
