package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PartiQL on every engine, bare and under the layers; pages; and that statements do what the other operations do. */
class StatementApiTest {

    private static final long SEED = 20_261_128;

    static List<EngineProvider> stacks() {
        return Stacks.with(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
    }

    private static String create() {
        return "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
                + "{'AttributeName':'g','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
                + "{'AttributeName':'s','KeyType':'RANGE'}],'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':"
                + "[{'AttributeName':'g','KeyType':'HASH'}],'Projection':{'ProjectionType':'INCLUDE',"
                + "'NonKeyAttributes':['v']}}]}";
    }

    private static JsonNode run(Api api, String statement, String more) {
        return Api.tree(api.exact("ExecuteStatement", request(statement, more)));
    }

    private static String request(String statement, String more) {
        ObjectNode request = (ObjectNode) Api.tree(Api.quoted("{" + more + "}"));
        return request.put("Statement", statement).toString();
    }

    private static String fail(Api api, String statement, String more) {
        return Local.ours(api, "ExecuteStatement", request(statement, more));
    }

    private static List<String> pages(Api api, String statement, int limit) {
        List<String> all = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = run(api, statement, "'Limit':" + limit + token);
            assertTrue(page.path("Items").size() <= limit, page.toString());
            page.path("Items").forEach(item -> all.add(Local.plain(item).toString()));
            token = page.has("NextToken") ? ",'NextToken':'" + page.path("NextToken").asText() + "'" : "";
        } while (!token.isEmpty());
        return all;
    }

