package dev.dyno.bench.api;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How the endpoints that race are started. */
public final class Contenders {

    /** By its name: commands know this package, not the reverse. */
    private static final String MAIN = "dev.dyno.bench.cli.Main";
    private static final String LOCAL_MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner";
    private static final long FETCH_MINUTES_MAX = 10;

    private Contenders() {
    }

    /** This program, serving an engine, as its users start it. @param home the checkout, with the launcher */
    static ServerProcess launched(Path home, String engine, String durability, Path directory) throws IOException {
        return serving(List.of(home.resolve("dyno").toString()), engine, durability, directory);
    }

    /** This program, serving an engine, in a JVM with the flags of this one: where there is only a class path. */
    static ServerProcess dyno(String engine, String durability, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(flags());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), MAIN));
        return serving(command, engine, durability, directory);
    }

    private static ServerProcess serving(List<String> program, String engine, String durability, Path directory)
            throws IOException {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("serve", "--engine", engine, "--durability", durability, "--dir",
                directory.resolve("dyno").toString(), "--port", Integer.toString(port)));
        return ServerProcess.start("dyno", command, port, directory.resolve("dyno.log"));
    }

    /** What this JVM was given to run engines with; not what somebody gave it to debug or measure it. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Ddyno.")).toList();
    }

    /** Amazon's DynamoDB Local, with its file in the directory. @param libraries from {@link #fetchLocal} */
    static ServerProcess local(Path libraries, Path directory) throws IOException {
        int port = ServerProcess.freePort();
        Path data = Files.createDirectories(directory.resolve("local"));
        return ServerProcess.start("DynamoDB Local", List.of(java(), "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + libraries, "-cp", libraries + "/*", LOCAL_MAIN, "-port",
                Integer.toString(port), "-dbPath", data.toString(), "-sharedDb", "-disableTelemetry"), port,
                directory.resolve("local.log"));
    }

    /**
     * Fetches DynamoDB Local by Maven, once.
     *
     * @param home the checkout
     * @return the folder with its libraries
     */
    public static Path fetchLocal(Path home) throws IOException, InterruptedException {
        Path libraries = home.resolve("bench/target/dynamodb-local");
        if (Files.isDirectory(libraries)) {
            return libraries;
        }
        Path fresh = home.resolve("bench/target/dynamodb-local.new");
        Process maven = new ProcessBuilder("mvn", "-B", "-q", "-f", home.resolve("bench/src/local/pom.xml").toString(),
                "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=" + fresh)
                .redirectErrorStream(true).redirectOutput(home.resolve("bench/target/dynamodb-local.log").toFile())
                .start();
        if (!maven.waitFor(FETCH_MINUTES_MAX, TimeUnit.MINUTES) || maven.exitValue() != 0) {
            maven.destroy();
            throw new IOException("Maven cannot fetch DynamoDB Local: log=" + home
                    + "/bench/target/dynamodb-local.log; --no-local races without it");
        }
        return Files.move(fresh, libraries);
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
