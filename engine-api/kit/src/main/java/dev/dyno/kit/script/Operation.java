package dev.dyno.kit.script;

import dev.dyno.api.Durability;
import dev.dyno.api.Key;
import dev.dyno.api.WriteOptions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One line of a {@link Script}: a call on an engine as plain data. Every subset of a script is a script, so that
 * shrinking may remove any line: a read at a snapshot that is not open is skipped, a write to a table that was dropped
 * answers with its error.
 *
 * <p>Keys and values are ISO-8859-1 strings, one character a byte.
 */
public sealed interface Operation {

    /** The line as a person writes it; {@link Script#parse} reads it back. */
    String text();

    /** The table it names, or the empty string. */
    default String table() {
        return "";
    }

    /** What a batch may hold. */
    sealed interface Batched extends Operation {
        ItemKey key();

        When when();
    }

    /** A partition key and a sort key. */
    record ItemKey(String partition, String sort) {
        public Key toKey() {
            UnsafeBuffer first = new UnsafeBuffer(Token.bytes(partition));
            UnsafeBuffer second = new UnsafeBuffer(Token.bytes(sort));
            return new Key().wrap(first, 0, first.capacity(), second, 0, second.capacity());
        }

        @Override
        public String toString() {
            return Token.print(partition) + " " + Token.print(sort);
        }
    }

    /** Which sequence a condition names: never a number, because engines may count differently. */
    enum Version { CURRENT, STALE, NONE }

    /**
     * A condition.
     *
     * @param argument of VALUE: the bytes expected; of PREDICATE: what the value must start with; else empty
     */
    record When(WriteOptions.Condition condition, Version version, String argument) {

        public static final When ALWAYS = of(WriteOptions.Condition.ALWAYS);

        public static When of(WriteOptions.Condition condition) {
            return new When(condition, Version.NONE, "");
        }

        public static When sequence(Version version) {
            return new When(WriteOptions.Condition.SEQUENCE, version, "");
        }

        public static When value(String expected) {
            return new When(WriteOptions.Condition.VALUE, Version.NONE, expected);
        }

        public static When startsWith(String prefix) {
            return new When(WriteOptions.Condition.PREDICATE, Version.NONE, prefix);
        }

        String text() {
            return switch (condition) {
                case ALWAYS -> "";
                case ABSENT -> " if absent";
                case PRESENT -> " if present";
                case SEQUENCE -> " if sequence " + version.name().toLowerCase(Locale.ROOT);
                case VALUE -> " if value " + Token.print(argument);
                case PREDICATE -> " if starts " + Token.print(argument);
            };
        }
    }

    /** How a single write is to happen: its condition, whether the old item is wanted, how durable. */
    record How(When when, boolean returnsOld, Durability durability) {

        public static final How PLAIN = new How(When.ALWAYS, false, Durability.ENGINE);

        String text() {
            return when.text() + (returnsOld ? " returning" : "") + level(durability);
        }

        static String level(Durability durability) {
            return durability == Durability.ENGINE ? "" : " at " + durability.name().toLowerCase(Locale.ROOT);
        }
    }

    record Put(String table, ItemKey key, String value, How how) implements Batched {
        @Override
        public When when() {
            return how.when();
        }

        @Override
        public String text() {
            return "put " + table + " " + key + " = " + Token.print(value) + how.text();
        }
    }

    record Delete(String table, ItemKey key, How how) implements Batched {
        @Override
        public When when() {
            return how.when();
        }

        @Override
        public String text() {
            return "delete " + table + " " + key + how.text();
        }
    }

    /** A condition without a write; only in a batch. */
    record Check(String table, ItemKey key, When when) implements Batched {
        @Override
        public String text() {
            return "check " + table + " " + key + when.text();
        }
    }

    /** What an updater does. */
    enum Change { APPEND, KEEP, DELETE, ABORT }

    /** @param argument what APPEND appends */
    record Update(String table, ItemKey key, Change change, String argument, How how) implements Operation {
        @Override
        public String text() {
            return "update " + table + " " + key + " " + change.name().toLowerCase(Locale.ROOT)
                    + (change == Change.APPEND ? " " + Token.print(argument) : "") + how.text();
        }
    }

    record Batch(List<Batched> operations, Durability durability) implements Operation {
        public Batch {
            operations = List.copyOf(operations);
        }

        @Override
        public String text() {
            return "batch" + How.level(durability) + (operations.isEmpty() ? "" : " ")
                    + operations.stream().map(Operation::text).collect(Collectors.joining("; "));
        }
    }

    /** @param at a snapshot's name, or empty for the latest commit */
    record Get(String table, ItemKey key, String at) implements Operation {
        @Override
        public String text() {
            return "get " + table + " " + key + snapshot(at);
        }
    }

    record GetBatch(String table, List<ItemKey> keys, String at) implements Operation {
        public GetBatch {
            keys = List.copyOf(keys);
        }

        @Override
        public String text() {
            return "getbatch " + table + " "
                    + keys.stream().map(ItemKey::toString).collect(Collectors.joining(", ")) + snapshot(at);
        }
    }

    /** A bound of a query, in the order in which they are written. */
    enum Bound { FROM, ABOVE, TO, BELOW, PREFIX, AFTER }

    record Limit(Bound bound, String sort) {
        String text() {
            return " " + bound.name().toLowerCase(Locale.ROOT) + " " + Token.print(sort);
        }
    }

    /**
     * A query, read to its end; then each seek, and what {@code next} says after it.
     *
     * @param limit -1 for none
     */
    record Query(String table, String partition, List<Limit> bounds, boolean descending, int limit, List<String> seeks,
            String at) implements Operation {
        public Query {
            bounds = List.copyOf(bounds);
            seeks = List.copyOf(seeks);
        }

        @Override
        public String text() {
            return "query " + table + " " + Token.print(partition)
                    + bounds.stream().map(Limit::text).collect(Collectors.joining())
                    + (descending ? " descending" : "") + (limit < 0 ? "" : " limit " + limit)
                    + seeks.stream().map(key -> " seek " + Token.print(key)).collect(Collectors.joining())
                    + snapshot(at);
        }
    }

    /** All segments, one after another: together each item once. */
    record Scan(String table, int segments, String at) implements Operation {
        @Override
        public String text() {
            return "scan " + table + " in " + segments + snapshot(at);
        }
    }

    record OpenSnapshot(String name) implements Operation {
        @Override
        public String text() {
            return "snapshot " + name;
        }
    }

    record CloseSnapshot(String name) implements Operation {
        @Override
        public String text() {
            return "close " + name;
        }
    }

    record CreateTable(String table, boolean sorted) implements Operation {
        @Override
        public String text() {
            return "table " + table + (sorted ? "" : " unsorted");
        }
    }

    record DropTable(String table) implements Operation {
        @Override
        public String text() {
            return "drop " + table;
        }
    }

    /** What concerns the engine as a whole. CLOSE ends every script and is never written. */
    enum Service implements Operation {
        CHECKPOINT, SYNC, VERIFY, REOPEN, CLOSE;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static String snapshot(String at) {
        return at.isEmpty() ? "" : " at " + at;
    }
}
