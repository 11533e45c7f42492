package dev.dyno.dynamo.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Gathers a request's body; refuses one that is too large with an answer that says so, and closes. */
final class BodyLimit extends HttpObjectAggregator {

    private final Connection connection;
    private final int bytesMax;

    BodyLimit(int bytesMax, Connection connection) {
        super(bytesMax, true);
        this.bytesMax = bytesMax;
        this.connection = connection;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        connection.refuse(context, Limits.bodyTooLarge(bytesMax));
    }
}
