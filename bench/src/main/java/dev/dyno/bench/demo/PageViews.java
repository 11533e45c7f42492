package dev.dyno.bench.demo;

import dev.dyno.bench.serve.Served;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.primitive.ObjectLongMaps;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.api.map.primitive.ObjectLongMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The application of page views: sites count their views, a stream tells of every change, an aggregate follows the
 * stream, and most reads are answered by a cache. Everything goes through AWS's SDK to an endpoint.
 *
 * <p>Threads: one.
 */
public final class PageViews implements AutoCloseable {

    private static final String TABLE = "page-views";
    private static final String SITE = "site_id";
    private static final String TOTAL = "totalViews";
    private static final List<String> SITES = List.of("docs.example", "blog.example", "shop.example", "wiki.example");

    private final DynamoDbClient table;
    private final DynamoDbStreamsClient streams;
    private final SplittableRandom random;
    private final Consumer<String> story;

    /** @param story told what happens, a line at a time */
    public PageViews(Served served, long seed, Consumer<String> story) {
        this.random = new SplittableRandom(seed);
        this.story = story;
        URI endpoint = URI.create(served.url());
        StaticCredentialsProvider any = StaticCredentialsProvider.create(AwsBasicCredentials.create("demo", "demo"));
        table = DynamoDbClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(any)
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        streams = DynamoDbStreamsClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
                .credentialsProvider(any).httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }

    /** Views by site, as the table and as the aggregate have them. Equal, if nothing is wrong. */
    public record Totals(ObjectLongMap<String> table, ObjectLongMap<String> aggregate) {
    }

    /** @param views to count */
    public Totals run(int views) {
        create();
        register();
        int moved = count(views);
        story.accept(views + " views counted with ADD, each an atomic update; the home page moved " + moved
                + " times, each only if nobody else had moved it");
        read();
        ObjectLongMap<String> totals = totals();
        ObjectLongMap<String> aggregate = aggregate();
        totals.keysView().toSortedList().forEach(site -> story.accept(String.format("  %-14s %,7d views in the table,"
                + " %,7d from the stream", site, totals.get(site), aggregate.get(site))));
        return new Totals(totals, aggregate);
    }

    private void create() {
        if (table.listTables().tableNames().contains(TABLE)) {
            table.deleteTable(request -> request.tableName(TABLE));
            table.waiter().waitUntilTableNotExists(request -> request.tableName(TABLE));
        }
        table.createTable(request -> request.tableName(TABLE).billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder().attributeName(SITE).keyType(KeyType.HASH).build())
                .attributeDefinitions(AttributeDefinition.builder().attributeName(SITE)
                        .attributeType(ScalarAttributeType.S).build())
                .streamSpecification(stream -> stream.streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        table.waiter().waitUntilTableExists(request -> request.tableName(TABLE));
        story.accept("table " + TABLE + " with a stream of old and new images");
    }

    private void register() {
        for (String site : SITES) {
            table.putItem(request -> request.tableName(TABLE).item(Map.of(SITE, text(site), TOTAL, number(0),
                    "version", number(1))).conditionExpression("attribute_not_exists(" + SITE + ")"));
        }
        try {
            table.putItem(request -> request.tableName(TABLE).item(Map.of(SITE, text(SITES.getFirst()), TOTAL,
                    number(0))).conditionExpression("attribute_not_exists(" + SITE + ")"));
            throw new IllegalStateException("a site was registered twice: site=" + SITES.getFirst());
        } catch (ConditionalCheckFailedException e) {
            story.accept(SITES.size() + " sites registered; registering " + SITES.getFirst() + " again: " + e
                    .awsErrorDetails().errorCode());
        }
    }

    /** @return how often a site's home page moved */
    private int count(int views) {
        int moved = 0;
        for (int i = 0; i < views; i++) {
            String site = SITES.get(Math.min(random.nextInt(SITES.size()), random.nextInt(SITES.size())));
            long total = Long.parseLong(table.updateItem(request -> request.tableName(TABLE)
                    .key(Map.of(SITE, text(site))).updateExpression("ADD " + TOTAL + " :one")
                    .expressionAttributeValues(Map.of(":one", number(1))).returnValues(ReturnValue.UPDATED_NEW))
                    .attributes().get(TOTAL).n());
            if (total % 100 == 0) {
                moved += move(site) ? 1 : 0;
            }
        }
        return moved;
    }

    /** Optimistic: read, then write if the version is still the one that was read. */
    private boolean move(String site) {
        Map<String, AttributeValue> item = table.getItem(request -> request.tableName(TABLE).consistentRead(true)
                .key(Map.of(SITE, text(site)))).item();
        long version = Long.parseLong(item.get("version").n());
        try {
            table.updateItem(request -> request.tableName(TABLE).key(Map.of(SITE, text(site)))
                    .updateExpression("SET home = :home, version = :next").conditionExpression("version = :read")
                    .expressionAttributeValues(Map.of(":home", text("/v" + (version + 1)), ":next",
                            number(version + 1), ":read", number(version))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private void read() {
        int reads = 0;
        for (int i = 0; i < 200; i++) {
            String site = SITES.get(random.nextInt(SITES.size()));
            reads += table.getItem(request -> request.tableName(TABLE).key(Map.of(SITE, text(site)))).hasItem() ? 1 : 0;
        }
        story.accept(reads + " reads of " + SITES.size() + " items: the cache's hit curve is in the console");
    }

    private ObjectLongMap<String> totals() {
        MutableObjectLongMap<String> totals = ObjectLongMaps.mutable.empty();
        table.scanPaginator(request -> request.tableName(TABLE).consistentRead(true)).items()
                .forEach(item -> totals.put(item.get(SITE).s(), Long.parseLong(item.get(TOTAL).n())));
        return totals;
    }

    /** Follows the stream from its beginning and keeps the latest total of each site. */
    private ObjectLongMap<String> aggregate() {
        String arn = table.describeTable(request -> request.tableName(TABLE)).table().latestStreamArn();
        MutableObjectLongMap<String> latest = ObjectLongMaps.mutable.empty();
        List<Record> all = new ArrayList<>();
        for (Shard shard : streams.describeStream(request -> request.streamArn(arn)).streamDescription().shards()) {
            String iterator = streams.getShardIterator(request -> request.streamArn(arn).shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
            List<Record> page = follow(iterator);
            all.addAll(page);
        }
        all.forEach(record -> latest.put(record.dynamodb().keys().get(SITE).s(),
                Long.parseLong(record.dynamodb().newImage().get(TOTAL).n())));
        story.accept(all.size() + " records in the stream");
        return latest;
    }

    /** To the end of what is there now: an open shard never ends. */
    private List<Record> follow(String from) {
        List<Record> records = new ArrayList<>();
        String iterator = from;
        while (iterator != null) {
            String at = iterator;
            var page = streams.getRecords(request -> request.shardIterator(at));
            records.addAll(page.records());
            iterator = page.records().isEmpty() ? null : page.nextShardIterator();
        }
        return records;
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    @Override
    public void close() {
        table.close();
        streams.close();
    }
}
