package dev.dyno.cassandra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The server's jars, fetched by Maven: about a hundred, 67 MB. They never share a class path with anything of ours,
 * because the server brings versions of its own of Netty, Guava and the logging API.
 */
final class ServerJars {

    static final String VERSION = "5.0.9";

    private ServerJars() {
    }

    /**
     * @param directory where they are, or are to be, in {@code lib}
     * @return the folder of jars
     * @throws IOException with the end of Maven's output if it fails
     */
    static Path fetch(Path directory) throws IOException {
        Path lib = directory.resolve("lib").toAbsolutePath();
        Path done = lib.resolve(".complete-" + VERSION);
        if (Files.exists(done)) {
            return lib;
        }
        Path project = Files.createDirectories(directory.resolve("fetch"));
        Files.writeString(project.resolve("pom.xml"), Templates.fill("server-pom.xml", Map.of("version", VERSION)));
        Path log = project.resolve("maven.log");
        Process maven = new ProcessBuilder(List.of("mvn", "-B", "-ntp",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
                "-DincludeScope=runtime", "-DoutputDirectory=" + lib))
                .directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exit = Commands.await(maven);
        if (exit != 0) {
            throw new IOException("Maven could not fetch the server: version=" + VERSION + ", exit=" + exit
                    + ", log=" + log + "\n" + Commands.end(log));
        }
        Files.writeString(done, "");
        return lib;
    }
}
