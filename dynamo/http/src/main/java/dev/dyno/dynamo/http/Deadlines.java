package dev.dyno.dynamo.http;

import dev.dyno.api.run.Clock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections that stand still: a request that dribbles in, an answer that nobody takes, silence. It is the first
 * handler, so that it sees bytes before they are a request. While an operation works, there is no limit.
 *
 * <p>Threads: the connection's loop.
 */
final class Deadlines extends ChannelInboundHandlerAdapter {

    /** Fired through the pipeline when a request did not arrive in time. */
    static final Object TOO_SLOW = new Object();

    private static final int CHECKS_PER_LIMIT = 4;

    /** What the connection is waiting for. */
    private enum State { REQUEST, REST_OF_REQUEST, OPERATION, CLIENT }

    private final Clock clock;
    private final long requestNanos;
    private final long idleNanos;
    private State state = State.REQUEST;
    private long sinceNanos;
    private Future<?> checks;

    Deadlines(HttpOptions options, Clock clock) {
        this.clock = clock;
        this.requestNanos = TimeUnit.MILLISECONDS.toNanos(options.requestMillis());
        this.idleNanos = TimeUnit.MILLISECONDS.toNanos(options.idleMillis());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        enter(State.REQUEST);
        long period = Math.max(1, Math.min(requestNanos, idleNanos) / CHECKS_PER_LIMIT);
        checks = context.executor().scheduleAtFixedRate(() -> check(context), period, period, TimeUnit.NANOSECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (checks != null) {
            checks.cancel(false);
        }
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.REQUEST) {
            enter(State.REST_OF_REQUEST);
        }
        context.fireChannelRead(message);
    }

    /** A whole request is there. */
    void received() {
        enter(State.OPERATION);
    }

    /** An answer was handed to the socket; not yet taken. */
    void answering() {
        enter(State.CLIENT);
    }

    /** The answer is gone. A part of a next request that came before counts from the bytes that follow it. */
    void answered() {
        enter(State.REQUEST);
    }

    private void enter(State next) {
        state = next;
        sinceNanos = clock.nanoTime();
    }

    private void check(ChannelHandlerContext context) {
        long waited = clock.nanoTime() - sinceNanos;
        if (state == State.REST_OF_REQUEST && waited > requestNanos) {
            enter(State.CLIENT);
            context.fireUserEventTriggered(TOO_SLOW);
        } else if (state == State.CLIENT && waited > requestNanos || state == State.REQUEST && waited > idleNanos) {
            context.close();
        }
    }
}
