package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Engines;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each of DynamoDB's limits at its last value that is taken and the first that is not. */
class LimitsApiTest {

    private static final int ITEM_BYTES = 400 * 1024;
    /** {@code p}, {@code a}, {@code s}, a number of one digit, and the name {@code v}. */
    private static final int OTHER_BYTES = 1 + 1 + 1 + 2 + 1;
    private Api api;

    @BeforeEach
    void open() {
        api = new Api(Engines.named("btree"));
        api.table("tab", "S", "N");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String put(int sort, int bytes) {
        return "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'" + sort + "'},'v':{'S':'" + "v".repeat(bytes)
                + "'}}}";
    }

    private static String joined(int from, int to, String between, IntFunction<String> text) {
        return IntStream.range(from, to).mapToObj(text).collect(Collectors.joining(between));
    }

    @Test
    void anItemHas400Kilobytes() {
        api.call("PutItem", put(1, ITEM_BYTES - OTHER_BYTES));
        assertEquals("ValidationException: Item size has exceeded the maximum allowed size",
                api.fail("PutItem", put(1, ITEM_BYTES - OTHER_BYTES + 1)));
        assertEquals("ValidationException: Item size to update has exceeded the maximum allowed size",
                api.fail("UpdateItem", "{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}},"
                        + "'UpdateExpression':'SET w = :w','ExpressionAttributeValues':{':w':{'BOOL':true}}}"));
    }

    @Test
    void aPartitionKeyHas2048BytesAndASortKey1024() {
        api.table("texts", "S", "S");
        String item = "{'TableName':'texts','Item':{'p':{'S':'%s'},'s':{'S':'%s'}}}";
        api.call("PutItem", item.formatted("p".repeat(2048), "s".repeat(1024)));
        assertEquals(1, api.ask("Scan", "{'TableName':'texts'}").path("Count").asInt());
        assertTrue(api.fail("PutItem", item.formatted("p".repeat(2049), "s")).contains("limit of2048 bytes"));
        assertTrue(api.fail("PutItem", item.formatted("p", "s".repeat(1025))).contains("limit of 1024 bytes"));
    }

    @Test
    void aValueHas32Levels() {
        String item = "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'1'},'v':%s}}";
        api.call("PutItem", item.formatted("{'L':[".repeat(31) + "{'NULL':true}" + "]}".repeat(31)));
        assertTrue(api.fail("PutItem", item.formatted("{'L':[".repeat(32) + "{'NULL':true}" + "]}".repeat(32)))
                .contains("maximum of 32 levels of nesting"));
    }

    private String filtered(String filter, String values) {
        return "{'TableName':'tab','FilterExpression':'" + filter + "','ExpressionAttributeValues':{" + values + "}}";
    }

    @Test
    void anExpressionHas4KilobytesAnd300Operators() {
        String value = "':v':{'N':'1'}";
        String long4096 = "a = :v OR b" + "b".repeat(4096 - 16) + " = :v";
        assertEquals(4096, long4096.length());
        api.call("Scan", filtered(long4096, value));
        assertTrue(api.fail("Scan", filtered(long4096 + " ", value))
                .contains("Expression size has exceeded the maximum allowed size; expression size: 4097"));
        api.call("Scan", filtered(joined(0, 150, " OR ", i -> "a = :v"), value));
        assertTrue(api.fail("Scan", filtered(joined(0, 151, " OR ", i -> "a = :v"), value))
                .contains("too many operators; operator count: 301"));
    }

    @Test
    void aReservedWordNeedsAPlaceholder() {
        assertTrue(api.fail("Scan", filtered("Status = :v", "':v':{'N':'1'}"))
                .contains("Attribute name is a reserved keyword; reserved keyword: Status"));
        api.call("Scan", "{'TableName':'tab','FilterExpression':'#s = :v','ExpressionAttributeNames':{'#s':'Status'},"
                + "'ExpressionAttributeValues':{':v':{'N':'1'}}}");
    }

    @Test
    void inHas100Operands() {
        String values = joined(0, 101, ",", i -> "':v" + i + "':{'N':'" + i + "'}");
        String in = "a IN (" + joined(0, 100, ",", i -> ":v" + i) + ")";
        api.call("Scan", filtered(in + " OR a = :v100", values));
        assertTrue(api.fail("Scan", filtered(in.replace(")", ",:v100)"), values))
                .contains("too many operands; number of operands: 101"));
    }

    @Test
    void anAnswerOfABatchHas16MegabytesAndTheRestIsAskedForAgain() {
        String keys = joined(0, 45, ",", i -> "{'p':{'S':'a'},'s':{'N':'" + i + "'}}");
        for (int i = 0; i < 45; i++) {
            api.call("PutItem", put(i, 390 * 1024));
        }
        JsonNode first = api.ask("BatchGetItem", "{'RequestItems':{'tab':{'Keys':[" + keys
                + "],'ProjectionExpression':'s'}}}");
        int got = first.path("Responses").path("tab").size();
        assertEquals((16 << 20) / (390 * 1024 + OTHER_BYTES), got, "what is read counts, not what is shown");
        JsonNode left = first.path("UnprocessedKeys");
        assertEquals(45 - got, left.path("tab").path("Keys").size());
        JsonNode second = api.ask("BatchGetItem", "{'RequestItems':" + left + "}");
        assertEquals(45 - got, second.path("Responses").path("tab").size());
        assertEquals(0, second.path("UnprocessedKeys").size());
    }

    @Test
    void aTransactionHas4Megabytes() {
        IntFunction<String> put = i -> "{'Put':" + put(i, 390 * 1024) + "}";
        assertTrue(api.fail("TransactWriteItems", "{'TransactItems':[" + joined(0, 11, ",", put) + "]}")
                .contains("4194304"));
        assertEquals(0, api.ask("Scan", "{'TableName':'tab'}").path("Count").asInt());
        api.call("TransactWriteItems", "{'TransactItems':[" + joined(0, 10, ",", put) + "]}");
    }
}
