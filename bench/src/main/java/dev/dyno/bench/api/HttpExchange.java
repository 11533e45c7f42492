package dev.dyno.bench.api;

import dev.dyno.bench.api.ApiWorkload.Request;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One connection: sends a request, gathers its answer, looks whether it is the right one. */
final class HttpExchange implements AutoCloseable {

    static final String DYNAMODB = "DynamoDB_20120810.";
    static final String STREAMS = "DynamoDBStreams_20120810.";
    private static final int BUFFER_BYTES = 1 << 21;
    private static final String OK = "HTTP/1.1 200";
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN_MAX = 4000;
    private static final int UNKNOWN = -1;
    private static final int UNTIL_LAST_CHUNK = -2;

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] answer = new byte[BUFFER_BYTES];
    private Request request;
    private long startNanos;
    private long nanos;
    private int headLength;
    private int bodyLength;

    HttpExchange(InetSocketAddress address, Selector selector) throws IOException {
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(String service, String operation, Request next) throws IOException {
        request = next;
        bodyLength = UNKNOWN;
        in.clear();
        out.clear();
        out.put(("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: " + service + operation
                + "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20261123T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=race/20261123/us-east-1/dynamodb/aws4_request,"
                + " SignedHeaders=host;x-amz-date, Signature=0\r\nContent-Length: " + next.body().length
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)).put(next.body()).flip();
        startNanos = System.nanoTime();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** @return whether the whole answer is here */
    boolean receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server hung up");
        }
        int length = in.position();
        in.get(0, answer, 0, length);
        if (bodyLength == UNKNOWN && !readHead(length)) {
            return false;
        }
        if (bodyLength == UNTIL_LAST_CHUNK
                ? !Arrays.equals(answer, Math.max(0, length - LAST_CHUNK.length), length, LAST_CHUNK, 0,
                        LAST_CHUNK.length)
                : length < headLength + bodyLength) {
            return false;
        }
        nanos = System.nanoTime() - startNanos;
        check(length);
        return true;
    }

    private boolean readHead(int length) {
        for (int i = 3; i < length; i++) {
            if (answer[i] == '\n' && answer[i - 1] == '\r' && answer[i - 2] == '\n') {
                headLength = i + 1;
                String head = new String(answer, 0, headLength, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
                int at = head.indexOf(LENGTH);
                bodyLength = at >= 0
                        ? Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at)).trim())
                        : head.contains(CHUNKED) ? UNTIL_LAST_CHUNK : 0;
                return true;
            }
        }
        return false;
    }

    private void check(int length) {
        boolean right = length > OK.length()
                && new String(answer, 0, OK.length(), StandardCharsets.ISO_8859_1).equals(OK)
                && contains(request.expected(), length);
        if (!right) {
            throw new IllegalStateException("not the right answer: request="
                    + new String(request.body(), StandardCharsets.US_ASCII) + ", answer="
                    + text().substring(0, Math.min(text().length(), SHOWN_MAX)));
        }
    }

    /** Looked for from the end, where counts stand. */
    private boolean contains(byte[] part, int length) {
        for (int from = length - part.length; from >= headLength; from--) {
            if (Arrays.equals(answer, from, from + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** From the request's first byte to the answer's last. */
    long nanos() {
        return nanos;
    }

    /** The answer, with its head. */
    String text() {
        return new String(answer, 0, in.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
