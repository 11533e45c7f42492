package dev.dyno.bench.report;

import java.util.List;

/**
 * One measured number with its surroundings: an engine under one workload, on one data set, at one durability.
 *
 * <p>A {@code double} that was not measured is {@code NaN} here and absent in {@code run.json}.
 *
 * @param engine name of the entrant, its layers included; see {@link EngineEntry}
 * @param layers over the engine; empty for none. Cells that differ in it compete only as effects of layers
 * @param durability the one the engine kept while it was measured; cells that differ in it are never compared
 * @param low lower end of the confidence interval of {@code opsPerSecond}
 * @param high upper end of that interval
 * @param perRound the score of each round, in the order they ran, in operations per second
 * @param writeAmplification bytes written to disk per byte of key and value accepted
 * @param spaceAmplification bytes allocated on disk per live byte
 */
public record Cell(
        String engine,
        String layers,
        String workload,
        String data,
        long items,
        int threads,
        String durability,
        int rounds,
        double opsPerSecond,
        double low,
        double high,
        List<Double> perRound,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double bytesAllocatedPerOp,
        double writeAmplification,
        double spaceAmplification) {

    public Cell {
        engine = Text.orEmpty(engine);
        layers = Text.orEmpty(layers);
        workload = Text.orEmpty(workload);
        data = Text.orEmpty(data);
        durability = Text.orEmpty(durability);
        perRound = perRound == null ? List.of() : List.copyOf(perRound);
    }

    /** Starts a cell in which nothing is measured yet. */
    public static Builder of(String engine, String workload) {
        return new Builder(engine, workload);
    }

    /** The same cell on a data set of another name. */
    Cell withData(String name) {
        return new Cell(engine, layers, workload, name, items, threads, durability, rounds, opsPerSecond, low, high,
                perRound, p50Micros, p99Micros, p999Micros, bytesAllocatedPerOp, writeAmplification,
                spaceAmplification);
    }

    /** Whether there is a rate at all. */
    public boolean measured() {
        return Double.isFinite(opsPerSecond) && opsPerSecond > 0;
    }

    /** Whether the rate has an interval; one round has none. */
    public boolean hasInterval() {
        return measured() && Double.isFinite(low) && Double.isFinite(high);
    }

    /** Half the interval as a share of the rate; {@code NaN} without an interval. */
    public double spread() {
        return hasInterval() ? (high - low) / 2 / opsPerSecond : Double.NaN;
    }

    /** Whether the intervals overlap; a rate without one counts as its point. */
    boolean overlaps(Cell other) {
        return lowest() <= other.highest() && other.lowest() <= highest();
    }

    private double lowest() {
        return hasInterval() ? low : opsPerSecond;
    }

    private double highest() {
        return hasInterval() ? high : opsPerSecond;
    }

    /** Collects what the race learns about a cell, in any order. */
    public static final class Builder {
        private final String engine;
        private final String workload;
        private String layers = "";
        private String data = "";
        private long items;
        private int threads = 1;
        private String durability = "";
        private double opsPerSecond = Double.NaN;
        private double low = Double.NaN;
        private double high = Double.NaN;
        private List<Double> perRound = List.of();
        private double p50Micros = Double.NaN;
        private double p99Micros = Double.NaN;
        private double p999Micros = Double.NaN;
        private double bytesAllocatedPerOp = Double.NaN;
        private double writeAmplification = Double.NaN;
        private double spaceAmplification = Double.NaN;

        private Builder(String engine, String workload) {
            this.engine = engine;
            this.workload = workload;
        }

        public Builder layers(String label) {
            layers = label;
            return this;
        }

        public Builder data(String name, long itemCount) {
            data = name;
            items = itemCount;
            return this;
        }

        public Builder threads(int count) {
            threads = count;
            return this;
        }

        public Builder durability(String kept) {
            durability = kept;
            return this;
        }

        public Builder rate(double score, double intervalLow, double intervalHigh) {
            opsPerSecond = score;
            low = intervalLow;
            high = intervalHigh;
            return this;
        }

        public Builder perRound(List<Double> scores) {
            perRound = scores;
            return this;
        }

        public Builder latency(double p50, double p99, double p999) {
            p50Micros = p50;
            p99Micros = p99;
            p999Micros = p999;
            return this;
        }

        public Builder allocation(double bytesPerOp) {
            bytesAllocatedPerOp = bytesPerOp;
            return this;
        }

        public Builder amplification(double write, double space) {
            writeAmplification = write;
            spaceAmplification = space;
            return this;
        }

        public Cell build() {
            return new Cell(engine, layers, workload, data, items, threads, durability, perRound.size(), opsPerSecond,
                    low, high, perRound, p50Micros, p99Micros, p999Micros, bytesAllocatedPerOp, writeAmplification,
                    spaceAmplification);
        }
    }
}
