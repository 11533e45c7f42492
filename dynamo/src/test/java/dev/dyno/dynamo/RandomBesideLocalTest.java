package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random schemas, items, updates, filters, queries and pages, put to DynamoDB Local and to this one. One seed, printed
 * with every difference; {@code -Ddyno.seed=N} and {@code -Ddyno.rounds=N} for others and for more.
 */
class RandomBesideLocalTest {

    private static final long SEED = Long.getLong("dyno.seed", 20_261_123);
    private static final int ROUNDS = Integer.getInteger("dyno.rounds", 2);
    private static final int WRITES = 50;
    private static final int READS = 50;

    private final Random random = new Random(SEED);

    @Test
    void bothAnswerTheSame() throws Exception {
        List<String> differences = new ArrayList<>();
        try (Local local = new Local(); Api api = new Api(Stacks.layered(Engines.named("btree")))) {
            for (int round = 0; round < ROUNDS && differences.isEmpty(); round++) {
                String table = "table" + round;
                String sort = pick("S", "N", "B");
                both(local, api, "CreateTable", create(table, pick("S", "N", "B"), sort), differences);
                JsonNode schema = Api.tree(api.call("DescribeTable", "{'TableName':'" + table + "'}")).path("Table");
                String partitionType = type(schema, "p");
                for (int i = 0; i < WRITES; i++) {
                    both(local, api, "PutItem", "{'TableName':'" + table + "','Item':{"
                            + key(partitionType, sort) + attributes() + "}}", differences);
                    both(local, api, "UpdateItem", update(table, key(partitionType, sort)), differences);
                }
                for (int i = 0; i < READS; i++) {
                    both(local, api, "Query", query(table, partitionType, sort), differences);
                }
            }
        }
        assertEquals("", String.join("\n", differences), "seed=" + SEED);
    }

    private static String type(JsonNode schema, String name) {
        for (JsonNode definition : schema.path("AttributeDefinitions")) {
            if (definition.path("AttributeName").asText().equals(name)) {
                return definition.path("AttributeType").asText();
            }
        }
        return "";
    }

    private static void both(Local local, Api api, String operation, String json, List<String> differences)
            throws Exception {
        String quoted = Api.quoted(json);
        String theirs = local.ask(operation, quoted);
        String ours = Local.ours(api, operation, quoted);
        if (!theirs.equals(ours)) {
            differences.add(operation + " " + json + "\n    theirs " + theirs + "\n    ours   " + ours);
        }
    }

