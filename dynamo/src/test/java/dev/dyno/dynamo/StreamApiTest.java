package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams and time to live, on every engine with streams on top. */
class StreamApiTest {

    private static final String TABLE = "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
            + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'}],'KeySchema':"
            + "[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],"
            + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_AND_OLD_IMAGES'}}";

    static List<EngineProvider> streamed() {
        return Stacks.all().stream().filter(each -> each.name().startsWith("streams("))
                .filter(each -> !System.getProperty("dyno.engine", "").isEmpty()
                        || each.capabilities().contains(Capability.COMMIT_LISTENER)).toList();
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void recordsSayWhatHappened(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            String key = "'Key':{'p':{'S':'a'},'s':{'N':'1'}}";
            api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'1'},'v':{'N':'1'}}}");
            api.call("PutItem", "{'TableName':'tab','Item':{'v':{'N':'1.0'},'p':{'S':'a'},'s':{'N':'1'}}}");
            api.call("UpdateItem", "{'TableName':'tab'," + key + ",'UpdateExpression':'ADD v :n',"
                    + "'ExpressionAttributeValues':{':n':{'N':'4'}}}");
            api.fail("DeleteItem", "{'TableName':'tab'," + key + ",'ConditionExpression':'attribute_exists(zz)'}");
            api.call("DeleteItem", "{'TableName':'tab'," + key + "}");
            api.call("DeleteItem", "{'TableName':'tab'," + key + "}");
            api.reopen();
            List<JsonNode> records = records(api);
            assertEquals(List.of("INSERT", "MODIFY", "REMOVE"),
                    records.stream().map(record -> record.path("eventName").asText()).toList());
            JsonNode modify = records.get(1).path("dynamodb");
            assertEquals("1", modify.path("OldImage").path("v").path("N").asText());
            assertEquals("5", modify.path("NewImage").path("v").path("N").asText());
            assertEquals(Api.tree(Api.quoted("{'p':{'S':'a'},'s':{'N':'1'}}")), modify.path("Keys"));
            assertEquals("aws:dynamodb", records.get(1).path("eventSource").asText());
            assertFalse(records.get(2).has("userIdentity"));
        }
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void itemsExpireByTheClockAndTheStreamSaysSo(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            assertEquals("ValidationException: TimeToLive is already disabled", api.fail("UpdateTimeToLive",
                    "{'TableName':'tab','TimeToLiveSpecification':{'AttributeName':'ttl','Enabled':false}}"));
            api.call("UpdateTimeToLive",
                    "{'TableName':'tab','TimeToLiveSpecification':{'AttributeName':'ttl','Enabled':true}}");
            api.expect("DescribeTimeToLive", "{'TableName':'tab'}",
                    "{'TimeToLiveDescription':{'TimeToLiveStatus':'ENABLED','AttributeName':'ttl'}}");
            long now = api.clock.epochMillis() / 1000;
            put(api, 1, "{'N':'" + (now + 100) + "'}");
            put(api, 2, "{'N':'" + (now + 10_000) + "'}");
            put(api, 3, "{'S':'" + (now + 100) + "'}");
            put(api, 4, "{'N':'" + (now - 6L * 365 * 86_400) + "'}");
            assertEquals(0, api.session.expire());
            api.clock.advance(TimeUnit.SECONDS.toNanos(200));
            assertEquals(1, api.session.expire());
            assertEquals(3, api.ask("Scan", "{'TableName':'tab'}").path("Count").asInt());
            List<JsonNode> records = records(api);
            JsonNode removed = records.getLast();
            assertEquals("REMOVE", removed.path("eventName").asText());
            if (provider.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS)) {
                assertEquals(Api.tree(Api.quoted("{'type':'Service','principalId':'dynamodb.amazonaws.com'}")),
                        removed.path("userIdentity"));
            }
            put(api, 1, "{'N':'" + (now + 100_000) + "'}");
            api.call("DeleteItem", "{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}}}");
            assertFalse(records(api).getLast().has("userIdentity"), "somebody asked for this one");
        }
    }

    private static void put(Api api, int sort, String ttl) {
        api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'" + sort + "'},'ttl':" + ttl + "}}");
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void aStreamIsSwitchedOnAndOff(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            api.expect("ListStreams", "{}", "{'Streams':[]}");
            api.call("UpdateTable", "{'TableName':'tab','StreamSpecification':{'StreamEnabled':true,"
                    + "'StreamViewType':'KEYS_ONLY'}}");
            assertTrue(api.fail("UpdateTable", "{'TableName':'tab','StreamSpecification':{'StreamEnabled':true,"
                    + "'StreamViewType':'NEW_IMAGE'}}").contains("already has an enabled stream"));
            api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'1'},'v':{'N':'1'}}}");
            JsonNode record = records(api).getFirst().path("dynamodb");
            assertFalse(record.has("NewImage") || record.has("OldImage"));
            api.call("UpdateTable", "{'TableName':'tab','StreamSpecification':{'StreamEnabled':false}}");
            JsonNode table = api.ask("DescribeTable", "{'TableName':'tab'}").path("Table");
            assertFalse(table.has("StreamSpecification"));
            assertEquals(1, records(api).size(), "a stream that is off can be read on");
            assertEquals("ResourceNotFoundException", api.error("DescribeStream",
                    "{'StreamArn':'arn:aws:dynamodb:us-east-1:000000000000:table/tab/stream/x.99'}").type()
                    .shortName());
        }
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void theChildrenOfAShardAreAskedFor(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            StreamingEngine engine = (StreamingEngine) api.engine;
            StreamDescription stream = engine.streams().getFirst();
            ShardDescription parent = stream.shards().getLast();
            engine.splitShard(stream.id(), parent.number());
            String arn = api.ask("ListStreams", "{}").path("Streams").path(0).path("StreamArn").asText();
            JsonNode described = api.ask("DescribeStream", "{'StreamArn':'" + arn + "','ShardFilter':{'Type':"
                    + "'CHILD_SHARDS','ShardId':'" + parent.id() + "'}}").path("StreamDescription");
            assertEquals(2, described.path("Shards").size());
            described.path("Shards").forEach(
                    shard -> assertEquals(parent.id(), shard.path("ParentShardId").asText()));
        }
    }

    /** All records of the first stream, shard by shard. */
    private static List<JsonNode> records(Api api) {
        String arn = api.ask("ListStreams", "{'TableName':'tab'}").path("Streams").path(0).path("StreamArn").asText();
        assertEquals(arn,
                api.ask("DescribeTable", "{'TableName':'tab'}").path("Table").path("LatestStreamArn").asText());
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode shard : api.ask("DescribeStream", "{'StreamArn':'" + arn + "'}").path("StreamDescription")
                .path("Shards")) {
            assertTrue(shard.path("ShardId").asText().length() >= 28);
            String iterator = api.ask("GetShardIterator", "{'StreamArn':'" + arn + "','ShardId':'"
                    + shard.path("ShardId").asText() + "','ShardIteratorType':'TRIM_HORIZON'}").path("ShardIterator")
                    .asText();
            int before;
            do {
                before = all.size();
                JsonNode page = api.ask("GetRecords", "{'ShardIterator':'" + iterator + "','Limit':2}");
                page.path("Records").forEach(all::add);
                iterator = page.path("NextShardIterator").asText();
            } while (all.size() > before && !iterator.isEmpty());
        }
        return all;
    }
}
