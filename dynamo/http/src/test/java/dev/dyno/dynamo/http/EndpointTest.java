package dev.dyno.dynamo.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.run.Clock;
import dev.dyno.dynamo.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire protocol, with operations that only echo. */
@Timeout(60)
class EndpointTest {

    private static final HttpOptions OPTIONS = HttpOptions.STANDARD.withPort(0);

    private final TestOperations operations = new TestOperations();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private Endpoint endpoint;

    private RawClient open(HttpOptions options) throws IOException {
        Site site = path -> path.equals("/") ? Optional.of(new Site.Page("text/html", "<p>console".getBytes(
                StandardCharsets.UTF_8))) : Optional.empty();
        endpoint = Endpoint.open(options, operations, site, Clock.SYSTEM, faults::add);
        return new RawClient(endpoint);
    }

    @AfterEach
    void nothingIsLeft() {
        endpoint.close();
        assertEquals(0, operations.open.get(), "callers left open");
        assertEquals(List.of(), List.copyOf(faults));
    }

    @Test
    void whoMayAskForAllMayDeleteAll() throws IOException {
        String delete = "DELETE / HTTP/1.1\r\nHost: localhost\r\n";
        try (RawClient client = open(OPTIONS)) {
            assertEquals("[]", client.ask(delete + "\r\n").text());
            assertEquals(403, client.ask(delete + "Origin: http://elsewhere.example\r\n\r\n").status());
            assertEquals(404, client.ask(delete.replace("/ ", "/other ") + "\r\n").status());
        }
        endpoint.close();
        try (RawClient client = open(OPTIONS.withAddress("127.0.0.1", 0, Map.of("key", "secret")))) {
            assertEquals(404, client.ask(delete + "\r\n").status());
        }
    }

