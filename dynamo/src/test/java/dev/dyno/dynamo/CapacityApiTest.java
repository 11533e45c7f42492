package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumed capacity by Amazon's rules, of items of about 1.5 KB: two units to write, half a unit to read. */
class CapacityApiTest {

    private static final String TOTAL = ",'ReturnConsumedCapacity':'TOTAL'}";
    private static final String INDEXES = ",'ReturnConsumedCapacity':'INDEXES'}";
    private Api api;

    @BeforeEach
    void open() {
        api = new Api(Engines.named("btree"));
        api.call("CreateTable", "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
                + "{'AttributeName':'g','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
                + "{'AttributeName':'s','KeyType':'RANGE'}],'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':"
                + "[{'AttributeName':'g','KeyType':'HASH'}],'Projection':{'ProjectionType':'KEYS_ONLY'}}]}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String key(int sort) {
        return "{'p':{'S':'a'},'s':{'N':'" + sort + "'}}";
    }

    private static String item(int sort, String more) {
        return "{'p':{'S':'a'},'s':{'N':'" + sort + "'},'v':{'S':'" + "v".repeat(1500) + "'}" + more + "}";
    }

    private JsonNode used(String operation, String members) {
        return api.ask(operation, "{" + members).path("ConsumedCapacity");
    }

    private static void check(String units, JsonNode used) {
        assertEquals("tab", used.path("TableName").asText());
        assertEquals(units, used.path("CapacityUnits").asText());
    }

    private static String ofIndex(JsonNode used) {
        return used.path("GlobalSecondaryIndexes").path("glo").path("CapacityUnits").asText();
    }

    @Test
    void aWriteTakesTheLargerOfItsImagesAndEachIndexItsOwn() {
        check("2.0", used("PutItem", "'TableName':'tab','Item':" + item(1, "") + TOTAL));
        JsonNode put = used("PutItem", "'TableName':'tab','Item':" + item(1, ",'g':{'S':'x'}") + INDEXES);
        check("3.0", put);
        assertEquals("2.0", put.path("Table").path("CapacityUnits").asText());
        assertEquals("1.0", ofIndex(put));
        JsonNode moved = used("UpdateItem", "'TableName':'tab','Key':" + key(1) + ",'UpdateExpression':'SET g = :g',"
                + "'ExpressionAttributeValues':{':g':{'S':'y'}}" + INDEXES);
        check("4.0", moved);
        assertEquals("2.0", ofIndex(moved), "one entry goes, one comes");
        check("2.0", used("UpdateItem", "'TableName':'tab','Key':" + key(1) + ",'UpdateExpression':'REMOVE v'"
                + TOTAL));
        JsonNode deleted = used("DeleteItem", "'TableName':'tab','Key':" + key(1) + INDEXES);
        assertEquals("1.0", ofIndex(deleted));
        check("1.0", used("DeleteItem", "'TableName':'tab','Key':" + key(1) + TOTAL));
        assertFalse(api.ask("DeleteItem", "{'TableName':'tab','Key':" + key(1) + ",'ReturnConsumedCapacity':'NONE'}")
                .has("ConsumedCapacity"));
    }

    @Test
    void aReadTakesHalfUnlessItIsConsistent() {
        for (int i = 0; i < 3; i++) {
            api.call("PutItem", "{'TableName':'tab','Item':" + item(i, ",'g':{'S':'x'}") + "}");
        }
        String get = "'TableName':'tab','Key':" + key(1);
        check("0.5", used("GetItem", get + TOTAL));
        check("1.0", used("GetItem", get + ",'ConsistentRead':true" + TOTAL));
        check("0.5", used("GetItem", "'TableName':'tab','Key':" + key(9) + TOTAL));
        String query = "'TableName':'tab','KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':"
                + "{'S':'a'}}";
        check("1.0", used("Query", query + TOTAL));
        check("2.0", used("Query", query + ",'ConsistentRead':true,'ProjectionExpression':'s'" + TOTAL));
        check("1.0", used("Scan", "'TableName':'tab','Select':'COUNT'" + TOTAL));
        JsonNode entries = used("Query", "'TableName':'tab','IndexName':'glo','KeyConditionExpression':'g = :g',"
                + "'ExpressionAttributeValues':{':g':{'S':'x'}}" + INDEXES);
        assertEquals("0.5", ofIndex(entries));
        assertEquals("0.0", entries.path("Table").path("CapacityUnits").asText());
    }

    @Test
    void batchesAddUpAndTransactionsTakeTwice() {
        check("4.0", used("BatchWriteItem", "'RequestItems':{'tab':[{'PutRequest':{'Item':" + item(1, "")
                + "}},{'PutRequest':{'Item':" + item(2, "") + "}}]}" + TOTAL).path(0));
        String keys = "'RequestItems':{'tab':{'Keys':[" + key(1) + "," + key(2) + "]%s}}" + TOTAL;
        check("1.0", used("BatchGetItem", keys.formatted("")).path(0));
        check("2.0", used("BatchGetItem", keys.formatted(",'ConsistentRead':true")).path(0));
        JsonNode written = used("TransactWriteItems", "'TransactItems':[{'Put':{'TableName':'tab','Item':"
                + item(3, "") + "}}]" + TOTAL).path(0);
        check("4.0", written);
        assertEquals("4.0", written.path("WriteCapacityUnits").asText());
        JsonNode read = used("TransactGetItems", "'TransactItems':[{'Get':{'TableName':'tab','Key':" + key(3) + "}}]"
                + TOTAL).path(0);
        check("2.0", read);
        assertEquals("2.0", read.path("ReadCapacityUnits").asText());
    }
}
