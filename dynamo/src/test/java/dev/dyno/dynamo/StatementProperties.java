package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Engines;
import dev.dyno.dynamo.RandomStatements.Clause;
import dev.dyno.dynamo.RandomStatements.Item;
import dev.dyno.dynamo.RandomStatements.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random statements over random items find and change what the other operations do that say the same. */
class StatementProperties {

    /**
     * A SELECT.
     *
     * @param key null for none
     * @param condition null for none
     */
    record Select(boolean indexed, List<String> columns, Clause key, Clause condition, String order, int limit) {

        Texts texts() {
            Texts texts = new Texts();
            String all = String.join(", ", columns);
            texts.add("SELECT " + (columns.isEmpty() ? "*" : all) + " FROM tab" + (indexed ? ".glo" : ""), "");
            texts.add(key == null && condition == null ? "" : " WHERE ", "");
            if (key != null) {
                key.parts().accept(texts);
            }
            texts.add(key == null || condition == null ? "" : " AND ");
            if (condition != null) {
                condition.parts().accept(texts.add("("));
                texts.add(")");
            }
            return texts.add(order, "");
        }

        /** A scan that filters everything, keys too. */
        String scan(Texts texts) {
            return "{\"TableName\":\"tab\"" + (indexed ? ",\"IndexName\":\"glo\"" : "")
                    + (texts.expression.isEmpty() ? "" : ",\"FilterExpression\":\"" + texts.expression + "\"")
                    + (columns.isEmpty() ? "" : ",\"ProjectionExpression\":\"" + String.join(",", columns) + "\"")
                    + texts.givenValues() + "}";
        }

        @Override
        public String toString() {
            Texts texts = texts();
            return texts.statement + texts.givenParameters();
        }
    }

    /** An UPDATE, or a DELETE if nothing is changed. @param condition null for none */
    record Write(String key, Clause change, Clause condition, String returning) {

        Texts texts() {
            Texts texts = new Texts();
            if (change == null) {
                texts.add("DELETE FROM tab", "");
            } else {
                texts.add("UPDATE tab ", "");
                change.parts().accept(texts);
            }
            String where = key.replaceAll("\"([ps])\":\\{\"[SN]\":\"([^\"]*)\"}", "$1 = '$2'").replace(",", " AND ")
                    .replaceAll("s = '([^']*)'", "s = $1");
            texts.add(" WHERE " + where, "\",\"ConditionExpression\":\"attribute_"
                    + (change == null ? "not_exists(p)" : "exists(p)"));
            if (condition != null) {
                condition.parts().accept(texts.add(" AND (", change == null ? " OR (" : " AND ("));
                texts.add(")");
            }
            return texts.add(returning.isEmpty() ? "" : " RETURNING " + returning + " *", "");
        }

        String request(Texts texts) {
            String returned = returning.isEmpty() ? "NONE" : returning.replace("MODIFIED", "UPDATED").replace(' ', '_');
            boolean unconditional = change == null && condition == null;
            return "{\"TableName\":\"two\",\"Key\":{" + key + "},\"ReturnValues\":\"" + returned
                    + (change == null ? "" : "\",\"UpdateExpression\":\"")
                    + (unconditional ? "" : texts.expression) + "\"" + texts.givenValues() + "}";
        }

        @Override
        public String toString() {
            Texts texts = texts();
            return texts.statement + texts.givenParameters();
        }
    }

    @Provide
    Arbitrary<List<Item>> items() {
        return RandomStatements.items();
    }

