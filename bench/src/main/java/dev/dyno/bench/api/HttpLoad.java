package dev.dyno.bench.api;

import dev.dyno.bench.api.ApiWorkload.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * A bare HTTP client: one thread, a few connections, each with one request under way. It costs a few microseconds a
 * request, so that the server is what is measured; an SDK's client costs more than a fast server.
 *
 * <p>Threads: one.
 */
final class HttpLoad implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 30_000;
    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    private final Selector selector;
    private final List<HttpExchange> exchanges = new ArrayList<>();

    HttpLoad(int port, int connections) {
        try {
            selector = Selector.open();
            for (int i = 0; i < connections; i++) {
                exchanges.add(new HttpExchange(new InetSocketAddress("127.0.0.1", port), selector));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no connection: port=" + port, e);
        }
    }

    /**
     * @param requests answered
     * @param nanos it took
     * @param latencies of each, in nanoseconds
     */
    record Result(long requests, long nanos, Histogram latencies) {

        double perSecond() {
            return requests * 1e9 / nanos;
        }
    }

    /**
     * Asks for so long; every answer must be a success with what it must contain.
     *
     * @throws IllegalStateException for an answer that is not, with its text
     */
    Result run(String operation, Supplier<Request> requests, long durationNanos) {
        Histogram latencies = new Histogram(LATENCY_NANOS_MAX, 2);
        long start = System.nanoTime();
        long end = start + durationNanos;
        try {
            int underWay = 0;
            for (HttpExchange exchange : exchanges) {
                exchange.send(HttpExchange.DYNAMODB, operation, requests.get());
                underWay++;
            }
            long done = 0;
            while (underWay > 0) {
                if (selector.select(PATIENCE_MILLIS) == 0) {
                    throw new IllegalStateException("no answer: waitedMillis=" + PATIENCE_MILLIS);
                }
                for (SelectionKey ready : selector.selectedKeys()) {
                    HttpExchange exchange = (HttpExchange) ready.attachment();
                    if (exchange.receive()) {
                        latencies.recordValue(Math.min(LATENCY_NANOS_MAX, exchange.nanos()));
                        done++;
                        if (System.nanoTime() < end) {
                            exchange.send(HttpExchange.DYNAMODB, operation, requests.get());
                        } else {
                            underWay--;
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
            return new Result(done, System.nanoTime() - start, latencies);
        } catch (IOException e) {
            throw new UncheckedIOException("connection broke: operation=" + operation, e);
        }
    }

    /** One request, its answer's text. @throws IllegalStateException unless it is a success */
    String ask(String operation, String body) {
        return ask(HttpExchange.DYNAMODB, operation, body);
    }

    /** One request for streams. */
    String askStreams(String operation, String body) {
        return ask(HttpExchange.STREAMS, operation, body);
    }

    private String ask(String service, String operation, String body) {
        HttpExchange exchange = exchanges.getFirst();
        try {
            exchange.send(service, operation, new Request(body, "{"));
            while (!exchange.receive()) {
                selector.select(PATIENCE_MILLIS);
                selector.selectedKeys().clear();
            }
            return exchange.text();
        } catch (IOException e) {
            throw new UncheckedIOException("connection broke: operation=" + operation, e);
        }
    }

    @Override
    public void close() {
        try {
            for (HttpExchange exchange : exchanges) {
                exchange.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a connection", e);
        }
    }
}
