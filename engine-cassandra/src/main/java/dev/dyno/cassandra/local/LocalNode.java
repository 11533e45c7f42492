package dev.dyno.cassandra.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One server process and its folder: configuration, logs, data and the id of the process. Only processes whose id was
 * recorded here are ever signalled.
 */
final class LocalNode {

    static final int CQL_PORT = 9042;
    /** An OPTIONS request of the native protocol, version 4: the cheapest question a ready server answers. */
    private static final byte[] OPTIONS = {0x04, 0, 0, 0, 0x05, 0, 0, 0, 0};
    private static final int SUPPORTED_OFFSET = 4;
    private static final byte SUPPORTED = 0x06;
    private static final int ANSWER_MILLIS = 5_000;
    private static final Pattern PEER_UP = Pattern.compile("InetAddress (/[0-9.]+:[0-9]+) is now UP");

    private final Path home;
    private final String address;

    LocalNode(Path home, String address) {
        this.home = home.toAbsolutePath();
        this.address = address;
    }

    String address() {
        return address;
    }

    Path log() {
        return home.resolve("log/system.log");
    }

    Path output() {
        return home.resolve("log/stdout.log");
    }

    void configure(Map<String, String> values) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("log"));
        Files.createDirectories(home.resolve("tmp"));
        Files.writeString(home.resolve("conf/cassandra.yaml"), Templates.fill("cassandra.yaml", values));
        Files.writeString(home.resolve("conf/logback.xml"), Templates.read("logback.xml"));
    }

    /** Starts the process; it goes on when this program ends. */
    void launch(Path jdk, Path jars, String heap) throws IOException {
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            throw new IOException("node runs already: address=" + address + ", pid=" + running.get().pid());
        }
        Files.writeString(log(), "");
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString(), "-Xms" + heap,
                "-Xmx" + heap));
        Templates.read("jvm.options").lines().filter(line -> !line.isBlank()).forEach(command::add);
        command.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
        command.add("-Dcassandra.storagedir=" + home);
        command.add("-Dcassandra.logdir=" + home.resolve("log"));
        command.add("-Dcassandra.config=" + home.resolve("conf/cassandra.yaml").toUri());
        command.add("-Dlogback.configurationFile=" + home.resolve("conf/logback.xml").toUri());
        command.addAll(List.of("-cp", jars + "/*", "org.apache.cassandra.service.CassandraDaemon"));
        Process process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(output().toFile()).start();
        Files.writeString(home.resolve("pid"), Long.toString(process.pid()));
    }

    /** The process if it runs. */
    Optional<ProcessHandle> process() throws IOException {
        Path pid = home.resolve("pid");
        if (!Files.exists(pid)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).trim())).filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().command().map(command -> command.endsWith("java")).orElse(true));
    }

    /** Whether it answers a question of the native protocol. */
    boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, CQL_PORT), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(OPTIONS);
            byte[] head = socket.getInputStream().readNBytes(SUPPORTED_OFFSET + 1);
            return head.length > SUPPORTED_OFFSET && head[SUPPORTED_OFFSET] == SUPPORTED;
        } catch (IOException e) {
            return false; // not yet, or no longer: the caller asks again or gives up
        }
    }

    /** How many other nodes it has seen come up since it started. */
    int peersSeen() throws IOException {
        Set<String> peers = new HashSet<>();
        Matcher matcher = PEER_UP.matcher(Files.readString(log()));
        while (matcher.find()) {
            peers.add(matcher.group(1));
        }
        return peers.size();
    }

    void terminate() throws IOException {
        process().ifPresent(ProcessHandle::destroy);
    }

    void kill() throws IOException {
        process().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Deletes configuration, logs and data. */
    void erase() throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    void forget() throws IOException {
        Files.deleteIfExists(home.resolve("pid"));
    }
}
