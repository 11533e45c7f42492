package dev.dyno.cassandra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Finds a JDK that the server runs on: 17 or 11, because it sets a security manager, which later ones no longer have.
 * Asked for by {@code CASSANDRA_JAVA_HOME}, else {@code JAVA_HOME}, else {@code java} on the path, else a sibling of
 * any of these or of the JDK that runs this program.
 */
public final class ServerJdk {

    private static final List<String> VERSIONS = List.of("17", "11");

    private ServerJdk() {
    }

    /** @return its home, or empty where there is none; {@link #advice} then says what to do */
    public static Optional<Path> find() {
        String asked = System.getenv("CASSANDRA_JAVA_HOME");
        if (asked != null && !asked.isBlank()) {
            return Optional.of(Path.of(asked));
        }
        List<Path> known = new ArrayList<>();
        add(known, System.getenv("JAVA_HOME"));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path java = Path.of(folder, "java");
            if (!folder.isEmpty() && Files.isExecutable(java)) {
                add(known, real(java).resolve("../..").normalize().toString());
            }
        }
        add(known, System.getProperty("java.home"));
        return Stream.concat(known.stream(), known.stream().flatMap(ServerJdk::siblings))
                .filter(ServerJdk::fits).findFirst();
    }

    /** What to tell whoever has none. */
    public static String advice() {
        return "Cassandra's server needs a JDK " + String.join(" or ", VERSIONS)
                + " beside the one that runs Dyno: install one, or set CASSANDRA_JAVA_HOME";
    }

    private static void add(List<Path> known, String home) {
        if (home != null && !home.isBlank()) {
            known.add(real(Path.of(home)));
        }
    }

    private static Stream<Path> siblings(Path home) {
        Path parent = home.getParent();
        if (parent == null) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // a folder that may not be read has no JDK for us
        }
    }

    private static boolean fits(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return false;
        }
        Properties facts = new Properties();
        try (var in = Files.newInputStream(release)) {
            facts.load(in);
        } catch (IOException e) {
            return false;
        }
        String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
        return VERSIONS.stream().anyMatch(wanted -> version.equals(wanted) || version.startsWith(wanted + "."));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
