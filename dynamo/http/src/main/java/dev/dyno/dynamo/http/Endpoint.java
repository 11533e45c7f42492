package dev.dyno.dynamo.http;

import dev.dyno.api.run.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server: DynamoDB's wire protocol over HTTP/1.1, and the console's pages, on one port.
 *
 * <p>How it works: a few loops serve all connections and make the calls that only compute themselves, so that such a
 * request never changes threads; calls that wait go to workers. Each of these threads has a caller of its own.
 *
 * <p>Threads: any.
 */
public final class Endpoint implements AutoCloseable {

    static {
        NettyStart.prepare();
    }

    private static final byte[] HEALTHY = "healthy: dynamodb.dyno.local\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 1024;
    private static final long STOP_SECONDS_MAX = 10;

    private final HttpOptions options;
    private final Operations operations;
    private final Site site;
    private final Clock clock;
    private final Consumer<Throwable> faults;
    private final Origins origins;
    private final Signatures signatures;
    private final CallerThreads workerThreads;
    private final ExecutorService workers;
    private final CallerThreads loopThreads;
    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final SplittableRandom ids = new SplittableRandom(System.nanoTime());
    private Channel listener;
    private volatile boolean stopping;

    private Endpoint(HttpOptions options, Operations operations, Site site, Clock clock, Consumer<Throwable> faults) {
        this.options = options;
        this.operations = operations;
        this.site = site;
        this.clock = clock;
        this.faults = faults;
        origins = new Origins(options.origins());
        signatures = options.accessKeys().isEmpty() ? null : new Signatures(options.accessKeys(), clock);
        workerThreads = new CallerThreads("dyno-worker", operations);
        workers = Executors.newFixedThreadPool(options.workers(), workerThreads);
        loopThreads = new CallerThreads("dyno-http", operations);
        loops = new MultiThreadIoEventLoopGroup(options.loops(), loopThreads, NioIoHandler.newFactory());
    }

    /** Has the JVM load and set up what endpoints are made of, so that {@link #open} takes less time. */
    public static void prepare() {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                    .childHandler(new HttpServerCodec()).register().syncUninterruptibly().channel().close();
        } finally {
            loops.shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    /**
     * Listens when it returns.
     *
     * @param operations are not closed with it
     * @param faults told of every error that is ours; must not throw
     * @throws IOException if the address cannot be had
     */
    public static Endpoint open(HttpOptions options, Operations operations, Site site, Clock clock,
            Consumer<Throwable> faults) throws IOException {
        Endpoint endpoint = new Endpoint(options, operations, site, clock, faults);
        try {
            endpoint.listen();
            return endpoint;
        } catch (IOException | RuntimeException e) {
            endpoint.close();
            throw e;
        }
    }

    private void listen() throws IOException {
        ServerBootstrap server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true).childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel);
                    }
                });
        try {
            listener = server.bind(new InetSocketAddress(options.address(), options.port())).sync().channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while opening a port: " + options, e);
        } catch (Exception e) {
            // Netty throws what the system answered without declaring it.
            throw new IOException("cannot listen: " + options + ", problem=" + e.getMessage(), e);
        }
    }

    private void connect(SocketChannel channel) {
        if (connections.size() >= options.connectionsMax()) {
            channel.close();
            return;
        }
        connections.add(channel);
        Deadlines deadlines = new Deadlines(options, clock);
        Connection connection = new Connection(this, new Answers(new RequestIds(split())), deadlines);
        HttpDecoderConfig decoding = new HttpDecoderConfig().setMaxInitialLineLength(options.headerBytesMax())
                .setMaxHeaderSize(options.headerBytesMax());
        channel.pipeline().addLast(deadlines, new HttpServerCodec(decoding),
                new BodyLimit(options.bodyBytesMax(), connection), connection);
    }

    private synchronized SplittableRandom split() {
        return ids.split();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** {@code http://HOST:PORT}. */
    public String url() {
        String host = options.address().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    HttpOptions options() {
        return options;
    }

    Operations operations() {
        return operations;
    }

    Site site() {
        return site;
    }

    Origins origins() {
        return origins;
    }

    ExecutorService workers() {
        return workers;
    }

    byte[] health() {
        return HEALTHY;
    }

    /** Whether signatures do not count. */
    boolean takesAnybody() {
        return signatures == null;
    }

    /** Nothing but the form of a signature without keys; else all of it. */
    void authenticate(HttpRequest request, byte[] body) {
        if (signatures != null) {
            signatures.verify(request, body);
        } else if (!Authorization.isPlausible(request.headers())) {
            Authorization.parse(request.headers());
        }
    }

    /** Answers say from now on that they are the last, also on connections that have not been told yet. */
    boolean isStopping() {
        return stopping;
    }

    void report(Throwable fault) {
        faults.accept(fault);
    }

    /** Takes no more requests, finishes those it has, gives connections up after ten seconds, then returns. */
    @Override
    public void close() {
        stopping = true;
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Connection.STOP));
        connections.newCloseFuture().awaitUninterruptibly(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        connections.close().awaitUninterruptibly();
        workers.shutdown();
        loops.shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS).awaitUninterruptibly();
        workerThreads.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS_MAX));
        loopThreads.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS_MAX));
    }
}
