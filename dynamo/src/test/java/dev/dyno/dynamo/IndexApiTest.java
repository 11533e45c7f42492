package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Indexes are what their tables make of them, after any writes, also those added later; pages are whole. */
class IndexApiTest {

    private static final long SEED = 20_261_123;

    static List<EngineProvider> stacks() {
        return Stacks.all();
    }

    private static String create() {
        return "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
                + "{'AttributeName':'l','AttributeType':'S'},{'AttributeName':'g','AttributeType':'S'}],'KeySchema':"
                + "[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],"
                + "'LocalSecondaryIndexes':[{'IndexName':'loc','KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
                + "{'AttributeName':'l','KeyType':'RANGE'}],'Projection':{'ProjectionType':'ALL'}}],"
                + "'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
                + "'Projection':{'ProjectionType':'KEYS_ONLY'}}]}";
    }

    static List<EngineProvider> acrossPartitions() {
        return Stacks.with(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("acrossPartitions")
    void indexesFollowTheirTable(EngineProvider provider) {
        Random random = new Random(SEED);
        try (Api api = new Api(provider)) {
            api.call("CreateTable", create());
            for (int i = 0; i < 300; i++) {
                write(api, random);
            }
            api.reopen();
            check(api, List.of("loc", "glo"));
            api.call("UpdateTable", "{'TableName':'tab','AttributeDefinitions':[{'AttributeName':'v',"
                    + "'AttributeType':'N'}],'GlobalSecondaryIndexUpdates':[{'Create':{'IndexName':'late','KeySchema':"
                    + "[{'AttributeName':'g','KeyType':'HASH'},{'AttributeName':'v','KeyType':'RANGE'}],"
                    + "'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':['l']}}}]}");
            check(api, List.of("loc", "glo", "late"));
            for (int i = 0; i < 100; i++) {
                write(api, random);
            }
            check(api, List.of("loc", "glo", "late"));
            api.call("UpdateTable",
                    "{'TableName':'tab','GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'glo'}}]}");
            assertTrue(api.fail("Scan", "{'TableName':'tab','IndexName':'glo'}")
                    .contains("does not have the specified index"));
        }
    }

    private static void write(Api api, Random random) {
        String key = "'p':{'S':'p" + random.nextInt(4) + "'},'s':{'N':'" + random.nextInt(12) + "'}";
        String l = random.nextInt(3) == 0 ? "" : ",'l':{'S':'l" + random.nextInt(3) + "\u0000x'}";
        String g = random.nextInt(3) == 0 ? "" : ",'g':{'S':'g" + random.nextInt(3) + "'}";
        String item = "{" + key + l.replace("\u0000", "\\u0000") + g + ",'v':{'N':'" + random.nextInt(5) + "'}}";
        switch (random.nextInt(5)) {
            case 0, 1 -> api.call("PutItem", "{'TableName':'tab','Item':" + item + "}");
            case 2 -> api.call("DeleteItem", "{'TableName':'tab','Key':{" + key + "}}");
            case 3 -> api.call("UpdateItem", "{'TableName':'tab','Key':{" + key + "},'UpdateExpression':"
                    + "'SET g = :g, v = if_not_exists(v, :v) REMOVE l','ExpressionAttributeValues':{':g':{'S':'g"
                    + random.nextInt(3) + "'},':v':{'N':'3'}}}");
            default -> api.call("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'tab','Item':" + item
                    + "}},{'Delete':{'TableName':'tab','Key':{'p':{'S':'px'},'s':{'N':'1'}}}}]}");
        }
    }

    /** Every item that has an index's keys has one entry, with what the index shows of it; there are no others. */
    private static void check(Api api, List<String> indexes) {
        List<JsonNode> items = pages(api, "Scan", "'TableName':'tab','Limit':7");
        for (String index : indexes) {
            List<String> keys = switch (index) {
                case "loc" -> List.of("p", "l");
                case "glo" -> List.of("g");
                default -> List.of("g", "v");
            };
            TreeSet<String> expected = new TreeSet<>();
            for (JsonNode item : items) {
                if (keys.stream().allMatch(item::has)) {
                    expected.add(shown(item, index).toString());
                }
            }
            TreeSet<String> found = new TreeSet<>();
            for (JsonNode entry : pages(api, "Scan", "'TableName':'tab','IndexName':'" + index + "','Limit':5")) {
                assertTrue(found.add(Local.plain(entry).toString()), "twice in " + index + ": " + entry);
            }
            assertEquals(expected, found, index);
        }
    }

    private static JsonNode shown(JsonNode item, String index) {
        ObjectNode shown = item.deepCopy();
        return Local.plain(switch (index) {
            case "loc" -> shown;
            case "glo" -> shown.retain("p", "s", "g");
            default -> shown.retain("p", "s", "g", "v", "l");
        });
    }

    static List<JsonNode> pages(Api api, String operation, String members) {
        List<JsonNode> all = new ArrayList<>();
        String start = "";
        do {
            JsonNode page = api.ask(operation, "{" + members + start + "}");
            page.path("Items").forEach(all::add);
            start = page.has("LastEvaluatedKey") ? ",'ExclusiveStartKey':" + page.get("LastEvaluatedKey") : "";
        } while (!start.isEmpty());
        return all;
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void segmentsAreDisjointAndCompleteAlsoWhileItemsGo(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "N", "N");
            for (int i = 0; i < 40; i++) {
                StringBuilder puts = new StringBuilder();
                for (int j = 0; j < 25; j++) {
                    puts.append(j == 0 ? "" : ",").append("{'PutRequest':{'Item':{'p':{'N':'").append(i)
                            .append("'},'s':{'N':'").append(j).append("'}}}}");
                }
                api.call("BatchWriteItem", "{'RequestItems':{'tab':[" + puts + "]}}");
            }
            TreeSet<String> found = new TreeSet<>();
            for (int segment = 0; segment < 3; segment++) {
                for (JsonNode item : pages(api, "Scan",
                        "'TableName':'tab','Limit':90,'TotalSegments':3,'Segment':" + segment)) {
                    assertTrue(found.add(item.toString()), "twice: " + item);
                }
            }
            assertEquals(1000, found.size());
            int seen = 0;
            String start = "";
            do { // as programs do that clear a table: what a page had is deleted before the next is asked for
                JsonNode page = api.ask("Scan", "{'TableName':'tab','Limit':77" + start + "}");
                seen += page.path("Count").asInt();
                for (JsonNode item : page.path("Items")) {
                    api.call("DeleteItem", "{'TableName':'tab','Key':" + item + "}");
                }
                start = page.has("LastEvaluatedKey") ? ",'ExclusiveStartKey':" + page.get("LastEvaluatedKey") : "";
            } while (!start.isEmpty());
            assertEquals(1000, seen);
            api.expect("Scan", "{'TableName':'tab'}", "{'Items':[],'Count':0,'ScannedCount':0}");
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void pagesEndAtAMegabyte(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            String big = "x".repeat(300_000);
            for (int i = 0; i < 8; i++) {
                api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'" + i + "'},'v':{'S':'" + big
                        + "'}}}");
            }
            for (String ask : List.of("Query", "Scan")) {
                String members = "'TableName':'tab'" + (ask.equals("Query") ? ",'KeyConditionExpression':'p = :p',"
                        + "'ExpressionAttributeValues':{':p':{'S':'a'}}" : "");
                assertEquals(4, api.ask(ask, "{" + members + "}").path("Count").asInt());
                assertEquals(8, pages(api, ask, members).size());
            }
            assertEquals("ValidationException: Item size has exceeded the maximum allowed size",
                    api.fail("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'1'},'v':{'S':'"
                            + "x".repeat(409_600 - 5) + "'}}}"));
        }
    }
}
