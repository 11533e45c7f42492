package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.ManualClock;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Programs that use AWS's SDK for Java: sync, async, enhanced; waiters and paginators. */
@Timeout(120)
@SuppressWarnings("unchecked") // the SDK takes consumers of builders as arrays
class SdkTest {

    private static final int ITEMS = 60;
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private Served served;

    private DynamoDbClient open(HttpOptions options, String keyId, String secret) throws IOException {
        served = Served.open(ServeOptions.of("btree", ""), options, Clock.SYSTEM, faults::add);
        return client(keyId, secret);
    }

    private DynamoDbClient client(String keyId, String secret) {
        return DynamoDbClient.builder().endpointOverride(URI.create(served.url())).region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials(keyId, secret)).httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static StaticCredentialsProvider credentials(String keyId, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret));
    }

    @AfterEach
    void close() {
        served.close();
        assertEquals(List.of(), List.copyOf(faults));
    }

    @Test
    void aProgramWithWaitersPaginatorsAndTransactions() throws IOException {
        try (DynamoDbClient client = open(HttpOptions.STANDARD.withPort(0), "any-id", "any")) {
            createTable(client);
            for (int i = 0; i < ITEMS; i++) {
                int number = i;
                client.putItem(request -> request.tableName("things").item(item("a", number)));
            }
            MutableIntList sorted = IntLists.mutable.empty();
            client.queryPaginator(request -> request.tableName("things").keyConditionExpression("pk = :p").limit(7)
                    .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("a")))).items()
                    .forEach(item -> sorted.add(Integer.parseInt(item.get("sk").n())));
            assertEquals(IntLists.mutable.ofAll(IntStream.range(0, ITEMS)), sorted);
            assertEquals(ITEMS, client.scanPaginator(request -> request.tableName("things").limit(9)).items().stream()
                    .count());
            assertThrows(ConditionalCheckFailedException.class, () -> client.putItem(request -> request
                    .tableName("things").item(item("a", 1)).conditionExpression("attribute_not_exists(pk)")));
            TransactionCanceledException cancelled = assertThrows(TransactionCanceledException.class,
                    () -> client.transactWriteItems(request -> request.transactItems(
                            one -> one.put(put -> put.tableName("things").item(item("b", 1))),
                            two -> two.conditionCheck(check -> check.tableName("things")
                                    .key(Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1")))
                                    .conditionExpression("attribute_not_exists(pk)")))));
            assertEquals(List.of("None", "ConditionalCheckFailed"),
                    cancelled.cancellationReasons().stream().map(reason -> reason.code()).toList());
            assertThrows(ResourceNotFoundException.class,
                    () -> client.describeTable(request -> request.tableName("nothing")));
            client.deleteTable(request -> request.tableName("things"));
            client.waiter().waitUntilTableNotExists(request -> request.tableName("things"));
        }
    }

    @Test
    void asynchronousCalls() throws IOException {
        try (DynamoDbClient client = open(HttpOptions.STANDARD.withPort(0), "any", "any");
                DynamoDbAsyncClient async = DynamoDbAsyncClient.builder().endpointOverride(URI.create(served.url()))
                        .region(Region.EU_CENTRAL_1).credentialsProvider(credentials("any", "any"))
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder()).build()) {
            createTable(client);
            CompletableFuture<?>[] puts = new CompletableFuture<?>[ITEMS];
            for (int i = 0; i < ITEMS; i++) {
                int number = i;
                puts[i] = async.putItem(request -> request.tableName("things").item(item("a", number)));
            }
            CompletableFuture.allOf(puts).join();
            List<String> seen = new ArrayList<>();
            async.scanPaginator(request -> request.tableName("things")).items()
                    .subscribe(item -> seen.add(item.get("sk").n())).join();
            assertEquals(ITEMS, seen.size());
        }
    }

    @Test
    void theEnhancedClientMapsObjects() throws IOException {
        try (DynamoDbClient client = open(HttpOptions.STANDARD.withPort(0), "any", "any")) {
            createTable(client);
            TableSchema<Thing> schema = StaticTableSchema.builder(Thing.class).newItemSupplier(Thing::new)
                    .addAttribute(String.class, attribute -> attribute.name("pk").getter(thing -> thing.pk)
                            .setter((thing, pk) -> thing.pk = pk).tags(StaticAttributeTags.primaryPartitionKey()))
                    .addAttribute(Integer.class, attribute -> attribute.name("sk").getter(thing -> thing.sk)
                            .setter((thing, sk) -> thing.sk = sk).tags(StaticAttributeTags.primarySortKey()))
                    .build();
            DynamoDbTable<Thing> things = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build()
                    .table("things", schema);
            for (int i = 0; i < 5; i++) {
                Thing thing = new Thing();
                thing.pk = "a";
                thing.sk = i;
                things.putItem(thing);
            }
            assertEquals(3, things.getItem(Key.builder().partitionValue("a").sortValue(3).build()).sk);
            assertEquals(5, things.query(QueryConditional.keyEqualTo(key -> key.partitionValue("a"))).items().stream()
                    .count());
        }
    }

    @Test
    void withKeysOnlyTheirSignaturesCount() throws IOException {
        HttpOptions options = HttpOptions.STANDARD.withAddress("127.0.0.1", 0, Map.of("AKID", "the secret"));
        try (DynamoDbClient good = open(options, "AKID", "the secret"); DynamoDbClient wrong = client("AKID", "other");
                DynamoDbClient unknown = client("OTHER", "the secret")) {
            assertTrue(good.listTables().tableNames().isEmpty());
            DynamoDbException invalid = assertThrows(DynamoDbException.class, wrong::listTables);
            assertEquals("InvalidSignatureException", invalid.awsErrorDetails().errorCode());
            DynamoDbException unrecognized = assertThrows(DynamoDbException.class, unknown::listTables);
            assertEquals("UnrecognizedClientException", unrecognized.awsErrorDetails().errorCode());
        }
    }

    @Test
    void anAcceleratorStandsBeforeAnEndpoint() throws IOException {
        try (DynamoDbClient direct = open(HttpOptions.STANDARD.withPort(0), "any", "any");
                Served accelerator = Served.open(new ServeOptions("btree", Map.of(), "",
                        Durability.MEMORY, "none", "8MiB", PolicyKind.LRU, served.url(), "us-east-1"),
                        HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, faults::add);
                DynamoDbClient cached = DynamoDbClient.builder().endpointOverride(URI.create(accelerator.url()))
                        .region(Region.EU_CENTRAL_1).credentialsProvider(credentials("any", "any"))
                        .httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
            createTable(direct);
            Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1"));
            cached.putItem(request -> request.tableName("things").item(item("a", 1)));
            direct.deleteItem(request -> request.tableName("things").key(key));
            assertTrue(cached.getItem(request -> request.tableName("things").key(key)).hasItem(), "stale, as DAX is");
            assertTrue(!cached.getItem(request -> request.tableName("things").key(key).consistentRead(true))
                    .hasItem());
        }
    }

    private static ServeOptions late(String cache) {
        return new ServeOptions("btree", Map.of(), "", Durability.MEMORY, "none", cache, PolicyKind.LRU, "",
                "us-east-1", 0, false, 500);
    }

    @Test
    void readsAreLateByTheReplicationDelayUnlessTheyAreConsistent() throws IOException {
        ManualClock clock = new ManualClock(1_700_000_000_000L);
        served = Served.open(late(""), HttpOptions.STANDARD.withPort(0), clock, faults::add);
        try (DynamoDbClient client = client("any", "any")) {
            createTable(client);
            Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1"));
            client.putItem(request -> request.tableName("things").item(item("a", 1)));
            assertFalse(client.getItem(request -> request.tableName("things").key(key)).hasItem());
            assertTrue(client.getItem(request -> request.tableName("things").key(key).consistentRead(true)).hasItem());
            clock.advance(TimeUnit.MILLISECONDS.toNanos(500));
            assertTrue(client.getItem(request -> request.tableName("things").key(key)).hasItem());
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Served.open(late("8MiB"),
                HttpOptions.STANDARD.withPort(0), clock, faults::add)).getMessage().contains("--upstream"));
    }

    private static void createTable(DynamoDbClient client) {
        client.createTable(request -> request.tableName("things").billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key -> key.attributeName("pk").keyType(KeyType.HASH),
                        key -> key.attributeName("sk").keyType(KeyType.RANGE))
                .attributeDefinitions(key -> key.attributeName("pk").attributeType(ScalarAttributeType.S),
                        key -> key.attributeName("sk").attributeType(ScalarAttributeType.N)));
        client.waiter().waitUntilTableExists(request -> request.tableName("things"));
    }

    private static Map<String, AttributeValue> item(String partition, int sort) {
        return Map.of("pk", AttributeValue.fromS(partition), "sk", AttributeValue.fromN(Integer.toString(sort)),
                "text", AttributeValue.fromS("thing " + sort));
    }

    /** What the enhanced client maps. */
    static final class Thing {
        private String pk;
        private Integer sk;
    }
}
