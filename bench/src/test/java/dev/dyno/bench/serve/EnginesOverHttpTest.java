package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same requests over HTTP on every engine in the tree, with and without streams and a cache: every answer is the
 * one that the oracle's engine gives, to the letter. Only the order of a scan, and so what is in a page or a segment,
 * is an engine's own: scans that give items are asked for every page of every segment, and the items put in order.
 */
@Timeout(120)
class EnginesOverHttpTest {

    private static final List<String> ENGINES = List.of("model", "btree", "lsm", "hash");
    private static final String KEYS = "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
            + "{'AttributeName':'s','KeyType':'RANGE'}]";

    private static final String SCAN_ALL = "every page of every segment";

    /** An operation and its request. Single quotes are double ones, so that Java reads well. */
    private static final String[][] REQUESTS = {
        {"CreateTable", "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST'," + KEYS + ",'AttributeDefinitions':["
                + "{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
                + "{'AttributeName':'g','AttributeType':'S'},{'AttributeName':'n','AttributeType':'N'}],"
                + "'LocalSecondaryIndexes':[{'IndexName':'local','KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
                + "{'AttributeName':'n','KeyType':'RANGE'}],'Projection':{'ProjectionType':'KEYS_ONLY'}}],"
                + "'GlobalSecondaryIndexes':[{'IndexName':'global','KeySchema':[{'AttributeName':'g','KeyType':'HASH'},"
                + "{'AttributeName':'n','KeyType':'RANGE'}],'Projection':{'ProjectionType':'ALL'}}]}"},
        {"CreateTable", "{'TableName':'tab'," + KEYS + "}"},
        {"BatchWriteItem", "{'RequestItems':{'tab':[" + puts(0, 25) + "]}}"},
        {"BatchWriteItem", "{'RequestItems':{'tab':[" + puts(25, 50) + "]}}"},
        {"PutItem", "{'TableName':'tab','Item':{'p':{'S':'types'},'s':{'N':'-1.50'},'b':{'B':'AP8='},'t':{'BOOL':true},"
                + "'z':{'NULL':true},'l':{'L':[{'N':'1'},{'S':''}]},'m':{'M':{'d':{'M':{'e':{'S':'deep'}}}}},"
                + "'ss':{'SS':['y','x']},'ns':{'NS':['2','1.0']},'bs':{'BS':['AQ==']}},'ReturnValues':'ALL_OLD'}"},
        {"GetItem", "{'TableName':'tab','Key':{'p':{'S':'types'},'s':{'N':'-1.5'}},'ReturnConsumedCapacity':'TOTAL'}"},
        {"GetItem", "{'TableName':'tab','Key':{'p':{'S':'types'},'s':{'N':'-1.5'}},"
                + "'ProjectionExpression':'m.d.e, l[0]','ConsistentRead':true}"},
        {"GetItem", "{'TableName':'tab','Key':{'p':{'S':'nobody'},'s':{'N':'0'}}}"},
        {"GetItem", "{'TableName':'tab','Key':{'p':{'S':'types'}}}"},
        {"PutItem", "{'TableName':'tab','Item':{'p':{'S':'p1'},'s':{'N':'1'}},"
                + "'ConditionExpression':'attribute_not_exists(p)','ReturnValuesOnConditionCheckFailure':'ALL_OLD'}"},
        {"UpdateItem", "{'TableName':'tab','Key':{'p':{'S':'p1'},'s':{'N':'1'}},'UpdateExpression':"
                + "'SET n = n + :one, x = if_not_exists(x, :one), #l = list_append(:l, :l) REMOVE g ADD c :one',"
                + "'ExpressionAttributeNames':{'#l':'list'},'ExpressionAttributeValues':{':one':{'N':'1'},"
                + "':l':{'L':[{'S':'a'}]}},'ReturnValues':'ALL_NEW'}"},
        {"UpdateItem", "{'TableName':'tab','Key':{'p':{'S':'p1'},'s':{'N':'1'}},'UpdateExpression':'SET n = :n',"
                + "'ConditionExpression':'n > :n','ExpressionAttributeValues':{':n':{'N':'1e3'}}}"},
        {"UpdateItem", "{'TableName':'tab','Key':{'p':{'S':'new'},'s':{'N':'0'}},'UpdateExpression':'SET a.b = :v',"
                + "'ExpressionAttributeValues':{':v':{'N':'1'}}}"},
        {"DeleteItem", "{'TableName':'tab','Key':{'p':{'S':'p2'},'s':{'N':'2'}},'ReturnValues':'ALL_OLD',"
                + "'ReturnConsumedCapacity':'INDEXES'}"},
        {"DeleteItem", "{'TableName':'tab','Key':{'p':{'S':'p2'},'s':{'N':'2'}},'ReturnValues':'ALL_OLD'}"},
        {"Query", "{'TableName':'tab','KeyConditionExpression':'p = :p AND s BETWEEN :a AND :b',"
                + "'ScanIndexForward':false,'ExpressionAttributeValues':"
                + "{':p':{'S':'p3'},':a':{'N':'8'},':b':{'N':'33'}}}"},
        {"Query", "{'TableName':'tab','KeyConditionExpression':'p = :p','FilterExpression':'n > :n','Limit':4,"
                + "'ExpressionAttributeValues':{':p':{'S':'p3'},':n':{'N':'10'}}}"},
        {"Query", "{'TableName':'tab','KeyConditionExpression':'p = :p','Limit':2,'ExclusiveStartKey':"
                + "{'p':{'S':'p3'},'s':{'N':'13'}},'ExpressionAttributeValues':{':p':{'S':'p3'}}}"},
        {"Query", "{'TableName':'tab','IndexName':'local','KeyConditionExpression':'p = :p AND n < :n',"
                + "'ConsistentRead':true,'ExpressionAttributeValues':{':p':{'S':'p4'},':n':{'N':'80'}}}"},
        {"Query", "{'TableName':'tab','IndexName':'global','KeyConditionExpression':'g = :g','Limit':3,"
                + "'ExpressionAttributeValues':{':g':{'S':'odd'}}}"},
        {"Query", "{'TableName':'tab','IndexName':'global','KeyConditionExpression':'g = :g','Select':'COUNT',"
                + "'ExpressionAttributeValues':{':g':{'S':'even'}}}"},
        {"Query", "{'TableName':'tab','KeyConditionExpression':'s = :p','ExpressionAttributeValues':{':p':{'N':'1'}}}"},
        {SCAN_ALL, "{'TableName':'tab','Limit':7}"},
        {SCAN_ALL, "{'TableName':'tab','FilterExpression':'begins_with(p, :p)','ProjectionExpression':'s',"
                + "'ExpressionAttributeValues':{':p':{'S':'p0'}},'TotalSegments':2}"},
        {"Scan", "{'TableName':'tab','IndexName':'global','Select':'COUNT'}"},
        {"BatchGetItem", "{'RequestItems':{'tab':{'Keys':[{'p':{'S':'p3'},'s':{'N':'3'}}],"
                + "'ProjectionExpression':'n'}}}"},
        {"TransactWriteItems", "{'ClientRequestToken':'one','TransactItems':["
                + "{'Put':{'TableName':'tab','Item':{'p':{'S':'t'},'s':{'N':'1'},'g':{'S':'odd'},'n':{'N':'7'}}}},"
                + "{'Update':{'TableName':'tab','Key':{'p':{'S':'p3'},'s':{'N':'3'}},'UpdateExpression':'SET n = :n',"
                + "'ExpressionAttributeValues':{':n':{'N':'5'}}}},"
                + "{'Delete':{'TableName':'tab','Key':{'p':{'S':'p4'},'s':{'N':'4'}}}},"
                + "{'ConditionCheck':{'TableName':'tab','Key':{'p':{'S':'p0'},'s':{'N':'0'}},"
                + "'ConditionExpression':'attribute_exists(p)'}}]}"},
        {"TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'tab','Item':{'p':{'S':'t'},'s':{'N':'2'}}}},"
                + "{'ConditionCheck':{'TableName':'tab','Key':{'p':{'S':'t'},'s':{'N':'1'}},'ConditionExpression':"
                + "'n > :n','ExpressionAttributeValues':{':n':{'N':'7'}}}}]}"},
        {"TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'tab','Key':{'p':{'S':'t'},'s':{'N':'1'}}}},"
                + "{'Get':{'TableName':'tab','Key':{'p':{'S':'t'},'s':{'N':'2'}}}}]}"},
        {"Query", "{'TableName':'tab','IndexName':'global','KeyConditionExpression':'g = :g AND n < :n',"
                + "'ExpressionAttributeValues':{':g':{'S':'odd'},':n':{'N':'100'}}}"},
        {"UpdateTimeToLive", "{'TableName':'tab','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'until'}}"},
        {"DescribeTimeToLive", "{'TableName':'tab'}"},
        {"Scan", "{'TableName':'tab','Select':'COUNT','ReturnConsumedCapacity':'TOTAL'}"},
        {"ListTables", "{}"},
        {"Nothing", "{}"},
        {"DeleteTable", "{'TableName':'other'}"},
    };
    private static final String[] STREAM = {"{'TableName':'tab','StreamSpecification':{'StreamEnabled':true,"
            + "'StreamViewType':'NEW_AND_OLD_IMAGES'}}", "{'TableName':'tab','Item':{'p':{'S':'p1'},'s':{'N':'1'},"
            + "'g':{'S':'streamed'}}}", "{'TableName':'tab','Key':{'p':{'S':'p1'},'s':{'N':'1'}}}"};

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Queue<Throwable> FAULTS = new ConcurrentLinkedQueue<>();

