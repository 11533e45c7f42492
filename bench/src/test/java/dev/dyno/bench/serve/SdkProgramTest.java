package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.run.Clock;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
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
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A program on AWS's SDK for Java that uses an index, a stream and time to live; in the three styles of clients. */
@Timeout(120)
@SuppressWarnings("unchecked") // the SDK takes consumers of builders as arrays
class SdkProgramTest {

    private static final String TABLE = "music";
    private static final StaticCredentialsProvider ANY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any-id", "any"));

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private Served served;
    private DynamoDbClient client;
    private DynamoDbStreamsClient streams;

    @BeforeEach
    void open() throws IOException {
        served = Served.open(ServeOptions.of("btree", ""), HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, faults::add);
        client = DynamoDbClient.builder().endpointOverride(URI.create(served.url())).region(Region.EU_CENTRAL_1)
                .credentialsProvider(ANY).httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        streams = DynamoDbStreamsClient.builder().endpointOverride(URI.create(served.url()))
                .region(Region.EU_CENTRAL_1).credentialsProvider(ANY)
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        client.createTable(request -> request.tableName(TABLE).billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key -> key.attributeName("artist").keyType(KeyType.HASH),
                        key -> key.attributeName("song").keyType(KeyType.RANGE))
                .attributeDefinitions(key -> key.attributeName("artist").attributeType(ScalarAttributeType.S),
                        key -> key.attributeName("song").attributeType(ScalarAttributeType.S),
                        key -> key.attributeName("genre").attributeType(ScalarAttributeType.S))
                .globalSecondaryIndexes(index -> index.indexName("by-genre")
                        .projection(all -> all.projectionType(ProjectionType.ALL))
                        .keySchema(key -> key.attributeName("genre").keyType(KeyType.HASH),
                                key -> key.attributeName("song").keyType(KeyType.RANGE)))
                .streamSpecification(stream -> stream.streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        client.waiter().waitUntilTableExists(request -> request.tableName(TABLE));
    }

    @AfterEach
    void close() {
        client.close();
        streams.close();
        served.close();
        assertEquals(List.of(), List.copyOf(faults));
    }

    @Test
    void expressionsQueriesAndErrors() {
        Map<String, AttributeValue> key = Map.of("artist", text("Ada"), "song", text("one"));
        Map<String, AttributeValue> changed = client.updateItem(request -> request.tableName(TABLE).key(key)
                .updateExpression("SET #c = if_not_exists(#c, :zero) + :one, l = list_append(:l, :l) ADD tags :tags")
                .expressionAttributeNames(Map.of("#c", "count"))
                .expressionAttributeValues(Map.of(":zero", number(0), ":one", number(1), ":l",
                        AttributeValue.fromL(List.of(text("a"))), ":tags", AttributeValue.fromSs(List.of("x"))))
                .returnValues(ReturnValue.ALL_NEW)).attributes();
        assertEquals(List.of("1", "2", "[x]"), List.of(changed.get("count").n(), "" + changed.get("l").l().size(),
                changed.get("tags").ss().toString()));
        ConditionalCheckFailedException failed = assertThrows(ConditionalCheckFailedException.class,
                () -> client.deleteItem(request -> request.tableName(TABLE).key(key)
                        .conditionExpression("size(l) > :many").expressionAttributeValues(Map.of(":many", number(5)))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertEquals("1", failed.item().get("count").n());
        for (int i = 0; i < 20; i++) {
            Map<String, AttributeValue> song = Map.of("artist", text("Bach"), "song", text(String.format("%02d", i)),
                    "genre", text(i % 2 == 0 ? "organ" : "choir"), "plays", number(i));
            client.putItem(request -> request.tableName(TABLE).item(song));
        }
        assertEquals(List.of("18", "16", "14"), client.query(request -> request.tableName(TABLE).indexName("by-genre")
                .keyConditionExpression("genre = :g AND song > :s").filterExpression("plays > :p")
                .expressionAttributeValues(Map.of(":g", text("organ"), ":s", text("05"), ":p", number(12)))
                .scanIndexForward(false)).items().stream().map(item -> item.get("plays").n()).toList());
        assertEquals(20, client.queryPaginator(request -> request.tableName(TABLE).limit(3)
                .keyConditionExpression("artist = :a").expressionAttributeValues(Map.of(":a", text("Bach"))))
                .items().stream().count());
        assertThrows(ResourceInUseException.class, () -> client.createTable(request -> request.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(hash -> hash.attributeName("a").keyType(KeyType.HASH))
                .attributeDefinitions(a -> a.attributeName("a").attributeType(ScalarAttributeType.S))));
        DynamoDbException invalid = assertThrows(DynamoDbException.class,
                () -> client.getItem(request -> request.tableName(TABLE).key(Map.of("artist", text("Ada")))));
        assertEquals("ValidationException", invalid.awsErrorDetails().errorCode());
        assertEquals("The provided key element does not match the schema", invalid.awsErrorDetails().errorMessage());
    }

    @Test
    void streamsAndTimeToLive() {
        client.updateTimeToLive(request -> request.tableName(TABLE)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("until")));
        assertEquals("ENABLED", client.describeTimeToLive(request -> request.tableName(TABLE))
                .timeToLiveDescription().timeToLiveStatusAsString());
        client.transactWriteItems(request -> request.transactItems(
                one -> one.put(put -> put.tableName(TABLE).item(song("kept"))),
                two -> two.put(put -> put.tableName(TABLE).item(Map.of("artist", text("a"), "song", text("old"),
                        "until", number(System.currentTimeMillis() / 1000 - 60))))));
        client.updateItem(request -> request.tableName(TABLE).key(song("kept")).updateExpression("SET n = :n")
                .expressionAttributeValues(Map.of(":n", number(1))));
        while (client.getItem(request -> request.tableName(TABLE).key(song("old")).consistentRead(true)).hasItem()) {
            Thread.onSpinWait();
        }
        assertTrue(client.getItem(request -> request.tableName(TABLE).key(song("kept"))).hasItem());
        List<Record> records = records();
        assertEquals(List.of(OperationType.INSERT, OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE),
                records.stream().map(Record::eventName).sorted().toList());
        Record modified = records.stream().filter(each -> each.eventName() == OperationType.MODIFY).findFirst()
                .orElseThrow();
        assertEquals("1", modified.dynamodb().newImage().get("n").n());
        assertEquals(song("kept"), modified.dynamodb().oldImage());
        assertEquals(1, records.stream().filter(each -> each.userIdentity() != null).count(), "nobody's request");
    }

    private List<Record> records() {
        String arn = client.describeTable(request -> request.tableName(TABLE)).table().latestStreamArn();
        assertEquals(arn, streams.listStreams(request -> request.tableName(TABLE)).streams().getFirst().streamArn());
        List<Record> records = new ArrayList<>();
        for (Shard shard : streams.describeStream(request -> request.streamArn(arn)).streamDescription().shards()) {
            String iterator = streams.getShardIterator(request -> request.streamArn(arn).shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
            while (iterator != null) {
                String at = iterator;
                var page = streams.getRecords(request -> request.shardIterator(at));
                records.addAll(page.records());
                iterator = page.records().isEmpty() ? null : page.nextShardIterator();
            }
        }
        return records;
    }

    @Test
    void theAsynchronousClientFailsAndPagesAsTheOther() {
        try (DynamoDbAsyncClient async = DynamoDbAsyncClient.builder().endpointOverride(URI.create(served.url()))
                .region(Region.EU_CENTRAL_1).credentialsProvider(ANY)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()).build()) {
            async.batchWriteItem(request -> request.requestItems(Map.of(TABLE, IntStream.range(0, 25)
                    .mapToObj(i -> WriteRequest.builder()
                            .putRequest(put -> put.item(song("s" + i))).build()).toList()))).join();
            List<String> songs = new ArrayList<>();
            async.queryPaginator(request -> request.tableName(TABLE).limit(4).keyConditionExpression("artist = :a")
                    .expressionAttributeValues(Map.of(":a", text("a")))).items()
                    .subscribe(item -> songs.add(item.get("song").s())).join();
            assertEquals(25, songs.size());
            CompletionException failed = assertThrows(CompletionException.class,
                    () -> async.transactWriteItems(request -> request.transactItems(
                            one -> one.put(put -> put.tableName(TABLE).item(song("new"))),
                            two -> two.delete(delete -> delete.tableName(TABLE).key(song("s1"))
                                    .conditionExpression("attribute_not_exists(artist)")))).join());
            assertEquals(List.of("None", "ConditionalCheckFailed"),
                    assertInstanceOf(TransactionCanceledException.class, failed.getCause()).cancellationReasons()
                            .stream().map(reason -> reason.code()).toList());
            async.deleteTable(request -> request.tableName(TABLE)).join();
            async.waiter().waitUntilTableNotExists(request -> request.tableName(TABLE)).join();
        }
    }

    @Test
    void theEnhancedClientWritesInBatchesAndTransactions() {
        TableSchema<Song> schema = StaticTableSchema.builder(Song.class).newItemSupplier(Song::new)
                .addAttribute(String.class, attribute -> attribute.name("artist").getter(song -> song.artist)
                        .setter((song, artist) -> song.artist = artist).tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(String.class, attribute -> attribute.name("song").getter(song -> song.title)
                        .setter((song, title) -> song.title = title).tags(StaticAttributeTags.primarySortKey(),
                                StaticAttributeTags.secondarySortKey("by-genre")))
                .addAttribute(String.class, attribute -> attribute.name("genre").getter(song -> song.genre)
                        .setter((song, genre) -> song.genre = genre)
                        .tags(StaticAttributeTags.secondaryPartitionKey("by-genre")))
                .build();
        DynamoDbEnhancedClient enhanced = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
        DynamoDbTable<Song> songs = enhanced.table(TABLE, schema);
        enhanced.batchWriteItem(batch -> batch.writeBatches(WriteBatch.builder(Song.class).mappedTableResource(songs)
                .addPutItem(new Song("a", "1", "organ")).addPutItem(new Song("a", "2", "choir")).build()));
        enhanced.transactWriteItems(transaction -> transaction.addPutItem(songs, new Song("b", "3", "organ"))
                .addDeleteItem(songs, Key.builder().partitionValue("a").sortValue("2").build()));
        assertEquals(List.of("1", "3"), songs.index("by-genre")
                .query(QueryConditional.keyEqualTo(key -> key.partitionValue("organ"))).stream()
                .flatMap(page -> page.items().stream()).map(song -> song.title).toList());
        assertThrows(ConditionalCheckFailedException.class, () -> songs.putItem(request -> request
                .item(new Song("a", "1", "other")).conditionExpression(Expression.builder()
                        .expression("attribute_not_exists(artist)").build())));
        assertEquals("organ", songs.updateItem(new Song("a", "1", "organ")).genre);
    }

    private static Map<String, AttributeValue> song(String title) {
        return Map.of("artist", text("a"), "song", text(title));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    /** What the enhanced client maps. */
    static final class Song {
        private String artist;
        private String title;
        private String genre;

        Song() {
        }

        Song(String artist, String title, String genre) {
            this.artist = artist;
            this.title = title;
            this.genre = genre;
        }
    }
}
