package dev.dyno.bench.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real endpoint killed with SIGKILL while transactions run, started again on what is left: everything acknowledged is
 * there, transactions are whole, the index says what the table says, and the stream goes on.
 */
@Timeout(180)
class KillTest {

    private static final int WRITERS = 2;
    private static final int ACKNOWLEDGED_MIN = 400;
    private static final String STREAM =
            "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_IMAGE\"}";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        List<Set<Integer>> acknowledged = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            try (ServerProcess server = Contenders.dyno("btree", "PROCESS", directory)) {
                if (round == 0) {
                    create(server);
                }
                check(server, acknowledged);
                acknowledged.addAll(killWhileWriting(server, round));
            }
        }
        try (ServerProcess server = Contenders.dyno("btree", "PROCESS", directory)) {
            check(server, acknowledged);
        }
    }

    private static void create(ServerProcess server) {
        try (HttpLoad client = new HttpLoad(server.port(), 1)) {
            client.ask("CreateTable", "{\"TableName\":\"pairs\",\"BillingMode\":\"PAY_PER_REQUEST\","
                    + "\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":["
                    + "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},"
                    + "{\"AttributeName\":\"pair\",\"AttributeType\":\"S\"}],"
                    + "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"by-pair\",\"KeySchema\":["
                    + "{\"AttributeName\":\"pair\","
                    + "\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"KEYS_ONLY\"}}]," + STREAM + "}");
        }
    }

    /** Each writer writes pairs in transactions, until the process is gone. @return what each was acknowledged */
    private static List<Set<Integer>> killWhileWriting(ServerProcess server, int round) throws Exception {
        CountDownLatch enough = new CountDownLatch(WRITERS);
        List<FutureTask<Set<Integer>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String writer = "r" + round + "w" + i;
            FutureTask<Set<Integer>> task = new FutureTask<>(() -> write(server, writer, enough));
            writers.add(task);
            Thread.ofPlatform().start(task);
        }
        enough.await();
        server.kill();
        List<Set<Integer>> acknowledged = new ArrayList<>();
        for (FutureTask<Set<Integer>> writer : writers) {
            acknowledged.add(writer.get());
        }
        return acknowledged;
    }

    private static Set<Integer> write(ServerProcess server, String writer, CountDownLatch enough) {
        Set<Integer> acknowledged = new HashSet<>();
        try (HttpLoad client = new HttpLoad(server.port(), 1)) {
            for (int n = 0;; n++) {
                client.ask("TransactWriteItems", "{\"TransactItems\":[" + put(writer, n, "left") + ","
                        + put(writer, n, "right") + "]}");
                acknowledged.add(n);
                if (n == ACKNOWLEDGED_MIN) {
                    enough.countDown();
                }
            }
        } catch (UncheckedIOException e) {
            return acknowledged;
        }
    }

    private static String put(String writer, int n, String side) {
        return "{\"Put\":{\"TableName\":\"pairs\",\"Item\":{\"pk\":{\"S\":\"" + writer + "-" + n + "-" + side
                + "\"},\"pair\":{\"S\":\"" + writer + "-" + n + "\"}}}}";
    }

    private static void check(ServerProcess server, List<Set<Integer>> acknowledged) throws IOException {
        try (HttpLoad client = new HttpLoad(server.port(), 1)) {
            Set<String> items = scan(client, "");
            Set<String> indexed = scan(client, ",\"IndexName\":\"by-pair\"");
            assertEquals(items, indexed, "the index and its table");
            for (int i = 0; i < acknowledged.size(); i++) {
                for (int n : acknowledged.get(i)) {
                    String pair = "r" + i / WRITERS + "w" + i % WRITERS + "-" + n;
                    assertTrue(items.contains(pair + "-left") && items.contains(pair + "-right"), "lost: " + pair);
                }
            }
            for (String key : items) {
                String other = key.endsWith("-left") ? key.replace("-left", "-right") : key.replace("-right", "-left");
                assertTrue(items.contains(other), "half a transaction: " + key);
            }
            assertEquals(items, streamed(client), "the stream and the table");
        }
    }

    private static Set<String> scan(HttpLoad client, String more) throws IOException {
        Set<String> keys = new HashSet<>();
        String from = "";
        do {
            JsonNode page = read(client.ask("Scan", "{\"TableName\":\"pairs\",\"Limit\":100" + more + from + "}"));
            page.path("Items").forEach(item -> keys.add(item.path("pk").path("S").asText()));
            from = page.has("LastEvaluatedKey") ? ",\"ExclusiveStartKey\":" + page.path("LastEvaluatedKey") : "";
        } while (!from.isEmpty());
        return keys;
    }

    private static Set<String> streamed(HttpLoad client) throws IOException {
        Set<String> keys = new HashSet<>();
        String arn = read(client.ask("DescribeTable", "{\"TableName\":\"pairs\"}")).path("Table")
                .path("LatestStreamArn").asText();
        JsonNode stream = read(client.askStreams("DescribeStream", "{\"StreamArn\":\"" + arn + "\"}"));
        for (JsonNode shard : stream.path("StreamDescription").path("Shards")) {
            String iterator = read(client.askStreams("GetShardIterator", "{\"StreamArn\":\"" + arn + "\",\"ShardId\":"
                    + shard.path("ShardId") + ",\"ShardIteratorType\":\"TRIM_HORIZON\"}"))
                    .path("ShardIterator").asText();
            boolean more = true;
            while (more && !iterator.isEmpty()) {
                JsonNode page = read(client.askStreams("GetRecords", "{\"Limit\":100,\"ShardIterator\":\"" + iterator
                        + "\"}"));
                for (JsonNode record : page.path("Records")) {
                    String key = record.path("dynamodb").path("Keys").path("pk").path("S").asText();
                    assertTrue(keys.add(key), "twice in the stream: " + key);
                }
                more = !page.path("Records").isEmpty();
                iterator = page.path("NextShardIterator").asText("");
            }
        }
        return keys;
    }

    private static JsonNode read(String answer) throws IOException {
        return MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
}