    private static List<String> expected;

    static Stream<Arguments> stacks() {
        return ENGINES.stream().flatMap(engine -> Stream.of("none", "log").flatMap(capture -> Stream.of("", "4MiB")
                .map(cache -> Arguments.of(engine, capture, cache))));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void everyAnswerIsTheOraclesAnswer(String engine, String capture, String cache) throws Exception {
        expected = expected == null ? answers("model", "none", "") : expected;
        List<String> answers = answers(engine, capture, cache);
        for (int i = 0; i < REQUESTS.length; i++) {
            assertEquals(expected.get(i), answers.get(i), REQUESTS[i][0] + " " + REQUESTS[i][1]);
        }
        assertEquals(List.of(), List.copyOf(FAULTS));
    }

    private static List<String> answers(String engine, String capture, String cache) throws Exception {
        ServeOptions options = new ServeOptions(engine, Map.of(), "", Durability.MEMORY, capture, cache, PolicyKind.LRU,
                "", "us-east-1");
        List<String> answers = new ArrayList<>();
        try (Served served = Served.open(options, HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, FAULTS::add)) {
            for (String[] request : REQUESTS) {
                String answer = request[0].equals(SCAN_ALL) ? scanAll(served, request[1])
                        : ask(served, "DynamoDB_20120810." + request[0], request[1]);
                answers.add(answer
                        .replaceAll("\"(CreationDateTime|TableId|LastUpdateToPayPerRequestDateTime)\":[^,}]+", "$1"));
            }
            assertTrue(served.checkIndexes().isConsistent(), () -> served.checkIndexes().toString());
            if (!capture.equals("none")) {
                assertEquals(List.of("MODIFY", "REMOVE"), streamed(served));
            }
            HTTP.send(HttpRequest.newBuilder(URI.create(served.url())).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding());
            assertEquals("200 {\"TableNames\":[]}", ask(served, "DynamoDB_20120810.ListTables", "{}"));
        }
        return answers;
    }

    /** @return how many items were looked at, and the items in order */
    private static String scanAll(Served served, String request) throws Exception {
        ObjectNode scan = (ObjectNode) JSON.readTree(request.replace('\'', '"'));
        List<String> items = new ArrayList<>();
        int scanned = 0;
        int segments = scan.path("TotalSegments").asInt(1);
        for (int segment = 0; segment < segments; segment++) {
            if (segments > 1) {
                scan.put("Segment", segment);
            }
            scan.remove("ExclusiveStartKey");
            JsonNode page;
            do {
                page = read(ask(served, "DynamoDB_20120810.Scan", scan.toString()));
                page.path("Items").forEach(item -> items.add(item.toString()));
                scanned += page.path("ScannedCount").intValue();
                assertTrue(page.has("Items") && page.path("ScannedCount").intValue()
                        <= scan.path("Limit").asInt(Integer.MAX_VALUE), page::toString);
                scan.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
            } while (page.has("LastEvaluatedKey"));
        }
        Collections.sort(items);
        return scanned + " " + items;
    }

    /** Turns a stream on, changes an item twice. @return what the stream tells */
    private static List<String> streamed(Served served) throws Exception {
        String arn = read(ask(served, "DynamoDB_20120810.UpdateTable", STREAM[0])).path("TableDescription")
                .path("LatestStreamArn").asText();
        ask(served, "DynamoDB_20120810.PutItem", STREAM[1]);
        ask(served, "DynamoDB_20120810.DeleteItem", STREAM[2]);
        List<String> names = new ArrayList<>();
        for (JsonNode shard : read(ask(served, "DynamoDBStreams_20120810.DescribeStream",
                "{'StreamArn':'" + arn + "'}")).path("StreamDescription").path("Shards")) {
            String iterator = read(ask(served, "DynamoDBStreams_20120810.GetShardIterator", "{'StreamArn':'" + arn
                    + "','ShardId':" + shard.path("ShardId") + ",'ShardIteratorType':'TRIM_HORIZON'}"))
                    .path("ShardIterator").asText();
            read(ask(served, "DynamoDBStreams_20120810.GetRecords", "{'ShardIterator':'" + iterator + "'}"))
                    .path("Records").forEach(record -> names.add(record.path("eventName").asText()));
        }
        return names;
    }

    private static JsonNode read(String answer) throws IOException {
        return JSON.readTree(answer.substring(answer.indexOf('{')));
    }

    /** @return status and body */
    private static String ask(Served served, String target, String request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(served.url()))
                .header("X-Amz-Target", target).header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Date", "20261123T000000Z").header("Authorization", "AWS4-HMAC-SHA256 "
                        + "Credential=a/20261123/r/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(request.replace('\'', '"'))).build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static String puts(int from, int to) {
        StringBuilder puts = new StringBuilder();
        for (int i = from; i < to; i++) {
            puts.append(i == from ? "" : ",").append("{'PutRequest':{'Item':{'p':{'S':'p").append(i % 5)
                    .append("'},'s':{'N':'").append(i).append("'},'g':{'S':'").append(i % 2 == 0 ? "even" : "odd")
                    .append("'},'n':{'N':'").append(i * 37 % 101).append("'}}}}");
        }
        return puts.toString();
    }
}
