package dev.dyno.bench.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An endpoint in a process of its own, as its users start it. Threads: one. */
final class ServerProcess implements AutoCloseable {

    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STOP_SECONDS_MAX = 20;

    private final String name;
    private final Process process;
    private final int port;
    private final long startNanos;

    private ServerProcess(String name, Process process, int port, long startNanos) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.startNanos = startNanos;
    }

    /**
     * Starts it and waits for its first answer.
     *
     * @param log where its output goes
     * @throws IllegalStateException if it ends or does not answer, with where its output is
     */
    static ServerProcess start(String name, List<String> command, int port, Path log) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() - start > START_NANOS_MAX) {
                process.destroyForcibly();
                throw new IllegalStateException("endpoint does not start: name=" + name + ", output=" + log);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        try (HttpLoad client = new HttpLoad(port, 1)) {
            client.ask("ListTables", "{}");
        }
        return new ServerProcess(name, process, port, System.nanoTime() - start);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** From its start to its first answer. */
    long startMillis() {
        return TimeUnit.NANOSECONDS.toMillis(startNanos);
    }

    /** Memory that it holds, in bytes, or 0 where the system does not tell. */
    long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
