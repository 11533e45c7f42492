package dev.dyno.dynamo.http;

import dev.dyno.api.run.Clock;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Verifies signatures of version 4: signs the request again with AWS's own signer and compares. The order of the
 * checks, and their texts, are AWS's.
 *
 * <p>Threads: any.
 */
final class Signatures {

    static final Duration SKEW_MAX = Duration.ofMinutes(15);

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String SERVICE = "dynamodb";
    private static final String TERMINATOR = "aws4_request";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Map<String, String> secrets;
    private final Clock clock;

    Signatures(Map<String, String> secrets, Clock clock) {
        this.secrets = Map.copyOf(secrets);
        this.clock = clock;
    }

    /**
     * @param body as it came, packed or not
     * @throws WireError unless it is signed by one of the keys, now
     */
    void verify(HttpRequest request, byte[] body) {
        HttpHeaders headers = request.headers();
        Authorization stated = Authorization.parse(headers);
        Instant signedAt = instant(stated.date());
        checkSkew(signedAt);
        if (!stated.signedHeaders().contains("host")) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        checkScope(stated);
        String secret = secrets.get(stated.keyId());
        if (secret == null) {
            throw Authorization.refuse("UnrecognizedClientException",
                    "The security token included in the request is invalid.");
        }
        String expected = sign(request, body, stated, signedAt, secret);
        if (!MessageDigest.isEqual(bytes(expected), bytes(stated.signature()))) {
            throw invalid("The request signature we calculated does not match the signature you provided. Check your"
                    + " AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
    }

    private void checkSkew(Instant signedAt) {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        Instant oldest = now.minus(SKEW_MAX);
        Instant latest = now.plus(SKEW_MAX);
        if (signedAt.isBefore(oldest)) {
            throw invalid("Signature expired: " + BASIC.format(signedAt) + " is now earlier than "
                    + BASIC.format(oldest) + " (" + BASIC.format(now) + " - 15 min.)");
        }
        if (signedAt.isAfter(latest)) {
            throw invalid("Signature not yet current: " + BASIC.format(signedAt) + " is still later than "
                    + BASIC.format(latest) + " (" + BASIC.format(now) + " + 15 min.)");
        }
    }

    private static void checkScope(Authorization stated) {
        StringBuilder wrong = new StringBuilder();
        if (!stated.service().equals(SERVICE)) {
            wrong.append("Credential should be scoped to correct service: '" + SERVICE + "'. ");
        }
        if (!stated.terminator().equals(TERMINATOR)) {
            wrong.append("Credential should be scoped with a valid terminator: '" + TERMINATOR + "', not '")
                    .append(stated.terminator()).append("'. ");
        }
        if (!stated.date().startsWith(stated.scopeDate())) {
            wrong.append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '")
                    .append(stated.scopeDate()).append("' != '")
                    .append(stated.date(), 0, Math.min("yyyyMMdd".length(), stated.date().length()))
                    .append("', from '").append(stated.date()).append("'.");
        }
        if (!wrong.isEmpty()) {
            throw invalid(wrong.toString());
        }
    }

    private String sign(HttpRequest request, byte[] body, Authorization stated, Instant signedAt, String secret) {
        HttpHeaders headers = request.headers();
        SdkHttpRequest.Builder unsigned;
        try {
            unsigned = SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(request.method().name()))
                    .uri(URI.create("http://" + headers.get(HttpHeaderNames.HOST, "") + request.uri()));
        } catch (IllegalArgumentException e) {
            throw invalid("The host or path of the request is not well formed.");
        }
        for (String name : stated.signedHeaders()) {
            unsigned.putHeader(name, headers.getAll(name));
        }
        SdkHttpRequest signed = signer.sign(task -> task
                .identity(AwsCredentialsIdentity.create(stated.keyId(), secret))
                .request(unsigned.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, stated.service())
                .putProperty(AwsV4HttpSigner.REGION_NAME, stated.region())
                .putProperty(HttpSigner.SIGNING_CLOCK, java.time.Clock.fixed(signedAt, ZoneOffset.UTC))).request();
        String authorization = signed.firstMatchingHeader("Authorization").orElse("");
        int at = authorization.indexOf("Signature=");
        return authorization.substring(at + "Signature=".length());
    }

    private static Instant instant(String date) {
        try {
            return Instant.from(BASIC.parse(date));
        } catch (DateTimeException e) {
            throw Authorization.refuse("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'. Got '"
                    + date + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
    }

    private static WireError invalid(String message) {
        return Authorization.refuse("InvalidSignatureException", message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