    @Provide
    Arbitrary<List<Select>> selects() {
        Arbitrary<List<String>> columns = Arbitraries.of("p", "s", "a", "b", "g").set().ofMaxSize(3).map(List::copyOf);
        Arbitrary<Select> any = Combinators.combine(Arbitraries.frequency(weighted(4, false), weighted(1, true)),
                columns, RandomStatements.keyTerms().injectNull(0.4), RandomStatements.conditions().injectNull(0.3),
                Arbitraries.integers().between(1, 6)).as((indexed, some, key, condition, limit) ->
                new Select(indexed, some, key, condition, "", limit));
        Arbitrary<Select> ordered = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("ASC", "DESC"),
                RandomStatements.conditions().injectNull(0.5), Arbitraries.integers().between(1, 6))
                .as((p, way, condition, limit) -> new Select(false, List.of(),
                        new Clause(texts -> texts.add("p = ").add(new RandomStatements.Literal("'" + p + "'",
                                "{\"S\":\"" + p + "\"}", false))), condition, " ORDER BY s " + way, limit));
        return Arbitraries.oneOf(any, any, ordered).list().ofMinSize(1).ofMaxSize(10);
    }

    private static <T> Tuple.Tuple2<Integer, T> weighted(int weight, T value) {
        return Tuple.of(weight, value);
    }

    @Provide
    Arbitrary<List<Write>> writes() {
        Arbitrary<String> keys = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("0", "2", "2.5"))
                .as((p, s) -> "\"p\":{\"S\":\"" + p + "\"},\"s\":{\"N\":\"" + s + "\"}");
        Arbitrary<Write> updates = Combinators.combine(keys, RandomStatements.changes(),
                RandomStatements.conditions().injectNull(0.6),
                Arbitraries.of("", "ALL OLD", "ALL NEW", "MODIFIED OLD", "MODIFIED NEW")).as(Write::new);
        Arbitrary<Write> deletes = Combinators.combine(keys, RandomStatements.conditions().injectNull(0.3),
                Arbitraries.of("", "ALL OLD")).as((key, condition, returning) ->
                new Write(key, null, condition, returning));
        return Arbitraries.oneOf(updates, updates, updates, updates, deletes).list().ofMinSize(1).ofMaxSize(12);
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void selectsFindWhatAScanFinds(@ForAll("items") List<Item> items, @ForAll("selects") List<Select> selects) {
        try (Api api = filled(items)) {
            for (Select select : selects) {
                Texts texts = select.texts();
                List<String> expected = shown(api.exact("Scan", select.scan(texts)));
                String statement = statement(texts, "");
                List<String> found = shown(api.exact("ExecuteStatement", statement));
                assertEquals(sorted(expected), sorted(found), select::toString);
                assertEquals(found, inPages(api, texts, select.limit), select::toString);
                if (!select.order.isEmpty()) {
                    assertEquals(expected.size(), found.size());
                    List<String> down = shown(api.exact("Query", query(select, texts)));
                    assertEquals(down, found, select::toString);
                }
            }
        }
    }

    /** The same by a query in that order: the key is the first value, the rest the filter. */
    private static String query(Select select, Texts texts) {
        String filter = texts.expression.toString().replaceFirst("^p = :v0( AND )?", "");
        return "{\"TableName\":\"tab\",\"KeyConditionExpression\":\"p = :v0\",\"ScanIndexForward\":"
                + select.order.endsWith("ASC") + (filter.isEmpty() ? "" : ",\"FilterExpression\":\"" + filter + "\"")
                + texts.givenValues() + "}";
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void writesChangeWhatTheOtherOperationsChange(@ForAll("items") List<Item> items,
            @ForAll("writes") List<Write> writes) {
        try (Api api = filled(items)) {
            for (Write write : writes) {
                Texts texts = write.texts();
                String theirs = outcome(Local.ours(api, write.change == null ? "DeleteItem" : "UpdateItem",
                        write.request(texts)));
                String ours = outcome(Local.ours(api, "ExecuteStatement", statement(texts, "")));
                assertEquals(theirs, ours, write::toString);
                String one = Api.quoted("{'TableName':'two','Key':{") + write.key + "}}";
                assertEquals(api.exact("GetItem", one), api.exact("GetItem", one.replace("two", "tab")),
                        write::toString);
            }
            assertEquals(sorted(shown(api.exact("Scan", Api.quoted("{'TableName':'two'}")))),
                    sorted(shown(api.exact("Scan", Api.quoted("{'TableName':'tab'}")))));
        }
    }

    /** What was returned, or that it was refused: the words differ. */
    private static String outcome(String answer) {
        if (!answer.startsWith("{")) {
            return answer.substring(0, answer.indexOf(':'));
        }
        JsonNode body = Api.tree(answer);
        JsonNode item = body.has("Attributes") ? body.path("Attributes") : body.path("Items").path(0);
        return item.isMissingNode() || item.isEmpty() ? "" : Local.plain(item).toString();
    }

    private static Api filled(List<Item> items) {
        Api api = new Api(Engines.named("btree"));
        for (String table : List.of("tab", "two")) {
            api.call("CreateTable", createTable(table));
            for (Item item : items) {
                api.exact("PutItem", "{\"TableName\":\"" + table + "\",\"Item\":" + item.json() + "}");
            }
        }
        return api;
    }

    static String createTable(String table) {
        return "{'TableName':'" + table + "','BillingMode':'PAY_PER_REQUEST',"
                + "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s',"
                + "'AttributeType':'N'},{'AttributeName':'g','AttributeType':'S'}],'KeySchema':["
                + "{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],"
                + "'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':["
                + "{'AttributeName':'g','KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}]}";
    }

    static String statement(Texts texts, String more) {
        return "{\"Statement\":" + Api.JSON.valueToTree(texts.statement.toString()) + texts.givenParameters() + more
                + "}";
    }

    private static List<String> inPages(Api api, Texts texts, int limit) {
        List<String> all = new ArrayList<>();
        String more = ",\"Limit\":" + limit;
        while (true) {
            String answer = api.exact("ExecuteStatement", statement(texts, more));
            all.addAll(shown(answer));
            JsonNode token = Api.tree(answer).path("NextToken");
            if (token.isMissingNode()) {
                return all;
            }
            more = ",\"Limit\":" + limit + ",\"NextToken\":\"" + token.asText() + "\"";
        }
    }

    private static List<String> shown(String answer) {
        return StreamSupport.stream(Api.tree(answer).path("Items").spliterator(), false)
                .map(item -> Local.plain(item).toString()).toList();
    }

    private static List<String> sorted(List<String> all) {
        return all.stream().sorted().toList();
    }
}
