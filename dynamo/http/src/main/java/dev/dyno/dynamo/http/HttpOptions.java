package dev.dyno.dynamo.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;

/**
 * How an endpoint listens. Immutable; {@code with…} copies.
 *
 * @param host a name or address of this machine; not a loopback address only together with access keys
 * @param port 0 takes any that is free
 * @param loops threads that serve connections
 * @param workers threads for calls that wait, at most
 * @param bodyBytesMax of a request, packed or unpacked; DynamoDB has 16 MiB
 * @param headerBytesMax of all headers of a request, and of its first line
 * @param requestMillis a request that takes longer to arrive, or an answer to be taken, ends its connection
 * @param idleMillis a connection without a request for so long is closed
 * @param connectionsMax more are closed at once
 * @param origins of pages that may ask, besides those of this machine; {@code *} means all
 * @param accessKeys secret by id; none: every signature is accepted
 */
public record HttpOptions(String host, int port, int loops, int workers, int bodyBytesMax, int headerBytesMax,
        long requestMillis, long idleMillis, int connectionsMax, Set<String> origins,
        Map<String, String> accessKeys) {

    private static final int PORT_MAX = 65_535;
    private static final int LOOPS_MAX = 64;

    /** Port 8000 of the loopback address, a loop for each processor. */
    public static final HttpOptions STANDARD = new HttpOptions("127.0.0.1", 8000,
            Math.min(LOOPS_MAX, Runtime.getRuntime().availableProcessors()), 64, 16 << 20, 32 << 10, 30_000, 300_000,
            4096, Set.of(), Map.of());

    public HttpOptions {
        origins = Set.copyOf(origins);
        accessKeys = Map.copyOf(accessKeys);
        check("port", port, 0, PORT_MAX);
        check("loops", loops, 1, LOOPS_MAX);
        check("workers", workers, 1, 4096);
        check("bodyBytesMax", bodyBytesMax, 1, 1 << 30);
        check("headerBytesMax", headerBytesMax, 256, 1 << 20);
        check("requestMillis", requestMillis, 1, Integer.MAX_VALUE);
        check("idleMillis", idleMillis, 1, Integer.MAX_VALUE);
        check("connectionsMax", connectionsMax, 1, 1 << 20);
        if (accessKeys.isEmpty() && !address(host).isLoopbackAddress()) {
            throw new IllegalArgumentException("an address that others reach needs access keys: host=" + host
                    + ", accessKeys=0, allowed without=127.0.0.1, ::1, localhost");
        }
    }

    public HttpOptions withAddress(String otherHost, int otherPort, Map<String, String> keys) {
        return new HttpOptions(otherHost, otherPort, loops, workers, bodyBytesMax, headerBytesMax, requestMillis,
                idleMillis, connectionsMax, origins, keys);
    }

    public HttpOptions withPort(int other) {
        return withAddress(host, other, accessKeys);
    }

    public HttpOptions withTimes(long otherRequestMillis, long otherIdleMillis) {
        return new HttpOptions(host, port, loops, workers, bodyBytesMax, headerBytesMax, otherRequestMillis,
                otherIdleMillis, connectionsMax, origins, accessKeys);
    }

    public HttpOptions withOrigins(Set<String> others) {
        return new HttpOptions(host, port, loops, workers, bodyBytesMax, headerBytesMax, requestMillis, idleMillis,
                connectionsMax, others, accessKeys);
    }

    public HttpOptions withConnectionsMax(int other) {
        return new HttpOptions(host, port, loops, workers, bodyBytesMax, headerBytesMax, requestMillis, idleMillis,
                other, origins, accessKeys);
    }

    InetAddress address() {
        return address(host);
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "host=" + host + ", port=" + port + ", accessKeys=" + accessKeys.size();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such address: host=" + host, e);
        }
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "endpoint option out of range: " + name + "=" + value + ", allowed=" + min + " to " + max);
        }
    }
}
