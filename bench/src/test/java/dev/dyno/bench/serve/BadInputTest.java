package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dyno.api.run.Clock;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand requests derived from valid ones: each answered in DynamoDB's shape, none with an internal error. */
@Timeout(120)
class BadInputTest {

    private static final long SEED = 20_261_123;
    private static final int REQUESTS = 10_000;
    private static final String[][] VALID = {
        {"CreateTable", "{\"TableName\":\"tab2\",\"BillingMode\":\"PAY_PER_REQUEST\",\"KeySchema\":[{\"AttributeName\":"
                + "\"pk\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":[{\"AttributeName\":\"pk\","
                + "\"AttributeType\":\"S\"}]}"},
        {"PutItem", "{\"TableName\":\"tab\",\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"},"
                + "\"b\":{\"B\":\"AAEC\"},"
                + "\"l\":{\"L\":[{\"BOOL\":true},{\"NULL\":true},{\"M\":{\"x\":{\"SS\":[\"p\",\"q\"]}}}]}}}"},
        {"UpdateItem", "{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"a\"}},"
                + "\"UpdateExpression\":\"SET #n = if_not_exists("
                + "n, :z) + :one, l[0] = :z REMOVE b ADD c :one\",\"ExpressionAttributeNames\":{\"#n\":\"n\"},"
                + "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"},\":z\":{\"N\":\"0\"}},"
                + "\"ReturnValues\":\"ALL_NEW\"}"},
        {"GetItem", "{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"ProjectionExpression\":\"l[1].x, n\"}"},
        {"Query", "{\"TableName\":\"tab\",\"KeyConditionExpression\":\"pk = :p\","
                + "\"FilterExpression\":\"size(l) > :one AND "
                + "NOT contains(b, :p)\",\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"},\":one\":{\"N\":\"1\"}}}"},
        {"Scan", "{\"TableName\":\"tab\",\"Limit\":3,\"Segment\":0,\"TotalSegments\":2}"},
        {"BatchWriteItem", "{\"RequestItems\":{\"tab\":[{\"PutRequest\":{\"Item\":{\"pk\":{\"S\":\"b\"}}}},"
                + "{\"DeleteRequest\":{\"Key\":{\"pk\":{\"S\":\"c\"}}}}]}}"},
        {"BatchGetItem", "{\"RequestItems\":{\"tab\":{\"Keys\":[{\"pk\":{\"S\":\"a\"}},{\"pk\":{\"S\":\"b\"}}]}}}"},
        {"TransactWriteItems", "{\"TransactItems\":[{\"Put\":{\"TableName\":\"tab\",\"Item\":{\"pk\":{\"S\":\"d\"}}}},"
                + "{\"ConditionCheck\":{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"ConditionExpression\":"
                + "\"attribute_exists(pk)\"}}],\"ClientRequestToken\":\"token\"}"},
        {"DescribeTable", "{\"TableName\":\"tab\"}"},
        {"ListTables", "{\"Limit\":10}"},
        {"DeleteTable", "{\"TableName\":\"tab3\"}"},
        {"DeleteItem", "{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"z\"}},\"ReturnValues\":\"ALL_OLD\"}"},
        {"UpdateItem", "{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"AttributeUpdates\":{\"n\":{\"Action\":"
                + "\"ADD\",\"Value\":{\"N\":\"1\"}}},\"Expected\":{\"x\":{\"Exists\":false}}}"},
        {"Query", "{\"TableName\":\"tab\",\"KeyConditions\":{\"pk\":{\"ComparisonOperator\":\"EQ\","
                + "\"AttributeValueList\":[{\"S\":\"a\"}]}},\"AttributesToGet\":[\"n\"]}"},
        {"TransactGetItems", "{\"TransactItems\":[{\"Get\":{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"a\"}}}}]}"},
        {"UpdateTable", "{\"TableName\":\"tab\",\"AttributeDefinitions\":[{\"AttributeName\":\"g\",\"AttributeType\":"
                + "\"S\"}],\"GlobalSecondaryIndexUpdates\":[{\"Create\":{\"IndexName\":\"by-g\",\"KeySchema\":"
                + "[{\"AttributeName\":\"g\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}}]}"},
        {"UpdateTable", "{\"TableName\":\"tab\",\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":"
                + "\"NEW_IMAGE\"}}"},
        {"UpdateTimeToLive", "{\"TableName\":\"tab\",\"TimeToLiveSpecification\":{\"Enabled\":true,"
                + "\"AttributeName\":\"until\"}}"},
        {"TagResource", "{\"ResourceArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/tab\",\"Tags\":"
                + "[{\"Key\":\"k\",\"Value\":\"v\"}]}"},
        {"ExecuteStatement", "{\"Statement\":\"SELECT n FROM tab WHERE pk = ?\",\"Parameters\":[{\"S\":\"a\"}]}"},
        {"BatchExecuteStatement", "{\"Statements\":[{\"Statement\":\"INSERT INTO tab VALUE {'pk': ?, 'l': [1, {'x': "
                + "<<'p'>>}]}\",\"Parameters\":[{\"S\":\"b\"}]},{\"Statement\":\"UPDATE tab SET n = n + 1 REMOVE l[0] "
                + "WHERE pk = 'a' RETURNING ALL NEW *\"}]}"},
        {"ExecuteTransaction", "{\"TransactStatements\":[{\"Statement\":\"DELETE FROM tab WHERE pk = 'b' AND "
                + "attribute_exists(n)\"},{\"Statement\":\"EXISTS(SELECT * FROM tab WHERE pk = 'a' AND n > 0)\"}],"
                + "\"ClientRequestToken\":\"other\"}"},
        {"CreateBackup", "{\"TableName\":\"tab3\",\"BackupName\":\"one\"}"},
        {"ListTagsOfResource", "{\"ResourceArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/tab\"}"},
        {"ListStreams", "{\"TableName\":\"tab\",\"Limit\":2}"},
        {"DescribeStream", "{\"StreamArn\":\"STREAM\"}"},
        {"GetShardIterator", "{\"StreamArn\":\"STREAM\",\"ShardId\":\"SHARD\",\"ShardIteratorType\":"
                + "\"TRIM_HORIZON\"}"},
        {"GetRecords", "{\"ShardIterator\":\"ITERATOR\",\"Limit\":5}"},
    };
    private static final String[] SPLICES = {"{", "}", "[", "]", "\"", ":", ",", "null", "true", "-1", "1e999",
        "\\u0000", "\\ud800", "\"S\"", "\"N\"", "\"TableName\"", "99999999999999999999", "#", ":x", "((", "AND",
        "{\"S\":{\"N\":1}}", "[[[[", "\u00e9", "\ud83d\ude00"};

    private static final Set<String> STREAMS =
            Set.of("ListStreams", "DescribeStream", "GetShardIterator", "GetRecords");

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    @Test
    void derivedRequestsAreAnsweredInShape() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Served served = Served.open(ServeOptions.of("btree", ""), HttpOptions.STANDARD.withPort(0), Clock.SYSTEM,
                faults::add); Socket socket = connect(served); Socket other = connect(served)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            InputStream otherIn = new BufferedInputStream(other.getInputStream());
            ask(socket, in, "CreateTable", VALID[0][1].replace("tab2", "tab").replace("\"KeySchema",
                    "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_IMAGE\"},\"KeySchema"));
            ask(socket, in, VALID[1][0], VALID[1][1]);
            UnaryOperator<String> filled = streams(socket, in);
            int refused = 0;
            for (int i = 0; i < REQUESTS; i++) {
                String[] valid = VALID[random.nextInt(VALID.length)];
                String body = derive(filled.apply(valid[1]), random);
                String operation = random.nextInt(50) == 0 ? derive(valid[0], random).replaceAll("[^\\x21-\\x7e]", "?")
                        : valid[0];
                Reply reply = ask(socket, in, operation, body);
                refused += reply.status == 200 ? 0 : 1;
                check(reply, operation, body);
                if (i % 100 == 0) {
                    assertTrue(ask(other, otherIn, "DescribeTable", "{\"TableName\":\"tab\"}").text.contains("ACTIVE"),
                            "somebody else's connection");
                }
            }
            assertTrue(refused > REQUESTS / 2, "requests that were refused: " + refused);
            assertTrue(ask(socket, in, "DescribeTable", "{\"TableName\":\"tab\"}").text.contains("ACTIVE"));
        }
        assertEquals(List.of(), List.copyOf(faults), "seed " + SEED);
    }

    private static Socket connect(Served served) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** @return what puts a stream, a shard and an iterator that exist into a request */
    private static UnaryOperator<String> streams(Socket socket, InputStream in) throws IOException {
        String stream = part(ask(socket, in, "ListStreams", "{}"), "StreamArn");
        String shard = part(ask(socket, in, "DescribeStream", "{\"StreamArn\":\"" + stream + "\"}"), "ShardId");
        String iterator = part(ask(socket, in, "GetShardIterator", "{\"StreamArn\":\"" + stream + "\",\"ShardId\":\""
                + shard + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"), "ShardIterator");
        return request -> request.replace("STREAM", stream).replace("SHARD", shard).replace("ITERATOR", iterator);
    }

    private static String part(Reply reply, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(reply.text);
        assertTrue(value.find(), name + " in " + reply.text);
        return value.group(1);
    }

    private static String derive(String text, SplittableRandom random) {
        StringBuilder derived = new StringBuilder(text);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && derived.length() > 2; i++) {
            int at = random.nextInt(derived.length());
            int to = Math.min(derived.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> derived.delete(at, to);
                case 1 -> derived.insert(at, SPLICES[random.nextInt(SPLICES.length)]);
                case 2 -> derived.insert(at, derived.substring(at, to));
                case 3 -> derived.setCharAt(at, (char) (32 + random.nextInt(95)));
                default -> derived.replace(at, to, SPLICES[random.nextInt(SPLICES.length)]);
            }
        }
        return derived.toString();
    }

    private static void check(Reply reply, String operation, String body) {
        boolean shaped = reply.status == 200 && (reply.text.startsWith("{") || reply.text.isEmpty())
                || reply.status >= 400 && reply.status < 500 && (reply.text.startsWith("{\"__type\":\"com.amazon"));
        if (!shaped || reply.text.contains("\\tat ")) {
            fail("seed " + SEED + ": " + operation + " " + body + "\nanswered " + reply.status + " " + reply.text);
        }
    }

    private record Reply(int status, String text) {
    }

    private static Reply ask(Socket socket, InputStream in, String operation, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: "
                + (STREAMS.contains(operation) ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + operation
                + "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20261123T000000Z\r\nAuthorization: "
                + "AWS4-HMAC-SHA256 Credential=a/20261123/r/dynamodb/aws4_request, SignedHeaders=host, Signature=0\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(body);
        int status = Integer.parseInt(line(in).split(" ")[1]);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).trim());
            }
        }
        return new Reply(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was lost after: " + line);
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }
}