    /** The same random writes by statements on one table and by operations on another: the tables stay the same. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void statementsDoWhatOperationsDo(EngineProvider provider) {
        Random random = new Random(SEED);
        try (Api api = new Api(provider)) {
            api.call("CreateTable", create());
            api.call("CreateTable", create().replace("'tab'", "'two'"));
            for (int i = 0; i < 120; i++) {
                write(api, random);
            }
            api.reopen();
            for (String of : List.of("", ",'IndexName':'glo'")) {
                List<JsonNode> items = IndexApiTest.pages(api, "Scan", "'TableName':'two'" + of);
                List<String> expected = new ArrayList<>();
                items.forEach(item -> expected.add(Local.plain(item).toString()));
                List<String> found = pages(api, "SELECT * FROM tab" + (of.isEmpty() ? "" : ".glo"), 7);
                assertEquals(expected.stream().sorted().toList(), found.stream().sorted().toList(), "seed=" + SEED);
            }
            assertTrue(api.dynamo.checkIndexes().isConsistent());
        }
    }

    private static void write(Api api, Random random) {
        String p = "p" + random.nextInt(3);
        int s = random.nextInt(8);
        int v = random.nextInt(5);
        String key = "'p':{'S':'" + p + "'},'s':{'N':'" + s + "'}";
        String where = " WHERE p = '" + p + "' AND s = " + s;
        switch (random.nextInt(4)) {
            case 0 -> both(api, "INSERT INTO tab VALUE {'p':'" + p + "','s':" + s + ",'v':" + v + ",'g':'g" + v + "'}",
                    "PutItem", "'Item':{" + key + ",'v':{'N':'" + v + "'},'g':{'S':'g" + v + "'}},"
                            + "'ConditionExpression':'attribute_not_exists(p)'");
            case 1 -> both(api, "UPDATE tab SET v = v + 1 REMOVE g" + where, "UpdateItem", "'Key':{" + key
                    + "},'UpdateExpression':'SET v = v + :o REMOVE g','ConditionExpression':'attribute_exists(p)',"
                    + "'ExpressionAttributeValues':{':o':{'N':'1'}}");
            case 2 -> both(api, "UPDATE tab SET l = list_append(if_not_exists(l, []), [" + v + "]), g = 'h'" + where
                    + " AND v >= " + v, "UpdateItem", "'Key':{" + key + "},'UpdateExpression':"
                    + "'SET l = list_append(if_not_exists(l, :e), :l), g = :g','ConditionExpression':'v >= :v',"
                    + "'ExpressionAttributeValues':{':e':{'L':[]},':l':{'L':[{'N':'" + v + "'}]},':g':{'S':'h'},':v':"
                    + "{'N':'" + v + "'}}");
            default -> both(api, "DELETE FROM tab" + where + " AND v < " + v, "DeleteItem", "'Key':{" + key
                    + "},'ConditionExpression':'attribute_not_exists(p) OR v < :v','ExpressionAttributeValues':"
                    + "{':v':{'N':'" + v + "'}}");
        }
    }

    private static void both(Api api, String statement, String operation, String members) {
        boolean first = fail(api, statement, "").startsWith("{");
        boolean second = Local.ours(api, operation, Api.quoted("{'TableName':'two'," + members + "}")).startsWith("{");
        assertEquals(second, first, statement + " seed=" + SEED);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void pagesAreWholeAndInOrder(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", create());
            for (int i = 0; i < 40; i++) {
                run(api, "INSERT INTO tab VALUE {'p':'p" + i % 4 + "','s':" + i + ",'v':" + i % 3 + ",'g':'g" + i % 2
                        + "'}", "");
            }
            String ordered = "SELECT s FROM tab WHERE p IN ['p1','p3','nope'] AND s > 5 AND v <> 1";
            List<String> all = pages(api, ordered, 1000);
            assertEquals(11, all.size());
            for (int limit : List.of(1, 3, 7)) {
                assertEquals(all, pages(api, ordered, limit));
            }
            List<String> down = pages(api, ordered + " ORDER BY p DESC, s DESC", 2);
            assertEquals(all.reversed(), down);
            assertEquals(40, pages(api, "SELECT p, s FROM tab", 7).stream().distinct().count());
            assertEquals(20, pages(api, "SELECT p, s FROM tab.glo WHERE g = 'g1'", 3).stream().distinct().count());
        }
    }

    @Test
    void aTokenIsGoodForItsStatementOnly() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.call("CreateTable", create());
            api.call("CreateTable", create().replace("'tab'", "'two'"));
            for (int i = 0; i < 4; i++) {
                run(api, "INSERT INTO tab VALUE {'p':'a','s':" + i + "}", "");
            }
            String statement = "SELECT * FROM tab WHERE p = ?";
            String given = "'Parameters':[{'S':'a'}],'Limit':1";
            String token = ",'NextToken':'" + run(api, statement, given).path("NextToken").asText() + "'";
            assertTrue(run(api, statement, given.replace("1", "2") + token).has("NextToken"));
            String other = "ValidationException: NextToken does not match request";
            assertEquals(other, fail(api, statement + " AND s > 0", given + token));
            assertEquals(other, fail(api, statement, given.replace("'a'", "'b'") + token));
            assertEquals(other, fail(api, statement.replace("tab", "two"), given + token));
            assertEquals("ValidationException: Invalid NextToken", fail(api, statement, given + ",'NextToken':'e30='"));
            assertEquals("ValidationException: Invalid NextToken", fail(api, statement, given + ",'NextToken':'?'"));
            assertFalse(run(api, "SELECT * FROM tab WHERE p = 'a'", "'Limit':5").has("NextToken"));
        }
    }

    @Test
    void anIndexIsReadAsItIs() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.call("CreateTable", create());
            run(api, "INSERT INTO tab VALUE {'p':'a','s':1,'g':'x','v':1,'w':2}", "");
            run(api, "INSERT INTO tab VALUE {'p':'a','s':2,'v':1}", "");
            TreeMap<String, String> answers = new TreeMap<>();
            answers.put("SELECT * FROM tab.glo", "[{\"g\":{\"S\":\"x\"},\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"1\"},"
                    + "\"v\":{\"N\":\"1\"}}]");
            answers.put("SELECT s FROM tab.glo WHERE w = 2", "[]");
            answers.put("SELECT s FROM tab.glo WHERE NOT w = 2", "[{\"s\":{\"N\":\"1\"}}]");
            answers.put("SELECT s FROM tab.glo WHERE (g = 'x' AND w = 2) OR g = 'x'", "[{\"s\":{\"N\":\"1\"}}]");
            answers.forEach((statement, items) -> assertEquals(items,
                    Local.plain(run(api, statement, "").path("Items")).toString(), statement));
            String unprojected = "ValidationException: One or more parameter values were invalid: Secondary index glo "
                    + "does not project one or more filter attributes: [w]";
            for (String filter : List.of("w = 2", "NOT w = 2", "w IS MISSING", "begins_with(w, 'x')")) {
                assertEquals(unprojected, fail(api, "SELECT s FROM tab.glo WHERE g = 'x' AND " + filter, ""));
                assertEquals(unprojected, fail(api, "SELECT s FROM tab.glo WHERE g IN ['x','y'] AND " + filter, ""));
            }
            assertEquals("ValidationException: One or more parameter values were invalid: Global secondary index glo "
                    + "does not project [w, q]", fail(api, "SELECT w, q FROM tab.glo WHERE g = 'x'", ""));
            assertEquals("ValidationException: Strongly consistent read is not supported on Global Secondary Indexes",
                    fail(api, "SELECT * FROM tab.glo WHERE g = 'x'", "'ConsistentRead':true"));
        }
    }

    @Test
    void capacityIsThatOfTheOtherOperations() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.call("CreateTable", create());
            String indexes = "'ReturnConsumedCapacity':'INDEXES'";
            JsonNode put = run(api, "INSERT INTO tab VALUE {'p':'a','s':1,'g':'x'}", indexes).path("ConsumedCapacity");
            assertEquals("2.0", put.path("CapacityUnits").asText());
            assertEquals("1.0", put.path("GlobalSecondaryIndexes").path("glo").path("CapacityUnits").asText());
            JsonNode read = run(api, "SELECT * FROM tab.glo WHERE g = 'x'", indexes).path("ConsumedCapacity");
            assertEquals("0.0", read.path("Table").path("CapacityUnits").asText());
            assertEquals("0.5", read.path("GlobalSecondaryIndexes").path("glo").path("CapacityUnits").asText());
            String transaction = "{'ClientRequestToken':'t','ReturnConsumedCapacity':'INDEXES','TransactStatements':"
                    + "[{'Statement':'UPDATE tab SET g=^y^ WHERE p=^a^ AND s=1'}]}";
            String json = Api.quoted(transaction).replace('^', '\'');
            JsonNode first = Api.tree(api.exact("ExecuteTransaction", json)).path("ConsumedCapacity").path(0);
            assertEquals("2.0", first.path("Table").path("WriteCapacityUnits").asText());
            assertEquals("4.0", first.path("GlobalSecondaryIndexes").path("glo").path("CapacityUnits").asText());
            JsonNode again = Api.tree(api.exact("ExecuteTransaction", json)).path("ConsumedCapacity").path(0);
            assertEquals("2.0", again.path("ReadCapacityUnits").asText());
            assertFalse(again.has("WriteCapacityUnits"));
        }
    }
}
