package dev.dyno.dynamo.dax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.ManualClock;
import dev.dyno.dynamo.http.Operations.Caller;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DAX's documented behaviour, over DynamoDB's own protocol. */
@Timeout(30)
class DaxTest {

    private static final long FIVE_MINUTES_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final TestUpstream upstream = new TestUpstream();
    private final ManualClock clock = new ManualClock(0);
    private final Dax dax = new Dax(upstream, DaxOptions.of(8 << 20), Memory.system(), clock);
    private final Caller caller = dax.openCaller();

    @BeforeEach
    void createTable() {
        upstream.direct("CreateTable", """
                {"TableName":"tab","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                {"AttributeName":"sk","KeyType":"RANGE"}],"AttributeDefinitions":[
                {"AttributeName":"pk","AttributeType":"S"},
                {"AttributeName":"sk","AttributeType":"N"}]}""");
    }

    @AfterEach
    void close() {
        caller.close();
        dax.close();
    }

    @Test
    void aSecondReadIsAnsweredFromMemoryHoweverTheKeyIsWritten() {
        upstream.direct("PutItem", put("a", "1", "x"));
        assertEquals(item("a", "1", "x"), ask("GetItem", get("a", "1", "")));
        assertEquals(List.of("GetItem"), upstream.asked());
        assertEquals(item("a", "1", "x"), ask("GetItem", get("a", "1.0", "")));
        assertEquals(item("a", "1", "x"), ask("GetItem", get("a", "1e0", ",\"ConsistentRead\":false")));
        assertEquals(List.of(), upstream.asked());
        assertEquals(2, dax.metrics().itemCacheHits());
        assertEquals(1, dax.metrics().itemCacheMisses());
    }

    @Test
    void absenceIsKnownUntilAWriteThroughTheCacheOrItsAge() {
        assertEquals("{}", ask("GetItem", get("a", "1", "")));
        upstream.direct("PutItem", put("a", "1", "around"));
        assertEquals("{}", ask("GetItem", get("a", "1", "")), "a write around the cache is not seen");
        clock.advance(FIVE_MINUTES_NANOS + 1);
        assertEquals(item("a", "1", "around"), ask("GetItem", get("a", "1", "")));
        ask("PutItem", put("a", "1", "through"));
        upstream.asked();
        assertEquals(item("a", "1", "through"), ask("GetItem", get("a", "1", "")));
        ask("DeleteItem", "{\"TableName\":\"tab\",\"Key\":" + key("a", "1") + "}");
        assertEquals("{}", ask("GetItem", get("a", "1", "")));
        assertEquals(List.of("DeleteItem"), upstream.asked());
    }

    @Test
    void strongReadsPassByAndAreNotKept() {
        upstream.direct("PutItem", put("a", "1", "x"));
        for (int i = 0; i < 2; i++) {
            assertEquals(item("a", "1", "x"), ask("GetItem", get("a", "1", ",\"ConsistentRead\":true")));
        }
        assertEquals(List.of("GetItem", "GetItem"), upstream.asked());
        ask("GetItem", get("a", "1", ""));
        assertEquals(List.of("GetItem"), upstream.asked());
    }

    @Test
    void aRefusedWriteChangesNothing() {
        ask("PutItem", put("a", "1", "x"));
        WireError refused = assertThrows(WireError.class, () -> ask("PutItem",
                put("a", "1", "y").replaceFirst("}$", ",\"ConditionExpression\":\"attribute_not_exists(pk)\"}")));
        assertEquals(400, refused.status());
        upstream.asked();
        assertEquals(item("a", "1", "x"), ask("GetItem", get("a", "1", "")));
        assertEquals(List.of(), upstream.asked());
        assertEquals(1, dax.metrics().errorRequestCount());
    }

    @Test
    void numbersAreKeptInTheirNormalForm() {
        ask("PutItem", put("a", "1.0", "x").replaceFirst("}}$",
                ",\"n\":{\"N\":\"100E-2\"},\"N\":{\"NS\":[\"1.50\"]}}}"));
        upstream.asked();
        String answer = ask("GetItem", get("a", "1", ""));
        assertEquals(List.of(), upstream.asked());
        assertTrue(answer.contains("\"n\":{\"N\":\"1\"}") && answer.contains("\"N\":{\"NS\":[\"1.5\"]}"), answer);
    }

    @Test
    void anUpdateLeavesTheNewImage() {
        ask("PutItem", put("a", "1", "x"));
        assertEquals("{}", ask("UpdateItem", update("a", "1", "")));
        upstream.asked();
        assertEquals(item("a", "1", "new"), ask("GetItem", get("a", "1", "")));
        assertEquals(List.of(), upstream.asked(), "the image came with the update");
        ask("UpdateItem", update("a", "1", ",\"ReturnValues\":\"ALL_OLD\""));
        upstream.asked();
        assertEquals(item("a", "1", "new"), ask("GetItem", get("a", "1", "")));
        assertEquals(List.of("GetItem"), upstream.asked(), "the next reader fetches it");
    }

    @Test
    void aSlowFillNeverBringsAnOldItemBack() throws Exception {
        upstream.direct("PutItem", put("a", "1", "old"));
        ask("GetItem", get("b", "1", ""));
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        upstream.beforeAnswer(() -> {
            upstream.beforeAnswer(() -> { });
            read.countDown();
            await(written);
        });
        FutureTask<String> reader = new FutureTask<>(() -> {
            try (Caller other = dax.openCaller()) {
                return text(other.call(TestUpstream.target("GetItem"), bytes(get("a", "1", ""))));
            }
        });
        Thread.ofPlatform().start(reader);
        read.await();
        ask("PutItem", put("a", "1", "new"));
        written.countDown();
        assertEquals(item("a", "1", "old"), reader.get(), "it asked before the write");
        upstream.asked();
        assertEquals(item("a", "1", "new"), ask("GetItem", get("a", "1", "")));
    }

