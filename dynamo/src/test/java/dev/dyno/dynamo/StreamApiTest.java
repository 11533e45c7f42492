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
            assertEquals("1.1", records.get(1).path("eventVersion").asText());
            assertEquals("us-east-1", records.get(1).path("awsRegion").asText());
            assertEquals(api.clock.epochMillis() / 1000, modify.path("ApproximateCreationDateTime").asLong());
            assertEquals(3 * (1 + 1 + 1 + 2) + 2 * (1 + 2), modify.path("SizeBytes").asInt(), "keys and two images");
            assertEquals(3, records.stream().map(record -> record.path("eventID").asText()).distinct().count());
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
    void aStreamHasTheImagesOfItsView(EngineProvider provider) {
        for (String view : List.of("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")) {
            try (Api api = new Api(provider)) {
                api.call("CreateTable", TABLE.replace("NEW_AND_OLD_IMAGES", view));
                put(api, 1, "{'N':'1'}");
                put(api, 1, "{'N':'2'}");
                JsonNode change = records(api).getLast().path("dynamodb");
                assertEquals(view, change.path("StreamViewType").asText());
                assertEquals(view.contains("NEW") ? "2" : "", change.path("NewImage").path("ttl").path("N").asText());
                assertEquals(view.contains("OLD") ? "1" : "", change.path("OldImage").path("ttl").path("N").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void aBatchAndATransactionMakeARecordForEachItem(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            put(api, 1, "{'N':'1'}");
            api.call("BatchWriteItem", "{'RequestItems':{'tab':[{'PutRequest':{'Item':{'p':{'S':'b'},'s':{'N':'2'}}}},"
                    + "{'DeleteRequest':{'Key':{'p':{'S':'a'},'s':{'N':'1'}}}},"
                    + "{'DeleteRequest':{'Key':{'p':{'S':'a'},'s':{'N':'9'}}}}]}}");
            List<String> changes = List.of("INSERT 1", "INSERT 2", "REMOVE 1");
            assertEquals(changes, changes(api));
            if (provider.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS)) {
                api.call("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'tab','Item':{'p':{'S':'c'},"
                        + "'s':{'N':'3'}}}},{'ConditionCheck':{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}},"
                        + "'ConditionExpression':'attribute_not_exists(p)'}},{'Delete':{'TableName':'tab','Key':"
                        + "{'p':{'S':'b'},'s':{'N':'2'}}}}]}");
                api.fail("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'tab','Item':{'p':{'S':'d'},"
                        + "'s':{'N':'4'}}}},{'ConditionCheck':{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}},"
                        + "'ConditionExpression':'attribute_exists(p)'}}]}");
                assertEquals(List.of("INSERT 1", "INSERT 2", "INSERT 3", "REMOVE 1", "REMOVE 2"), changes(api));
            }
        }
    }

    /** What was changed, whatever the order of items: only that of one item's changes is promised. */
    private static List<String> changes(Api api) {
        return records(api).stream().map(record -> record.path("eventName").asText() + " "
                + record.path("dynamodb").path("Keys").path("s").path("N").asText()).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void whoComesTooLateIsTold(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            put(api, 1, "{'N':'1'}");
            String arn = api.ask("ListStreams", "{}").path("Streams").path(0).path("StreamArn").asText();
            JsonNode shard = api.ask("DescribeStream", "{'StreamArn':'" + arn + "'}").path("StreamDescription")
                    .path("Shards").path(0);
            String of = "{'StreamArn':'" + arn + "','ShardId':'" + shard.path("ShardId").asText() + "'";
            String oldest = of + ",'ShardIteratorType':'TRIM_HORIZON'}";
            String at = of + ",'ShardIteratorType':'AT_SEQUENCE_NUMBER','SequenceNumber':'"
                    + numbers(records(api)).getFirst() + "'}";
            String iterator = api.ask("GetShardIterator", oldest).path("ShardIterator").asText();
            api.clock.advance(TimeUnit.MINUTES.toNanos(16));
            assertTrue(api.fail("GetRecords", "{'ShardIterator':'" + iterator + "'}")
                    .startsWith("ExpiredIteratorException"));
            assertEquals(1, from(api, at));
            api.clock.advance(TimeUnit.HOURS.toNanos(24));
            assertTrue(api.fail("GetShardIterator", at).startsWith("TrimmedDataAccessException"));
            assertEquals(0, from(api, oldest), "the horizon is where the gap ends");
            put(api, 2, "{'N':'1'}");
            assertEquals(List.of("INSERT 2"), changes(api), "in a shard of its own, the other is too old");
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

    @ParameterizedTest
    @MethodSource("streamed")
    void aShardsNumbersAreThoseOfItsRecords(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            JsonNode empty = ranges(api).getFirst();
            assertFalse(empty.has("EndingSequenceNumber"), "it gets more");
            for (int i = 0; i < 3; i++) {
                put(api, i, "{'N':'0'}");
            }
            List<String> written = numbers(records(api));
            assertEquals(List.of(written.getFirst()), numbers(ranges(api), "StartingSequenceNumber"));
            assertTrue(empty.path("StartingSequenceNumber").asText().compareTo(written.getFirst()) <= 0);
            StreamingEngine engine = (StreamingEngine) api.engine;
            StreamDescription stream = engine.streams().getFirst();
            engine.splitShard(stream.id(), stream.shards().getFirst().number());
            put(api, 3, "{'N':'0'}");
            api.reopen();
            List<JsonNode> ranges = ranges(api);
            assertEquals(3, ranges.size());
            assertEquals(written.getFirst(), ranges.getFirst().path("StartingSequenceNumber").asText());
            assertEquals(written.getLast(), ranges.getFirst().path("EndingSequenceNumber").asText(), "it is closed");
            String fourth = numbers(records(api)).getLast();
            assertTrue(numbers(ranges, "StartingSequenceNumber").subList(1, 3).contains(fourth), ranges.toString());
            for (JsonNode child : ranges.subList(1, 3)) {
                assertFalse(child.has("EndingSequenceNumber"));
                assertTrue(child.path("StartingSequenceNumber").asText().compareTo(written.getLast()) > 0);
            }
            api.call("UpdateTable", "{'TableName':'tab','StreamSpecification':{'StreamEnabled':false}}");
            List<String> ends = numbers(ranges(api), "EndingSequenceNumber");
            assertEquals(written.getLast(), ends.getFirst());
            assertTrue(ends.subList(1, 3).contains(fourth), "a stream that is off gets no more: " + ends);
        }
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void aShardIsReadFromItsStartingNumber(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", TABLE);
            put(api, 1, "{'N':'0'}");
            put(api, 2, "{'N':'0'}");
            String arn = api.ask("ListStreams", "{}").path("Streams").path(0).path("StreamArn").asText();
            JsonNode shard = api.ask("DescribeStream", "{'StreamArn':'" + arn + "'}").path("StreamDescription")
                    .path("Shards").path(0);
            String start = shard.path("SequenceNumberRange").path("StartingSequenceNumber").asText();
            String of = "{'StreamArn':'" + arn + "','ShardId':'" + shard.path("ShardId").asText()
                    + "','SequenceNumber':'" + start + "','ShardIteratorType':'";
            assertEquals(2, from(api, of + "AT_SEQUENCE_NUMBER'}"));
            assertEquals(1, from(api, of + "AFTER_SEQUENCE_NUMBER'}"));
            assertEquals(0, from(api, of + "LATEST'}"));
        }
    }

    /** How many records an iterator gives. */
    private static int from(Api api, String iterator) {
        return api.ask("GetRecords", "{'ShardIterator':'" + api.ask("GetShardIterator", iterator).path("ShardIterator")
                .asText() + "'}").path("Records").size();
    }

    private static List<JsonNode> ranges(Api api) {
        String arn = api.ask("ListStreams", "{}").path("Streams").path(0).path("StreamArn").asText();
        List<JsonNode> ranges = new ArrayList<>();
        api.ask("DescribeStream", "{'StreamArn':'" + arn + "'}").path("StreamDescription").path("Shards")
                .forEach(shard -> ranges.add(shard.path("SequenceNumberRange")));
        return ranges;
    }

    private static List<String> numbers(List<JsonNode> records) {
        return numbers(records.stream().map(record -> record.path("dynamodb")).toList(), "SequenceNumber");
    }

    private static List<String> numbers(List<JsonNode> nodes, String member) {
        return nodes.stream().map(node -> node.path(member).asText()).toList();
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
