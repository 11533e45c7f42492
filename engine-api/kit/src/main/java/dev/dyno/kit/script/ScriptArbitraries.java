package dev.dyno.kit.script;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Limits;
import dev.dyno.api.WriteOptions.Condition;
import dev.dyno.kit.script.Operation.Batched;
import dev.dyno.kit.script.Operation.Bound;
import dev.dyno.kit.script.Operation.Change;
import dev.dyno.kit.script.Operation.Check;
import dev.dyno.kit.script.Operation.How;
import dev.dyno.kit.script.Operation.ItemKey;
import dev.dyno.kit.script.Operation.Limit;
import dev.dyno.kit.script.Operation.Service;
import dev.dyno.kit.script.Operation.Version;
import dev.dyno.kit.script.Operation.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * Random operations, biased to trouble: few partitions, sort keys that are prefixes of each other, that share their
 * first 8 bytes, that hold 0x00, 0x7F, 0x80 and 0xFF, that are empty or as long as allowed; now and then a large
 * value. What an engine denies is left out. Every pool starts with its plainest member, which is what shrinking ends
 * at.
 */
public final class ScriptArbitraries {

    /** What scripts may hold besides reads and writes of single items. */
    public enum Theme { PLAIN, REOPEN, SNAPSHOTS, BATCHES, TABLES, CONDITIONS, ALL }

    private static final int LARGE_BYTES = 70_000;

    private final Set<Capability> capabilities;
    private final Limits limits;
    private final Theme theme;
    private final Arbitrary<String> tables;
    private final Arbitrary<String> snapshots = Arbitraries.of("s", "r");
    private final Arbitrary<String> sorts;
    private final Arbitrary<String> partitions;
    private final Arbitrary<String> values;
    private final Arbitrary<ItemKey> keys;