    @Test
    void whoMissesTheSameItemAtOnceSharesARequest() throws Exception {
        upstream.direct("PutItem", put("a", "1", "x"));
        ask("GetItem", get("b", "1", ""));
        upstream.asked();
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        upstream.beforeAnswer(() -> {
            under.countDown();
            await(go);
        });
        FutureTask<String> first = reader();
        under.await();
        FutureTask<String> second = reader();
        while (dax.metrics().itemCacheMisses() < 3) {
            Thread.onSpinWait();
        }
        go.countDown();
        assertEquals(item("a", "1", "x"), first.get());
        assertEquals(item("a", "1", "x"), second.get());
        assertTrue(upstream.asked().size() <= 2);
    }

    @Test
    void aBatchAsksOnlyForWhatIsMissing() {
        ask("PutItem", put("a", "1", "x"));
        upstream.direct("PutItem", put("a", "2", "y"));
        upstream.asked();
        String batch = "{\"RequestItems\":{\"tab\":{\"Keys\":[" + key("a", "1") + "," + key("a", "2") + ","
                + key("a", "3") + "]}}}";
        String answer = ask("BatchGetItem", batch);
        assertTrue(answer.contains("\"x\"") && answer.contains("\"y\""), answer);
        assertEquals(List.of("BatchGetItem"), upstream.asked());
        ask("BatchGetItem", batch);
        assertEquals(List.of(), upstream.asked(), "absence was learned too");
        assertEquals(1 + 3, dax.metrics().itemCacheHits());
    }

    @Test
    void projectionsShareOneItemOnceUpstreamAcceptedThem() {
        upstream.direct("PutItem", put("a", "1", "x"));
        String projected = get("a", "1",
                ",\"ProjectionExpression\":\"#v\",\"ExpressionAttributeNames\":{\"#v\":\"v\"}");
        for (int i = 0; i < 3; i++) {
            assertEquals("{\"Item\":{\"v\":{\"S\":\"x\"}}}", ask("GetItem", projected));
        }
        assertEquals(List.of("GetItem", "GetItem"), upstream.asked(), "once to judge it, once to keep the item");
        String bad = get("a", "1", ",\"ProjectionExpression\":\"v..w\"");
        assertThrows(WireError.class, () -> ask("GetItem", bad));
    }

    @Test
    void aResultStaysWhateverIsWrittenUntilItsAge() {
        ask("PutItem", put("a", "1", "x"));
        String first = ask("Query", query(":p", ""));
        ask("PutItem", put("a", "2", "y"));
        assertEquals(first, ask("Query", query(":p", "")), "query, put, same query: the old result");
        assertEquals(first, ask("Query", query(":other", "")), "the same question in other words");
        assertTrue(ask("Query", query(":p", ",\"ScanIndexForward\":false")).contains("\"y\""), "another question");
        assertTrue(ask("Query", query(":p", ",\"ConsistentRead\":true")).contains("\"y\""));
        clock.advance(FIVE_MINUTES_NANOS + 1);
        assertTrue(ask("Query", query(":p", "")).contains("\"y\""));
        assertEquals(2, dax.metrics().queryCacheHits());
    }

    private FutureTask<String> reader() {
        FutureTask<String> reader = new FutureTask<>(() -> {
            try (Caller other = dax.openCaller()) {
                return text(other.call(TestUpstream.target("GetItem"), bytes(get("a", "1", ""))));
            }
        });
        Thread.ofPlatform().start(reader);
        return reader;
    }

    private String ask(String operation, String json) {
        Target target = TestUpstream.target(operation);
        byte[] known = caller.known(target, bytes(json));
        return text(known.length > 0 ? known : caller.call(target, bytes(json)));
    }

    private static String key(String partition, String sort) {
        return "{\"pk\":{\"S\":\"" + partition + "\"},\"sk\":{\"N\":\"" + sort + "\"}}";
    }

    private static String get(String partition, String sort, String more) {
        return "{\"TableName\":\"tab\",\"Key\":" + key(partition, sort) + more + "}";
    }

    private static String put(String partition, String sort, String value) {
        return "{\"TableName\":\"tab\",\"Item\":{\"pk\":{\"S\":\"" + partition + "\"},\"sk\":{\"N\":\"" + sort
                + "\"},\"v\":{\"S\":\"" + value + "\"}}}";
    }

    private static String update(String partition, String sort, String more) {
        return "{\"TableName\":\"tab\",\"Key\":" + key(partition, sort) + ",\"UpdateExpression\":\"SET v = :v\","
                + "\"ExpressionAttributeValues\":{\":v\":{\"S\":\"new\"}}" + more + "}";
    }

    private static String query(String placeholder, String more) {
        return "{\"TableName\":\"tab\",\"KeyConditionExpression\":\"pk = " + placeholder
                + "\",\"ExpressionAttributeValues\":{\"" + placeholder + "\":{\"S\":\"a\"}}" + more + "}";
    }

    private static String item(String partition, String sort, String value) {
        return "{\"Item\":{\"pk\":{\"S\":\"" + partition + "\"},\"sk\":{\"N\":\"" + sort + "\"},\"v\":{\"S\":\"" + value
                + "\"}}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
