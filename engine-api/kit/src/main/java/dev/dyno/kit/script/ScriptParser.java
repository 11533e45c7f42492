package dev.dyno.kit.script;

import dev.dyno.api.Durability;
import dev.dyno.api.Names;
import dev.dyno.api.WriteOptions.Condition;
import dev.dyno.kit.script.Operation.Batch;
import dev.dyno.kit.script.Operation.Batched;
import dev.dyno.kit.script.Operation.Bound;
import dev.dyno.kit.script.Operation.Change;
import dev.dyno.kit.script.Operation.Check;
import dev.dyno.kit.script.Operation.How;
import dev.dyno.kit.script.Operation.ItemKey;
import dev.dyno.kit.script.Operation.Limit;
import dev.dyno.kit.script.Operation.Query;
import dev.dyno.kit.script.Operation.Service;
import dev.dyno.kit.script.Operation.Version;
import dev.dyno.kit.script.Operation.When;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the text of a {@link Script}, line by line, word by word. Used once. */
final class ScriptParser {

    private static final List<String> VERBS = List.of("put", "delete", "update", "batch", "get", "getbatch", "query",
            "scan", "snapshot", "close", "table", "drop", "checkpoint", "sync", "verify", "reopen", "seed");

    private final List<Operation> operations = new ArrayList<>();
    private long seed;
    private int line;
    private String[] words = {};
    private int next;

    Script parse(String text) {
        for (String row : text.split("\n", -1)) {
            line++;
            int comment = row.indexOf('#');
            String content = (comment < 0 ? row : row.substring(0, comment)).trim();
            if (!content.isEmpty()) {
                // Separators are words of their own, with or without blanks around them.
                words = content.replaceAll("([;,=])", " $1 ").trim().split("\\s+");
                next = 0;
                statement();
                if (next < words.length) {
                    throw error("nothing more was expected");
                }
            }
        }
        return new Script(seed, operations);
    }

    private void statement() {
        String verb = word("a verb");
        if (verb.equals("seed")) {
            seed = Long.parseLong(word("a number"));
            return;
        }
        operations.add(switch (verb) {
            case "put", "delete" -> batched(verb, true);
            case "update" -> update();
            case "batch" -> batch();
            case "get" -> new Operation.Get(word("a table"), key(), at());
            case "getbatch" -> getBatch();
            case "query" -> query();
            case "scan" -> scan();
            case "snapshot" -> new Operation.OpenSnapshot(word("a name"));
            case "close" -> new Operation.CloseSnapshot(word("a name"));
            case "table" -> new Operation.CreateTable(word("a table"), !take("unsorted"));
            case "drop" -> new Operation.DropTable(word("a table"));
            case "checkpoint" -> Service.CHECKPOINT;
            case "sync" -> Service.SYNC;
            case "verify" -> Service.VERIFY;
            case "reopen" -> Service.REOPEN;
            default -> {
                next--;
                throw error("a verb was expected" + Names.suggest(verb, VERBS));
            }
        });
    }

    private Batched batched(String verb, boolean alone) {
        String table = word("a table");
        ItemKey key = key();
        switch (verb) {
            case "put" -> {
                expect("=");
                String value = bytes("a value");
                return new Operation.Put(table, key, value, alone ? how() : new How(when(), false, Durability.ENGINE));
            }
            case "delete" -> {
                return new Operation.Delete(table, key, alone ? how() : new How(when(), false, Durability.ENGINE));
            }
            case "check" -> {
                return new Check(table, key, when());
            }
            default -> {
                next--;
                throw error("put, delete or check was expected");
            }
        }
    }

    private Operation update() {
        String table = word("a table");
        ItemKey key = key();
        Change change = choice(Change.class);
        String argument = change == Change.APPEND ? bytes("what to append") : "";
        return new Operation.Update(table, key, change, argument, how());
    }

    private Operation batch() {
        Durability durability = durability();
        List<Batched> list = new ArrayList<>();
        if (next < words.length) {
            do {
                list.add(batched(word("put, delete or check"), false));
            } while (take(";"));
        }
        return new Batch(list, durability);
    }

    private Operation getBatch() {
        String table = word("a table");
        List<ItemKey> keys = new ArrayList<>();
        do {
            keys.add(key());
        } while (take(","));
        return new Operation.GetBatch(table, keys, at());
    }

    private Operation query() {
        String table = word("a table");
        String partition = bytes("a partition key");
        List<Limit> bounds = new ArrayList<>();
        while (next < words.length && isBound(words[next])) {
            bounds.add(new Limit(choice(Bound.class), bytes("a sort key")));
        }
        boolean descending = take("descending");
        int limit = take("limit") ? number() : -1;
        List<String> seeks = new ArrayList<>();
        while (take("seek")) {
            seeks.add(bytes("a sort key"));
        }
        return new Query(table, partition, bounds, descending, limit, seeks, at());
    }

    private Operation scan() {
        String table = word("a table");
        expect("in");
        return new Operation.Scan(table, number(), at());
    }

    private How how() {
        When when = when();
        boolean returning = take("returning");
        return new How(when, returning, durability());
    }

    private When when() {
        if (!take("if")) {
            return When.ALWAYS;
        }
        String kind = word("a condition");
        return switch (kind) {
            case "absent" -> When.of(Condition.ABSENT);
            case "present" -> When.of(Condition.PRESENT);
            case "sequence" -> When.sequence(choice(Version.class));
            case "value" -> When.value(bytes("a value"));
            case "starts" -> When.startsWith(bytes("a value"));
            default -> {
                next--;
                throw error("absent, present, sequence, value or starts was expected");
            }
        };
    }

    private Durability durability() {
        return take("at") ? choice(Durability.class) : Durability.ENGINE;
    }

    private String at() {
        return take("at") ? word("a snapshot") : "";
    }

    private ItemKey key() {
        return new ItemKey(bytes("a partition key"), bytes("a sort key ('' for none)"));
    }

    private static boolean isBound(String word) {
        return Arrays.stream(Bound.values()).anyMatch(bound -> bound.name().toLowerCase(Locale.ROOT).equals(word));
    }

    private <E extends Enum<E>> E choice(Class<E> type) {
        String word = word("a word");
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        next--;
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
        throw error("one of " + String.join(", ", names) + " was expected");
    }

    private int number() {
        String word = word("a number");
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            next--;
            throw error("a number was expected");
        }
    }

    private String bytes(String what) {
        String word = word(what);
        try {
            return Token.parse(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("script: line=" + line + ", " + e.getMessage(), e);
        }
    }

    private String word(String what) {
        if (next == words.length) {
            throw error(what + " was expected");
        }
        return words[next++];
    }

    private void expect(String word) {
        if (!take(word)) {
            throw error("'" + word + "' was expected");
        }
    }

    private boolean take(String word) {
        boolean here = next < words.length && words[next].equals(word);
        next += here ? 1 : 0;
        return here;
    }

    private IllegalArgumentException error(String message) {
        String found = next < words.length ? "'" + words[next] + "'" : "the end of the line";
        return new IllegalArgumentException(
                "script: line=" + line + ", word=" + (next + 1) + ", found=" + found + ": " + message);
    }
}
