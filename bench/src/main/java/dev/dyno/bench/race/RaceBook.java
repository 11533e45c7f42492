package dev.dyno.bench.race;

import dev.dyno.api.Durability;
import dev.dyno.bench.race.RacePlan.Heat;
import dev.dyno.bench.report.Cell;
import dev.dyno.bench.report.Interval;
import dev.dyno.bench.report.Refusal;
import dev.dyno.bench.report.Refusal.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;

/**
 * What is known so far: results by engine and heat, and what was refused. Threads: any; the record may be asked for by
 * the thread that ends an interrupted race.
 */
final class RaceBook {

    /** A percentile is given if at least so many samples lie beyond it. */
    private static final double SAMPLES_BEYOND = 10;
    private static final double NANOS_PER_MICRO = 1e3;

    private record Entry(String engine, Heat heat) { }

    /** All rounds of one engine in one heat. */
    private static final class Rounds {
        private final String layers;
        private final Durability durability;
        private final long items;
        private final long dataBytes;
        private final MutableDoubleList rates = DoubleLists.mutable.empty();
        private final MutableDoubleList allocated = DoubleLists.mutable.empty();
        private final MutableDoubleList written = DoubleLists.mutable.empty();
        private final MutableDoubleList stored = DoubleLists.mutable.empty();
        private final Histogram latencies = LapNotes.newHistogram();

        private Rounds(String layers, Durability durability, long items, long dataBytes) {
            this.layers = layers;
            this.durability = durability;
            this.items = items;
            this.dataBytes = dataBytes;
        }
    }

    private final Map<Entry, Rounds> results = new LinkedHashMap<>();
    private final Map<Entry, Refusal> refusals = new LinkedHashMap<>();
    private final List<Refusal> general = new ArrayList<>();
    private boolean closed;

    /** From now on nothing is taken down: the race was interrupted, and what its fork says is not a result. */
    synchronized void close() {
        closed = true;
    }

    synchronized boolean closed() {
        return closed;
    }

    /**
     * @param dataBytes of keys and values in the data set
     * @param storedBytes allocated on storage after a load and a close; -1 where not measured
     */
    synchronized void add(Entrant entrant, Heat heat, Lap lap, LapResult result, long dataBytes, long storedBytes) {
        if (closed) {
            return;
        }
        Rounds rounds = results.computeIfAbsent(new Entry(entrant.name(), heat),
                entry -> new Rounds(entrant.stack().label(), lap.durability(), lap.data().items(), dataBytes));
        rounds.rates.add(result.opsPerSecond());
        rounds.allocated.add(result.allocatedBytesPerOp());
        rounds.latencies.add(result.latencies());
        if (storedBytes >= 0) {
            rounds.stored.add((double) storedBytes / dataBytes);
            if (result.bytesWritten() >= 0) {
                rounds.written.add((double) result.bytesWritten() / dataBytes);
            }
        }
    }

    /** No number for one engine in one heat; what it had in earlier rounds is void. */
    synchronized void refuse(String engine, Heat heat, Kind kind, String reason) {
        if (closed) {
            return;
        }
        Entry entry = new Entry(engine, heat);
        results.remove(entry);
        refusals.putIfAbsent(entry, new Refusal(engine, heat.workload().label(), heat.data(), kind, reason));
    }

    /** No number for an engine at all. */
    synchronized void refuse(String engine, Kind kind, String reason) {
        general.add(new Refusal(engine, "", "", kind, reason));
    }

    synchronized boolean refused(String engine, Heat heat) {
        return refusals.containsKey(new Entry(engine, heat));
    }

    /** Whether there is a result of this heat by any engine. */
    synchronized boolean has(Heat heat) {
        return results.keySet().stream().anyMatch(entry -> entry.heat().equals(heat));
    }

    /** Whether something that was tested was found wrong. */
    synchronized boolean anyFailed() {
        return refusals().stream().anyMatch(refusal -> refusal.kind() == Kind.FAILED);
    }

    synchronized List<Refusal> refusals() {
        List<Refusal> all = new ArrayList<>(general);
        // A refusal does not name the threads: one workload at 1 and 2 threads is refused once.
        refusals.values().stream().distinct().forEach(all::add);
        return all;
    }

    synchronized List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        results.forEach((entry, rounds) -> cells.add(cell(entry, rounds)));
        return cells;
    }

    private static Cell cell(Entry entry, Rounds rounds) {
        Interval rate = Interval.of(rounds.rates);
        Heat heat = entry.heat();
        Cell.Builder cell = Cell.of(entry.engine(), heat.workload().label())
                .layers(rounds.layers)
                .data(heat.data(), rounds.items)
                .threads(heat.threads())
                .durability(rounds.durability.name())
                .rate(rate.mean(), Math.max(0, rate.low()), rate.high())
                .perRound(rounds.rates.collect(Double::valueOf))
                .allocation(rounds.allocated.averageIfEmpty(Double.NaN))
                .amplification(rounds.written.averageIfEmpty(Double.NaN),
                        rounds.stored.averageIfEmpty(Double.NaN));
        if (heat.workload().stepIsOperation()) {
            cell.latency(micros(rounds.latencies, 50), micros(rounds.latencies, 99), micros(rounds.latencies, 99.9));
        }
        return cell.build();
    }

    private static double micros(Histogram latencies, double percentile) {
        double beyond = latencies.getTotalCount() * (100 - percentile) / 100;
        return beyond < SAMPLES_BEYOND ? Double.NaN : latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