    @Test
    void anAnswerHasItsHeadersAndTheConnectionStays() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            Answer first = client.ask(RawClient.request("Echo", "{\"a\":1}"));
            assertEquals(200, first.status());
            assertEquals("{\"a\":1}", first.text());
            assertEquals("application/x-amz-json-1.0", first.header("Content-Type"));
            CRC32 crc = new CRC32();
            crc.update(first.body());
            assertEquals(Long.toString(crc.getValue()), first.header("x-amz-crc32"));
            assertTrue(first.header("x-amzn-RequestId").matches("[0-9A-Z]{52}"), first.header("x-amzn-RequestId"));
            assertFalse(first.header("Date").isEmpty());
            Answer second = client.ask(RawClient.request("Echo", "{}"));
            assertEquals("{}", second.text());
            assertNotEquals(first.header("x-amzn-RequestId"), second.header("x-amzn-RequestId"));
        }
    }

    @Test
    void whatIsSentAheadIsAnsweredInOrder() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 120; i++) {
                many.append(RawClient.request(i % 3 == 0 ? "EchoLater" : "Echo", "{\"n\":" + i + "}"));
            }
            client.send(many.toString());
            for (int i = 0; i < 120; i++) {
                assertEquals("{\"n\":" + i + "}", client.answer().text());
            }
        }
    }

    @Test
    void gzipBothWays() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            String body = "{\"a\":\"" + "x".repeat(5000) + "\"}";
            byte[] packed = Packing.pack(body.getBytes(StandardCharsets.UTF_8));
            client.send(RawClient.head("Echo", packed.length, "Content-Encoding: gzip", "Accept-Encoding: gzip"));
            client.send(packed);
            Answer answer = client.answer();
            assertEquals("gzip", answer.header("Content-Encoding"));
            CRC32 crc = new CRC32();
            crc.update(answer.body());
            assertEquals(Long.toString(crc.getValue()), answer.header("x-amz-crc32"));
            assertArrayEquals(body.getBytes(StandardCharsets.UTF_8),
                    new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes());
            Answer bad = client.ask(RawClient.request("Echo", "{}", "Content-Encoding: gzip"));
            assertError(400, "SerializationException", bad);
        }
    }

    @Test
    void whatIsNotTheProtocolIsRefusedAsAwsDoes() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            for (String target : List.of("", "Echo", "DynamoDB_20110101.Echo", "DynamoDB_20120810.",
                    "DynamoDB_20120810.A-B",
                    "DynamoDBStreams_20120810", "DynamoDB_20120810.Nothing", "DynamoDB_20120810." + "a".repeat(70))) {
                assertError(400, "com.amazon.coral.service#UnknownOperationException", client.ask(
                        RawClient.request("Echo", "{}").replace("DynamoDB_20120810.Echo", target)));
            }
            assertEquals(404,
                    client.ask(RawClient.request("Echo", "{}").replace("x-amz-json-1.0", "xml")).status());
            assertEquals(404, client.ask(RawClient.request("Echo", "{}").replace("POST", "PUT")).status());
            assertError(400, "com.amazon.coral.service#MissingAuthenticationTokenException",
                    client.ask(RawClient.request("Echo", "{}").replace("Authorization", "X-Nothing")));
            Answer incomplete = client.ask(RawClient.request("Echo", "{}").replace("Signature=0123", "x"));
            assertError(400, "com.amazon.coral.service#IncompleteSignatureException", incomplete);
            assertTrue(incomplete.text().contains("Authorization header requires 'Signature' parameter."));
            assertEquals(200, client.ask(RawClient.request("Echo", "{}")).status(), "the connection lives");
        }
    }

    @Test
    void anErrorOfAnOperationIsItsOwn() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            Answer refused = client.ask(RawClient.request("Refuse", "{}"));
            assertError(400, "ValidationException", refused);
            assertTrue(refused.text().contains("\"message\":\"no \\\"such\\\" thing\""), refused.text());
            Answer broken = client.ask(RawClient.request("Break", "{}"));
            assertError(500, "InternalServerError", broken);
            assertFalse(broken.text().contains("secret"));
            assertEquals("a secret of the inside", faults.remove().getMessage());
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheConnectionEnds() throws IOException {
        open(OPTIONS).close();
        try (RawClient client = new RawClient(endpoint)) {
            assertError(413, "RequestEntityTooLargeException", client.ask(RawClient.head("Echo", (16 << 20) + 1)));
            assertTrue(client.isClosed());
        }
        try (RawClient client = new RawClient(endpoint)) {
            Answer answer = client.ask(RawClient.request("Echo", "{}", "X-Long: " + "x".repeat(40_000)));
            assertError(431, "RequestHeaderFieldsTooLargeException", answer);
            assertTrue(client.isClosed());
        }
        try (RawClient client = new RawClient(endpoint)) {
            byte[] bomb = Packing.pack(new byte[(16 << 20) + 1]);
            client.send(RawClient.head("Echo", bomb.length, "Content-Encoding: gzip"));
            client.send(bomb);
            assertError(413, "RequestEntityTooLargeException", client.answer());
        }
        try (RawClient client = new RawClient(endpoint)) {
            assertError(400, "SerializationException", client.ask("this is not http\r\n\r\n"));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void aLargeBodyPasses() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            String body = "x".repeat(16 << 20);
            assertEquals(body, client.ask(RawClient.request("Echo", body)).text());
        }
    }

    @Test
    void slowAndSilentClientsAreSentAwayAndHoldUpNobody() throws IOException {
        open(OPTIONS.withTimes(300, 300)).close();
        try (RawClient slow = new RawClient(endpoint); RawClient silent = new RawClient(endpoint);
                RawClient other = new RawClient(endpoint)) {
            slow.send(RawClient.head("Echo", 10) + "{");
            assertEquals(200, other.ask(RawClient.request("Echo", "{}")).status());
            assertError(408, "RequestTimeoutException", slow.answer());
            assertTrue(slow.isClosed());
            assertTrue(silent.isClosed());
        }
    }

    @Test
    void aCallThatWaitsHoldsUpNobodyAndIsFinishedAtTheEnd() throws Exception {
        try (RawClient waiting = open(HttpOptions.STANDARD.withPort(0)); RawClient other = new RawClient(endpoint)) {
            waiting.send(RawClient.request("Hold", "{\"held\":true}"));
            operations.held.await();
            assertEquals(200, other.ask(RawClient.request("Echo", "{}")).status());
            FutureTask<Boolean> closing = new FutureTask<>(() -> {
                endpoint.close();
                return true;
            });
            Thread.ofPlatform().start(closing);
            assertTrue(other.isClosed(), "who asks nothing is sent away at once");
            operations.released.countDown();
            Answer answer = waiting.answer();
            assertEquals("{\"held\":true}", answer.text());
            assertEquals("close", answer.header("Connection"));
            assertTrue(closing.get());
            assertThrows(IOException.class, () -> new RawClient(endpoint).close());
        }
    }

    @Test
    void onlyPagesOfThisMachineMayAsk() throws IOException {
        try (RawClient client = open(OPTIONS.withOrigins(Set.of("https://app.example")))) {
            for (String origin : List.of("http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:1",
                    "https://app.example")) {
                Answer answer = client.ask(RawClient.request("Echo", "{}", "Origin: " + origin));
                assertEquals(200, answer.status());
                assertEquals(origin, answer.header("Access-Control-Allow-Origin"));
            }
            for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1.evil.example", "file://")) {
                assertError(403, "AccessDeniedException",
                        client.ask(RawClient.request("Echo", "{}", "Origin: " + origin)));
            }
            Answer preflight = client.ask("OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n"
                    + "Access-Control-Request-Headers: x-amz-target\r\n\r\n");
            assertEquals(200, preflight.status());
            assertEquals("x-amz-target", preflight.header("Access-Control-Allow-Headers"));
        }
    }

    @Test
    void aGetIsForHealthAndForPages() throws IOException {
        try (RawClient client = open(OPTIONS)) {
            assertTrue(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").text().startsWith("healthy: dynamodb."));
            Answer page = client.ask("GET /?a=b HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
            assertEquals("<p>console", page.text());
            assertTrue(page.header("Content-Security-Policy").contains("default-src 'self'"));
            assertEquals(404, client.ask("GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n").status());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        open(OPTIONS).close();
        IOException e = assertThrows(IOException.class, () -> Endpoint.open(OPTIONS.withPort(endpoint.port()),
                new TestOperations(), Site.NONE, Clock.SYSTEM, faults::add));
        assertTrue(e.getMessage().contains("port=" + endpoint.port()), e.getMessage());
    }

    @Test
    void tooManyConnectionsAreClosed() throws IOException {
        try (RawClient first = open(OPTIONS.withConnectionsMax(1))) {
            assertEquals(200, first.ask(RawClient.request("Echo", "{}")).status());
            try (RawClient second = new RawClient(endpoint)) {
                assertTrue(second.isClosed());
            }
            assertEquals(200, first.ask(RawClient.request("Echo", "{}")).status());
        }
    }

    @Test
    void anAddressForOthersNeedsKeys() throws IOException {
        open(OPTIONS).close();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> OPTIONS.withAddress("0.0.0.0", 0, Map.of()));
        assertTrue(e.getMessage().contains("access keys"), e.getMessage());
        assertFalse(OPTIONS.withAddress("0.0.0.0", 0, Map.of("id", "secret")).toString().contains("secret"));
    }

    private static void assertError(int status, String type, Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertTrue(answer.text().startsWith("{\"__type\":\"") && answer.text().contains(type), answer.text());
        assertFalse(answer.header("x-amzn-RequestId").isEmpty());
    }
}