    public ScriptArbitraries(Set<Capability> capabilities, Limits limits, Theme theme) {
        this.capabilities = capabilities;
        this.limits = limits;
        this.theme = theme;
        // u is the table that scripts create, drop and, in one of four cases, make without sort keys.
        this.tables = in(Theme.TABLES) || in(Theme.BATCHES) ? Arbitraries.of("t", "t", "u") : Arbitraries.just("t");
        this.sorts = sortKeys();
        this.partitions = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.of("p", "p", "q", "\0", "p\0", "\u00ff")),
                Tuple.of(1, Arbitraries.just("p".repeat(limits.partitionBytes()))));
        this.values = Arbitraries.frequencyOf(
                Tuple.of(40, Arbitraries.of("1", "2", "3", "12", "")),
                Tuple.of(4, Arbitraries.integers().between(1, Math.min(3_000, limits.valueBytes())).map("v"::repeat)),
                Tuple.of(1, Arbitraries.just("w".repeat(Math.min(LARGE_BYTES, limits.valueBytes())))));
        this.keys = Combinators.combine(partitions, sorts).as(ItemKey::new);
    }

    /** Lists of operations of one length at most; they shrink by leaving out, then by plainer operations. */
    public Arbitrary<List<Operation>> operations(int max) {
        return operation().list().ofMinSize(1).ofMaxSize(max);
    }

    private Arbitrary<Operation> operation() {
        List<Tuple2<Integer, Arbitrary<? extends Operation>>> kinds = new ArrayList<>();
        kinds.add(Tuple.of(30, put()));
        kinds.add(Tuple.of(12, Combinators.combine(tables, keys, how()).as(Operation.Delete::new)));
        kinds.add(Tuple.of(12, Combinators.combine(tables, keys, at()).as(Operation.Get::new)));
        kinds.add(Tuple.of(3, Combinators.combine(tables, keys.list().ofMinSize(1).ofMaxSize(6), at())
                .as(Operation.GetBatch::new)));
        kinds.add(Tuple.of(2, Arbitraries.of(Service.CHECKPOINT, Service.SYNC, Service.VERIFY)));
        add(kinds, 16, query(), Capability.QUERY);
        add(kinds, 3, Combinators.combine(tables, Arbitraries.of(1, 2, 3, 7), at()).as(Operation.Scan::new),
                Capability.SCAN);
        if (in(Theme.CONDITIONS)) {
            add(kinds, 8, update(), Capability.UPDATE);
        }
        if (in(Theme.SNAPSHOTS)) {
            add(kinds, 8, snapshots.map(Operation.OpenSnapshot::new), Capability.SNAPSHOT);
            add(kinds, 3, snapshots.map(Operation.CloseSnapshot::new), Capability.SNAPSHOT);
        }
        if (in(Theme.BATCHES)) {
            add(kinds, 12, batch(), Capability.ATOMIC_BATCH);
        }
        if (in(Theme.TABLES)) {
            add(kinds, 2, Arbitraries.of(true, true, true, false).map(sorted -> new Operation.CreateTable("u", sorted)),
                    Capability.CHANGES_TABLES);
            add(kinds, 2, Arbitraries.just(new Operation.DropTable("u")), Capability.CHANGES_TABLES);
        }
        if (in(Theme.REOPEN)) {
            add(kinds, 6, Arbitraries.just(Service.REOPEN), Capability.DURABLE_PROCESS);
        }
        return Arbitraries.frequencyOf(kinds.stream()
                .map(kind -> Tuple.of(kind.get1(), kind.get2().map(one -> (Operation) one))).toList());
    }

    private void add(List<Tuple2<Integer, Arbitrary<? extends Operation>>> kinds, int weight,
            Arbitrary<? extends Operation> operation, Capability needed) {
        if (capabilities.contains(needed)) {
            kinds.add(Tuple.of(weight, operation));
        }
    }

    private boolean in(Theme other) {
        return theme == other || theme == Theme.ALL;
    }

    private Arbitrary<String> sortKeys() {
        Arbitrary<String> known = Arbitraries.of("a", "b", "c", "", "ab", "abc", "a\0", "\0", "\0\0", "\u007f",
                "\u0080", "\u00ff", "\u00ff\u00ff", "a\u007f", "a\u0080", "12345678", "12345678a", "12345678b",
                "123456789abcdef0",
                "12345678\0", "12345678\u0080");
        Arbitrary<String> random = Arbitraries.of('a', '\0', '\u007f', '\u0080', '\u00ff').list().ofMaxSize(18)
                .map(list -> {
                    StringBuilder text = new StringBuilder();
                    list.forEach(text::append);
                    return text.toString();
                });
        return Arbitraries.frequencyOf(Tuple.of(20, known), Tuple.of(3, random),
                Tuple.of(1, Arbitraries.of("a", "b").map(last -> "z".repeat(limits.sortBytes() - 1) + last)));
    }

    private Arbitrary<String> at() {
        if (!in(Theme.SNAPSHOTS) || !capabilities.contains(Capability.SNAPSHOT)) {
            return Arbitraries.just("");
        }
        return Arbitraries.of("", "s", "r");
    }

    private Arbitrary<Operation> put() {
        return Combinators.combine(tables, keys, values, how()).as(Operation.Put::new);
    }

    private Arbitrary<Operation> update() {
        Arbitrary<Change> changes =
                Arbitraries.of(Change.APPEND, Change.APPEND, Change.KEEP, Change.DELETE, Change.ABORT);
        return Combinators.combine(tables, keys, changes, how()).as((table, key, change, how) ->
                new Operation.Update(table, key, change, change == Change.APPEND ? "+" : "", how));
    }

    private Arbitrary<How> how() {
        Arbitrary<When> when = in(Theme.CONDITIONS) ? when() : Arbitraries.just(When.ALWAYS);
        boolean old = in(Theme.CONDITIONS) && capabilities.contains(Capability.RETURN_OLD);
        Arbitrary<Boolean> returning = old ? Arbitraries.of(false, false, true) : Arbitraries.just(false);
        return Combinators.combine(when, returning, Arbitraries.frequency(Tuple.of(12, Durability.ENGINE),
                Tuple.of(1, Durability.MEMORY), Tuple.of(1, Durability.SYNC))).as(How::new);
    }

    private Arbitrary<When> when() {
        List<Tuple2<Integer, Arbitrary<When>>> kinds = new ArrayList<>();
        kinds.add(Tuple.of(8, Arbitraries.just(When.ALWAYS)));
        if (capabilities.contains(Capability.CONDITION_PRESENCE)) {
            kinds.add(Tuple.of(2, Arbitraries.of(Condition.ABSENT, Condition.PRESENT).map(When::of)));
        }
        if (capabilities.contains(Capability.CONDITION_SEQUENCE)) {
            kinds.add(Tuple.of(2, Arbitraries.of(Version.values()).map(When::sequence)));
        }
        if (capabilities.contains(Capability.CONDITION_VALUE)) {
            kinds.add(Tuple.of(2, values.map(When::value)));
        }
        if (capabilities.contains(Capability.CONDITION_PREDICATE)) {
            kinds.add(Tuple.of(2, Arbitraries.of("1", "", "v").map(When::startsWith)));
        }
        return Arbitraries.frequencyOf(kinds);
    }

    private Arbitrary<Operation> batch() {
        Arbitrary<String> table = capabilities.contains(Capability.ATOMIC_BATCH_ACROSS_TABLES) ? tables
                : Arbitraries.just("t");
        Arbitrary<How> how = Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(When.ALWAYS)), Tuple.of(1, when()))
                .map(when -> new How(when, false, Durability.ENGINE));
        Arbitrary<ItemKey> within = capabilities.contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS) ? keys
                : sorts.map(sort -> new ItemKey("p", sort));
        Arbitrary<Batched> one = Arbitraries.frequencyOf(
                Tuple.of(6, Combinators.combine(table, within, values, how).as(Operation.Put::new)),
                Tuple.of(3, Combinators.combine(table, within, how).as(Operation.Delete::new)),
                Tuple.of(1, Combinators.combine(table, within, how).as((t, key, h) -> new Check(t, key, h.when()))));
        return one.list().ofMaxSize(6).uniqueElements(each -> each.table() + " " + each.key())
                .map(list -> new Operation.Batch(list, Durability.ENGINE));
    }

    private Arbitrary<Operation> query() {
        List<Bound> bounds = new ArrayList<>(List.of(Bound.values()));
        Arbitrary<List<Limit>> limited = Combinators.combine(Arbitraries.of(bounds), sorts).as(Limit::new)
                .list().ofMaxSize(2).uniqueElements(limit -> limit.bound() == Bound.ABOVE ? Bound.FROM
                        : limit.bound() == Bound.BELOW ? Bound.TO : limit.bound());
        Arbitrary<Boolean> descending = capabilities.contains(Capability.QUERY_REVERSE) ? Arbitraries.of(false, true)
                : Arbitraries.just(false);
        Arbitrary<Integer> limit = Arbitraries.of(-1, -1, -1, 0, 1, 2, 3);
        Arbitrary<List<String>> seeks = Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(List.of())),
                Tuple.of(1, sorts.list().ofMaxSize(2)));
        return Combinators.combine(tables, partitions, limited, descending, limit, seeks, at())
                .as(Operation.Query::new);
    }
}
