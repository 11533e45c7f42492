package dev.dyno.cassandra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real cluster on loopback addresses: one server process per node, node I on {@code NET.I}, port 9042. For trying and
 * testing, not for keeping data that matters. The nodes go on when this program ends; whoever comes later with the same
 * directory finds them.
 *
 * <p>Threads: one at a time.
 */
public final class LocalCluster {

    public static final String NET = "127.0.0";
    public static final String DATA_CENTER = "datacenter1";
    /** Acknowledged after fsync: Cassandra's default acknowledges up to ten seconds before. */
    private static final String SYNCED_LOG = "commitlog_sync: group\ncommitlog_sync_group_window: 1ms";
    private static final String LAZY_LOG = "commitlog_sync: periodic\ncommitlog_sync_period: 10000ms";
    private static final int NODES_MAX = 9;
    private static final int NETS_A_NUMBER = 70;
    private static final int TOKENS_PER_NODE = 4;
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Path directory;
    private final String net;
    private final String heap;
    private final Consumer<String> progress;
    private final List<LocalNode> nodes = new ArrayList<>();
    private String log = SYNCED_LOG;
    private String moreSettings = "";

    private LocalCluster(Path directory, String net, String heap, int count, Consumer<String> progress) {
        this.directory = directory;
        this.net = net;
        this.heap = heap;
        this.progress = progress;
        for (int i = 1; i <= count; i++) {
            nodes.add(new LocalNode(directory.resolve("node" + i), net + "." + i));
        }
    }

