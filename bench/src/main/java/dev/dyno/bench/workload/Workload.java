package dev.dyno.bench.workload;

import static dev.dyno.api.Capability.ATOMIC_BATCH_ACROSS_PARTITIONS;
import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.DURABLE_SYNC;
import static dev.dyno.api.Capability.QUERY;

import dev.dyno.api.Capability;
import dev.dyno.api.Names;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The workloads, in the order of their importance: when the budget is short, the last ones go first.
 *
 * <p>Every engine does the same: make the key, call, check every byte of the answer. Loads write from one thread.
 */
public enum Workload {

    LOAD_RANDOM(Kind.LOAD, "one put for each item, in random order", "KW"),
    READ_UNIFORM(Kind.READ, "one item, every one as likely as any other", "KR"),
    QUERY_10(Kind.READ, "up to 10 items in order, from a random item on", "KRQ", QUERY),
    YCSB_A(Kind.WRITE, "half reads, half updates, zipfian", "KRW"),
    READ_ZIPFIAN(Kind.READ, "one item, few of them hot (zipfian 0.99)", "KR"),
    PUT_DURABLE(Kind.WRITE, "one update after another, each survives a power cut", "KWD", DURABLE_SYNC),
    QUERY_100(Kind.READ, "up to 100 items in order, from a random item on", "KRQ", QUERY),
    READ_BATCH(Kind.READ, "16 items asked for in one call, every one as likely as any other; counted by items", "KR"),
    READ_MISSING(Kind.READ, "one item that was never stored, in a partition that exists", "KR"),
    LOAD_BATCH(Kind.LOAD, "batches of 1,000 puts (fewer when values are large), in random order", "KW",
            ATOMIC_BATCH_ACROSS_PARTITIONS),
    REOPEN(Kind.OPEN, "opening after a clean close, until a first item is read", "KRD", DURABLE_PROCESS),
    YCSB_B(Kind.WRITE, "95 % reads, 5 % updates, zipfian", "KRW"),
    YCSB_E(Kind.WRITE, "95 % queries of 1 to 100 items, 5 % inserts, zipfian", "KRWQ", QUERY),
    YCSB_F(Kind.WRITE, "half reads, half a read and then an update of the item, zipfian", "KRW"),
    YCSB_D(Kind.WRITE, "95 % reads of the latest, 5 % inserts", "KRW"),
    LOAD_SEQUENTIAL(Kind.LOAD, "one put for each item, in the order of keys", "KW"),
    YCSB_C(Kind.READ, "only reads, zipfian", "KR");

    /** When in a round it runs: loads first, writes last, because they change what was loaded. */
    public enum Kind {
        LOAD, OPEN, READ, WRITE;

        /** Whether it runs on as many threads as are asked for; loads and opens have one. */
        public boolean isParallel() {
            return this == READ || this == WRITE;
        }
    }

    private final Kind kind;
    private final String summary;
    private final String ruleFamilies;
    private final Set<Capability> needs;

    Workload(Kind kind, String summary, String ruleFamilies, Capability... needs) {
        this.kind = kind;
        this.summary = summary;
        this.ruleFamilies = ruleFamilies;
        this.needs = EnumSet.noneOf(Capability.class);
        this.needs.addAll(Arrays.asList(needs));
    }

    /** All names, as the command line knows them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Workload::label).toList();
    }

    /** @throws IllegalArgumentException for a name that is none, with the nearest that is */
    public static Workload named(String name) {
        for (Workload workload : values()) {
            if (workload.label().equals(name)) {
                return workload;
            }
        }
        throw new IllegalArgumentException("no such workload: name=" + name + Names.suggest(name, names()));
    }

    /** {@code read-uniform}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Kind kind() {
        return kind;
    }

    /** One line for people. */
    public String summary() {
        return summary;
    }

    /** The families of rules, a letter each, that an engine must keep for its numbers to mean anything. */
    public String ruleFamilies() {
        return ruleFamilies;
    }

    /** What an engine must be able to do; without it the workload is refused, not failed. */
    public Set<Capability> needs() {
        return needs;
    }

    /** Of how many steps one is timed: of durable puts and opens, few and slow, each; of others it costs too much. */
    public int timedOneOf() {
        return this == PUT_DURABLE || this == REOPEN ? 1 : 16;
    }

    /** How many operations a step counts for, but for loads, whose batches differ. */
    public int operationsOfStep() {
        return this == READ_BATCH ? BatchRead.ITEMS : 1;
    }

    /** Whether a step is one operation, so that its latency is that of what the rate counts. */
    public boolean stepIsOperation() {
        return this != LOAD_BATCH && this != READ_BATCH;
    }

    /** The load, for {@link Kind#LOAD}. */
    public Load newLoad(Lane lane) {
        return switch (this) {
            case LOAD_RANDOM -> new Load(lane, Load.Order.RANDOM);
            case LOAD_SEQUENTIAL -> new Load(lane, Load.Order.SEQUENTIAL);
            case LOAD_BATCH -> new Load(lane, Load.Order.BATCHES);
            default -> throw new IllegalStateException("not a load: workload=" + label());
        };
    }

    /** The operations of one lane. */
    public Step newStep(Lane lane) {
        long items = lane.data().items();
        long seed = lane.seed();
        return switch (this) {
            case LOAD_RANDOM, LOAD_SEQUENTIAL, LOAD_BATCH -> newLoad(lane);
            // A reopened engine is at work when it has answered.
            case READ_UNIFORM, REOPEN -> new PointRead(lane, new Uniform(items, seed));
            case READ_BATCH -> new BatchRead(lane, new Uniform(items, seed));
            case READ_ZIPFIAN, YCSB_C -> new PointRead(lane, new Zipfian(items, seed));
            case READ_MISSING -> new MissingRead(lane, new Uniform(items, seed));
            case QUERY_10 -> new RangeQuery(lane, new Uniform(items, seed), 10);
            case QUERY_100 -> new RangeQuery(lane, new Uniform(items, seed), 100);
            case PUT_DURABLE -> new DurablePut(lane, new Uniform(items, seed));
            case YCSB_A -> zipfianMix(lane, Mixed.Other.UPDATE, 50, false);
            case YCSB_B -> zipfianMix(lane, Mixed.Other.UPDATE, 5, false);
            case YCSB_E -> zipfianMix(lane, Mixed.Other.INSERT, 5, true);
            case YCSB_F -> zipfianMix(lane, Mixed.Other.READ_MODIFY_WRITE, 50, false);
            case YCSB_D -> {
                Insertions insertions = lane.insertions(this);
                yield new Mixed(lane, new Latest(items, insertions, seed), insertions, Mixed.Other.INSERT, 5, false);
            }
        };
    }

    private Step zipfianMix(Lane lane, Mixed.Other other, int percent, boolean scans) {
        return new Mixed(lane, new Zipfian(lane.data().items(), lane.seed()), lane.insertions(this), other,
                percent, scans);
    }
}