    private static String create(String table, String partition, String sort) {
        return "{'TableName':'" + table + "','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'" + partition + "'},{'AttributeName':'s','AttributeType':'"
                + sort + "'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
                + "{'AttributeName':'s','KeyType':'RANGE'}]}";
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String key(String partition, String sort) {
        String p = switch (partition) {
            case "S" -> pick("a", "é");
            case "N" -> pick("1", "-2");
            default -> pick("AA==", "/w==");
        };
        return "'p':{'" + partition + "':'" + p + "'},'s':" + sort(sort);
    }

    private String sort(String type) {
        return "{'" + type + "':'" + switch (type) {
            case "S" -> pick("a", "ab", "b", "é", "z", "\ud834\udd1e", "\uffee", "a b");
            case "N" -> pick("0", "1", "-1", "1.5", "-1.5", "100", "1e20", "-3e-20", "99.99");
            default -> pick("AA==", "AAA=", "/w==", "fw==", "gA==", "AP8=");
        } + "'}";
    }

    private String attributes() {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("x", "y", "z")) {
            if (random.nextInt(4) > 0) {
                all.append(",'").append(name).append("':").append(value(2));
            }
        }
        return all.toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0, 1 -> "{'N':'" + pick("1", "2", "-7.25", "1000") + "'}";
            case 2 -> "{'S':'" + pick("", "ex", "why", "é") + "'}";
            case 3 -> "{'BOOL':" + random.nextBoolean() + "}";
            case 4 -> "{'SS':['ex','" + pick("a", "b") + "']}";
            case 5 -> "{'NS':['1','" + pick("2", "3.5") + "']}";
            case 6 -> "{'NULL':true}";
            case 7 -> "{'L':[" + value(depth - 1) + "," + value(depth - 1) + "]}";
            default -> "{'M':{'x':" + value(depth - 1) + ",'k':" + value(depth - 1) + "}}";
        };
    }

    private String path() {
        return pick("x", "y", "z", "x.x", "y.k", "x[0]", "y[1]", "z.x[0]");
    }

    private String update(String table, String key) {
        String action = pick("SET " + path() + " = :v", "SET x = if_not_exists(y, :v)", "SET x = y", "REMOVE " + path(),
                "ADD x :n", "ADD y :ss", "DELETE y :ss", "SET x = x + :n", "SET y[1] = :v REMOVE z",
                "SET z = list_append(z, :l)", "SET x = y, y = x");
        boolean takes = action.startsWith("REMOVE") || action.startsWith("DELETE");
        String condition = random.nextInt(3) == 0 ? condition() : "";
        if (takes) { // of an item that is not there, Local makes one, Amazon's does not: see FEATURES, section 2
            condition = "attribute_exists(p)" + (condition.isEmpty() ? "" : " AND (" + condition + ")");
        }
        return "{'TableName':'" + table + "','Key':{" + key + "},'ReturnValues':'ALL_NEW','UpdateExpression':'" + action
                + "'" + (condition.isEmpty() ? "" : ",'ConditionExpression':'" + condition + "'")
                + values(action + condition, "") + "}";
    }

    private String condition() {
        String one = pick(path() + " = :v", path() + " < :n", path() + " <> :n", "attribute_exists(" + path() + ")",
                "attribute_type(" + path() + ", :t)", "contains(" + path() + ", :e)", "begins_with(" + path() + ", :e)",
                "size(" + path() + ") > :n", path() + " BETWEEN :n AND :m", path() + " IN (:n, :e, :v)", "x = y",
                "x < y", "size(x) = size(y)");
        return switch (random.nextInt(4)) {
            case 0 -> one + " AND " + condition();
            case 1 -> "NOT " + one + " OR attribute_exists(z)";
            default -> one;
        };
    }

    /** The values that a text uses. */
    private String values(String text, String more) {
        StringBuilder all = new StringBuilder(more);
        for (String name : List.of(":ss", ":v", ":n", ":m", ":t", ":e", ":l")) {
            if (text.matches(".*" + name + "\\b.*")) {
                all.append(all.isEmpty() ? "" : ",").append("'").append(name).append("':").append(switch (name) {
                    case ":ss" -> "{'SS':['a','ex']}";
                    case ":v" -> value(1);
                    case ":n" -> "{'N':'1'}";
                    case ":m" -> "{'N':'2'}";
                    case ":t" -> "{'S':'" + pick("N", "S", "SS", "L", "M") + "'}";
                    case ":e" -> "{'S':'ex'}";
                    default -> "{'L':[{'N':'1'}]}";
                });
            }
        }
        return all.isEmpty() ? "" : ",'ExpressionAttributeValues':{" + all + "}";
    }

    private String query(String table, String partition, String sort) {
        String key = key(partition, sort);
        String p = key.substring(key.indexOf("'p':") + 4, key.indexOf(",'s':"));
        String relation = pick("", " AND s = :a", " AND s < :a", " AND s <= :a", " AND s > :a", " AND s >= :a",
                sort.equals("N") ? "" : " AND begins_with(s, :a)");
        String filter = random.nextBoolean() ? condition() : "";
        String projection = random.nextInt(3) == 0 ? ",'ProjectionExpression':'" + pick("x", "y[1], x", "x.x, p", "z")
                + "'" : "";
        String given = "':p':" + p + (relation.isEmpty() ? "" : ",':a':" + sort(sort));
        return "{'TableName':'" + table + "','KeyConditionExpression':'p = :p" + relation + "'"
                + (filter.isEmpty() ? "" : ",'FilterExpression':'" + filter + "'") + projection
                + values(filter, given) + ",'ScanIndexForward':" + random.nextBoolean()
                + (random.nextBoolean() ? ",'Limit':" + (1 + random.nextInt(4)) : "") + "}";
    }
}