    /**
     * A cluster that is to be started.
     *
     * @param directory of its jars, data and logs
     * @param net the first three numbers of its addresses: clusters of different nets do not meet
     * @param heap of a node, as the JVM writes it: {@code 512m}
     * @param progress told in words what is being waited for
     * @throws IllegalArgumentException for a number of nodes that one machine cannot have
     */
    public static LocalCluster of(Path directory, int count, String net, String heap, Consumer<String> progress)
            throws IOException {
        if (count < 1 || count > NODES_MAX) {
            throw new IllegalArgumentException("nodes out of range: nodes=" + count + ", allowed=1 to " + NODES_MAX);
        }
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("cluster"), count + " " + net + " " + heap);
        return new LocalCluster(directory, net, heap, count, progress);
    }

    /**
     * Servers acknowledge before they sync their logs: a process may be killed, a machine may not. Twice as fast, for
     * tests of what does not depend on it. Before the start.
     */
    public LocalCluster withLazyLog() {
        log = LAZY_LOG;
        return this;
    }

    /** Lines for every node's {@code cassandra.yaml}, of settings that it does not have already. Before the start. */
    public LocalCluster withSettings(String yaml) {
        moreSettings = yaml;
        return this;
    }

    /** A net that another process of this machine is unlikely to use, {@code 127.x.y}, for clusters of one run. */
    public static String netOfThisProcess() {
        return netOfThisProcess(0);
    }

    /** @param number of the cluster, 0 to 2: those of one process have different nets */
    public static String netOfThisProcess(int number) {
        long pid = ProcessHandle.current().pid();
        return "127." + (16 + number * NETS_A_NUMBER + (pid >> 8) % NETS_A_NUMBER) + "." + (pid & 0xff);
    }

    /** @throws IOException if no cluster was ever started in the directory */
    public static LocalCluster at(Path directory, Consumer<String> progress) throws IOException {
        Path file = directory.resolve("cluster");
        if (!Files.exists(file)) {
            throw new IOException("no cluster was started here: directory=" + directory);
        }
        String[] facts = Files.readString(file).trim().split(" ");
        return new LocalCluster(directory, facts[1], facts[2], Integer.parseInt(facts[0]), progress);
    }

    /** Starts every node and returns when all answer and all have seen each other. */
    public void start() throws IOException {
        Path jdk = jdk();
        progress.accept("fetching Cassandra " + ServerJars.VERSION + " (once, about 67 MB)");
        Path jars = ServerJars.fetch(directory);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).configure(settings(i));
            nodes.get(i).launch(jdk, jars, heap);
        }
        for (LocalNode node : nodes) {
            await(node, nodes.size() - 1);
            progress.accept("node " + node.address() + " answers");
        }
    }

    /** Starts one node again, with the data it has. @param index from 1 */
    public void startNode(int index) throws IOException {
        LocalNode node = node(index);
        node.launch(jdk(), ServerJars.fetch(directory), heap);
        await(node, 0);
    }

    /** {@code kill -9}: what a crash of the machine looks like to the others. @param index from 1 */
    public void killNode(int index) throws IOException {
        node(index).kill();
        awaitEnd(node(index));
    }

    /** Ends every node cleanly; one that does not end in time is killed. */
    public void stop() throws IOException {
        for (LocalNode node : nodes) {
            node.terminate();
        }
        for (LocalNode node : nodes) {
            awaitEnd(node);
        }
    }

    /** Ends every node at once, for data that nobody wants. */
    public void kill() throws IOException {
        for (LocalNode node : nodes) {
            node.kill();
        }
        for (LocalNode node : nodes) {
            awaitEnd(node);
        }
    }

    /** Ends every node at once and deletes its data; the server's jars stay. */
    public void erase() throws IOException {
        kill();
        for (LocalNode node : nodes) {
            node.erase();
        }
    }

    /** {@code 127.0.0.1:9042,127.0.0.2:9042}: what the engine's option {@code contact-points} wants. */
    public String contactPoints() {
        return nodes.stream().map(node -> node.address() + ":" + LocalNode.CQL_PORT).collect(Collectors.joining(","));
    }

    /** One line a node: its process and whether it answers. */
    public List<String> status() throws IOException {
        List<String> lines = new ArrayList<>();
        for (LocalNode node : nodes) {
            Optional<ProcessHandle> process = node.process();
            lines.add(node.address() + "  " + process.map(handle -> "pid " + handle.pid()).orElse("down")
                    + (process.isPresent() ? node.answers() ? "  answers" : "  silent" : ""));
        }
        return lines;
    }

    /** Process ids of the nodes that run. */
    public List<Long> processes() throws IOException {
        List<Long> ids = new ArrayList<>();
        for (LocalNode node : nodes) {
            node.process().ifPresent(handle -> ids.add(handle.pid()));
        }
        return ids;
    }

    /**
     * Waits for what servers do in their own time.
     *
     * @throws IOException if it does not hold for as long as a start may take
     */
    public static void await(String what, BooleanSupplier holds) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited in vain: what=" + what + ", waitedSeconds=" + START.toSeconds());
            }
            Commands.pause();
        }
    }

    private LocalNode node(int index) {
        if (index < 1 || index > nodes.size()) {
            throw new IllegalArgumentException("no such node: index=" + index + ", nodes=" + nodes.size());
        }
        return nodes.get(index - 1);
    }

    private static Path jdk() throws IOException {
        return ServerJdk.find().orElseThrow(() -> new IOException(ServerJdk.advice()));
    }

    private Map<String, String> settings(int index) {
        return Map.of("tokensPerNode", Integer.toString(TOKENS_PER_NODE), "tokens", tokens(index),
                "seed", net + ".1", "address", nodes.get(index).address(), "log", log,
                "more", moreSettings);
    }

    /** Evenly over the ring, dealt out in turn: no node waits for another's allocation. */
    private String tokens(int index) {
        int all = nodes.size() * TOKENS_PER_NODE;
        long step = Long.MAX_VALUE / all * 2;
        return IntStream.range(0, TOKENS_PER_NODE).mapToObj(i -> index + i * nodes.size())
                .map(k -> Long.toString(Long.MIN_VALUE + 1 + step / 2 + k * step)).collect(Collectors.joining(","));
    }

    private void await(LocalNode node, int peers) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!node.answers() || node.peersSeen() < peers) {
            if (node.process().isEmpty()) {
                throw new IOException("node ended while it started: address=" + node.address() + ", log=" + node.log()
                        + "\n" + Commands.end(node.log()) + "\n" + Commands.end(node.output()));
            }
            if (System.nanoTime() > end) {
                throw new IOException("node does not answer: address=" + node.address() + ", waitedSeconds="
                        + START.toSeconds() + ", log=" + node.log() + "\n" + Commands.end(node.log()));
            }
            Commands.pause();
        }
    }

    private static void awaitEnd(LocalNode node) throws IOException {
        long end = System.nanoTime() + STOP.toNanos();
        while (node.process().isPresent()) {
            if (System.nanoTime() > end) {
                node.kill();
            }
            Commands.pause();
        }
        node.forget();
    }
}
