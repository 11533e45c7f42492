package dev.dyno.dynamo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.run.ManualClock;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by AWS's signer, and what may be wrong with them. */
class SignaturesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final byte[] BODY = "{\"TableName\":\"t\"}".getBytes(StandardCharsets.UTF_8);

    private final ManualClock clock = clock();
    private final Signatures signatures = new Signatures(Map.of("AKID", "secret"), clock);

    @Test
    void aSignedRequestPasses() {
        signatures.verify(signed("AKID", "secret", NOW, "dynamodb"), BODY);
    }

    @Test
    void theOrderOfParametersAndMoreHeadersDoNotMatter() {
        FullHttpRequest request = signed("AKID", "secret", NOW, "dynamodb");
        request.headers().add("User-Agent", "anything");
        signatures.verify(request, BODY);
    }

    @Test
    void whatWasChangedIsRefused() {
        refused("InvalidSignatureException", signed("AKID", "wrong", NOW, "dynamodb"), BODY);
        refused("InvalidSignatureException", signed("AKID", "secret", NOW, "dynamodb"),
                "{\"TableName\":\"u\"}".getBytes(StandardCharsets.UTF_8));
        FullHttpRequest other = signed("AKID", "secret", NOW, "dynamodb");
        other.headers().set("X-Amz-Target", "DynamoDB_20120810.DeleteTable");
        refused("InvalidSignatureException", other, BODY);
        FullHttpRequest path = signed("AKID", "secret", NOW, "dynamodb");
        path.setUri("/other");
        refused("InvalidSignatureException", path, BODY);
    }

    @Test
    void anUnknownKeyIsRefused() {
        refused("UnrecognizedClientException", signed("OTHER", "secret", NOW, "dynamodb"), BODY);
    }

    @Test
    void oldAndFutureSignaturesAreRefused() {
        signatures.verify(signed("AKID", "secret", NOW.minus(Signatures.SKEW_MAX), "dynamodb"), BODY);
        String old = refused("InvalidSignatureException", signed("AKID", "secret",
                NOW.minus(Signatures.SKEW_MAX).minus(Duration.ofSeconds(1)), "dynamodb"), BODY);
        assertTrue(old.contains("Signature expired: 20261123T094459Z is now earlier than 20261123T094500Z"
                + " (20261123T100000Z - 15 min.)"), old);
        String early = refused("InvalidSignatureException", signed("AKID", "secret",
                NOW.plus(Signatures.SKEW_MAX).plus(Duration.ofSeconds(1)), "dynamodb"), BODY);
        assertTrue(early.contains("not yet current"), early);
    }

    @Test
    void theScopeMustBeOurs() {
        String service = refused("InvalidSignatureException", signed("AKID", "secret", NOW, "s3"), BODY);
        assertTrue(service.contains("correct service: 'dynamodb'"), service);
        FullHttpRequest request = signed("AKID", "secret", NOW, "dynamodb");
        request.headers().set("X-Amz-Date", "20261123");
        refused("IncompleteSignatureException", request, BODY);
        FullHttpRequest scope = signed("AKID", "secret", NOW, "dynamodb");
        String header = scope.headers().get("Authorization");
        scope.headers().set("Authorization", header.replace("/20261123/", "/20261122/"));
        refused("InvalidSignatureException", scope, BODY);
        scope.headers().set("Authorization", header.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"));
        refused("IncompleteSignatureException", scope, BODY);
        scope.headers().set("Authorization", header.replace("/dynamodb/", "/"));
        refused("IncompleteSignatureException", scope, BODY);
    }

    private String refused(String type, FullHttpRequest request, byte[] body) {
        WireError error = assertThrows(WireError.class, () -> signatures.verify(request, body));
        assertEquals(400, error.status());
        String json = new String(error.body(), StandardCharsets.UTF_8);
        assertTrue(json.contains("com.amazon.coral.service#" + type), json);
        return json;
    }

    private static FullHttpRequest signed(String id, String secret, Instant at, String service) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder().method(SdkHttpMethod.POST)
                .uri(URI.create("http://localhost:8000/")).putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("X-Amz-Target", "DynamoDB_20120810.DescribeTable").build();
        SdkHttpRequest signed = AwsV4HttpSigner.create().sign(task -> task
                .identity(AwsCredentialsIdentity.create(id, secret)).request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(BODY))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, java.time.Clock.fixed(at, ZoneOffset.UTC))).request();
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
                Unpooled.wrappedBuffer(BODY));
        signed.headers().forEach((name, values) -> request.headers().add(name, values));
        return request;
    }

    private static ManualClock clock() {
        return new ManualClock(NOW.toEpochMilli());
    }
}
