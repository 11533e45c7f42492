package dev.dyno.dynamo.dax;

import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Any DynamoDB endpoint. Requests are signed anew, since a client's signature names the host it asked. */
public final class HttpUpstream implements Upstream {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    /** The client sets these itself. */
    private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_PATIENCE).build();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final URI address;
    private final String region;
    private final AwsCredentialsIdentity credentials;

    /** @throws IllegalArgumentException unless it is an http address */
    public HttpUpstream(String address, String region, String keyId, String secret) {
        URI parsed = URI.create(address);
        if (parsed.getHost() == null || !Set.of("http", "https").contains(parsed.getScheme())) {
            throw new IllegalArgumentException("not the address of an endpoint: upstream=" + address
                    + ", form=http://HOST:PORT");
        }
        this.address = parsed.resolve("/");
        this.region = region;
        credentials = AwsCredentialsIdentity.create(keyId, secret);
    }

    @Override
    public byte[] ask(Target target, byte[] request) {
        HttpResponse<byte[]> response;
        try {
            response = client.send(signed(target, request), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UnknownOutcomeException("no answer from upstream: address=" + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownOutcomeException("interrupted while upstream was asked: address=" + address, e);
        }
        if (response.statusCode() != OK) {
            throw new WireError(response.statusCode(), "answer of upstream", response.body());
        }
        return response.body();
    }

    private HttpRequest signed(Target target, byte[] body) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(address)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("X-Amz-Target", target.service().wireName() + "." + target.operation()).build();
        SdkHttpRequest signed = signer.sign(task -> task.identity(credentials).request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)).request();
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.forEachHeader((name, values) -> {
            if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        client.close();
    }
}
