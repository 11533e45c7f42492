package dev.dyno.dynamo.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/**
 * One client's connection: one request after another, each answered before the next is looked at, since HTTP/1.1 wants
 * answers in the order of requests and a client that sends ahead must not overtake itself.
 *
 * <p>Threads: the connection's loop; calls that wait are made by a worker, which hands the answer back to the loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    /** Fired through the pipeline when the server stops: finish what is asked, then close. */
    static final Object STOP = new Object();

    private static final byte[] NO_BODY = {};
    private static final String TARGET_HEADER = "X-Amz-Target";
    private static final byte[] UNKNOWN_XML = "<UnknownOperationException/>\n".getBytes(StandardCharsets.UTF_8);
    private static final String XML = "text/xml";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Endpoint endpoint;
    private final Answers answers;
    private final Deadlines deadlines;
    private final Queue<FullHttpRequest> ahead = new ArrayDeque<>();
    private boolean busy;
    private boolean draining;
    private boolean stopping;

    Connection(Endpoint endpoint, Answers answers, Deadlines deadlines) {
        this.endpoint = endpoint;
        this.answers = answers;
        this.deadlines = deadlines;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        FullHttpRequest request = (FullHttpRequest) message;
        if (busy) {
            ahead.add(request);
            context.channel().config().setAutoRead(false);
            return;
        }
        serve(context, request);
    }

    private void serve(ChannelHandlerContext context, FullHttpRequest request) {
        busy = true;
        deadlines.received();
        try {
            route(context, request);
        } catch (WireError e) {
            answer(context, request, answers.error(e));
        } catch (RuntimeException e) {
            endpoint.report(e);
            answer(context, request, answers.error(WireError.internal()));
        }
    }

    private void route(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            stopping = true;
            throw Limits.undecodable(request.decoderResult().cause(), endpoint.options().headerBytesMax());
        }
        HttpHeaders headers = request.headers();
        if (!endpoint.origins().allow(headers)) {
            throw WireError.service(WireError.FORBIDDEN, "AccessDeniedException", "Pages of this origin may not ask:"
                    + " origin=" + headers.get(HttpHeaderNames.ORIGIN) + "; see ./dyno serve --origin");
        }
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.POST)) {
            post(context, request);
        } else if (method.equals(HttpMethod.OPTIONS)) {
            FullHttpResponse response = answers.empty(HttpResponseStatus.OK);
            endpoint.origins().answerPreflight(headers, response.headers());
            answer(context, request, response);
        } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            endpoint.workers().execute(() -> finish(context, request, page(request)));
        } else if (method.equals(HttpMethod.DELETE) && request.uri().equals("/") && endpoint.takesAnybody()) {
            endpoint.workers().execute(() -> finish(context, request, called(request, Target.RESET, NO_BODY)));
        } else {
            answer(context, request, unknown());
        }
    }

    private void post(ChannelHandlerContext context, FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        byte[] raw = ByteBufUtil.getBytes(request.content());
        if (!isJson(headers.get(HttpHeaderNames.CONTENT_TYPE, ""), raw.length)) {
            answer(context, request, unknown());
            return;
        }
        Target target = Target.parse(headers.get(TARGET_HEADER, ""));
        endpoint.authenticate(request, raw);
        boolean packed = headers.containsValue(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP, true);
        byte[] body = packed ? Packing.unpack(raw, endpoint.options().bodyBytesMax()) : raw;
        if (!endpoint.operations().waits(target)) {
            answer(context, request, called(request, target, body).response());
            return;
        }
        byte[] known = CallerThread.current().known(target, body);
        if (known.length > 0) {
            answer(context, request, answers.json(HttpResponseStatus.OK.code(), known, packs(request)));
        } else {
            endpoint.workers().execute(() -> finish(context, request, called(request, target, body)));
        }
    }

    private static boolean packs(FullHttpRequest request) {
        return request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "").contains("gzip");
    }

    private static boolean isJson(String contentType, int bodyBytes) {
        return contentType.startsWith("application/x-amz-json-1.0") || contentType.startsWith("application/json")
                || bodyBytes == 0;
    }

    /** What a thread that may wait hands back to the loop, which alone makes answers. */
    private interface Outcome {
        FullHttpResponse response();
    }

    /** Calls the operation, whatever becomes of it. */
    private Outcome called(FullHttpRequest request, Target target, byte[] body) {
        boolean packs = packs(request);
        try {
            byte[] answer = CallerThread.current().call(target, body);
            return () -> answers.json(HttpResponseStatus.OK.code(), answer, packs);
        } catch (WireError e) {
            return () -> answers.error(e);
        } catch (RuntimeException | StackOverflowError e) {
            endpoint.report(e);
            return () -> answers.error(WireError.internal());
        }
    }

    /** The console where a browser asks and there is one, else the health line that AWS answers. */
    private Outcome page(FullHttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        boolean browser = request.headers().get(HttpHeaderNames.ACCEPT, "").contains("text/html");
        if (path.equals("/") && !browser) {
            return () -> answers.page(HttpResponseStatus.OK, new Site.Page(TEXT, endpoint.health()));
        }
        try {
            Optional<Site.Page> page = endpoint.site().page(path);
            return page.isPresent() ? () -> answers.page(HttpResponseStatus.OK, page.get()) : this::unknown;
        } catch (RuntimeException e) {
            endpoint.report(e);
            return () -> answers.error(WireError.internal());
        }
    }

    private FullHttpResponse unknown() {
        return answers.page(HttpResponseStatus.NOT_FOUND, new Site.Page(XML, UNKNOWN_XML));
    }

    /** From a worker: back to the loop. */
    private void finish(ChannelHandlerContext context, FullHttpRequest request, Outcome outcome) {
        try {
            context.executor().execute(() -> answer(context, request, outcome.response()));
        } catch (RejectedExecutionException e) {
            // The server was stopped meanwhile and took the connection with it.
            request.release();
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request, FullHttpResponse response) {
        boolean keep = HttpUtil.isKeepAlive(request) && !stopping && !endpoint.isStopping();
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (!request.method().equals(HttpMethod.OPTIONS)) {
            endpoint.origins().answer(request.headers(), response.headers());
        }
        request.release();
        if (!keep) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        deadlines.answering();
        ChannelFuture written =
                context.writeAndFlush(head ? response.replace(Unpooled.EMPTY_BUFFER) : response);
        if (!keep) {
            written.addListener(ChannelFutureListener.CLOSE);
        } else if (written.isDone()) {
            next(context);
        } else {
            written.addListener(done -> next(context));
        }
    }

    /** Serves what the client sent ahead. A loop, not a recursion: how much that is, is the client's choice. */
    private void next(ChannelHandlerContext context) {
        busy = false;
        if (draining) {
            return;
        }
        draining = true;
        while (!busy && !ahead.isEmpty()) {
            serve(context, ahead.poll());
        }
        draining = false;
        if (!busy) {
            deadlines.answered();
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == STOP) {
            if (!busy) {
                context.close();
            }
        } else if (event == Deadlines.TOO_SLOW) {
            refuse(context, Limits.tooSlow(endpoint.options().requestMillis()));
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    /** Says why, then closes. */
    void refuse(ChannelHandlerContext context, WireError error) {
        stopping = true;
        FullHttpResponse response = answers.error(error);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ahead.forEach(FullHttpRequest::release);
        ahead.clear();
        context.fireChannelInactive();
    }

    /** A connection that broke concerns nobody but its client. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof CodecException)) {
            endpoint.report(cause);
        }
        context.close();
    }
}
