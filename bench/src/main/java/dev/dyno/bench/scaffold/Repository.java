package dev.dyno.bench.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A Maven repository in a folder, with the SPI, the core and the kit as this build has them: projects outside the tree
 * depend on it, and the user's own repository is left alone. Snapshots carry the time of the build, because only a
 * new time makes Maven fetch them again.
 *
 * @param folder of the repository
 * @param home the checkout: its {@code pom.xml} is the parent of all
 * @param version of the artifacts, a snapshot
 */
record Repository(Path folder, Path home, String version) {

    static final List<String> MODULES = List.of("engine-api", "engine-core", "engine-kit");
    private static final String PARENT = "dyno";
    private static final String GROUP = "dev.dyno";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd.HHmmss").withZone(ZoneOffset.UTC);

    private static final String METADATA = """
            <metadata modelVersion="1.1.0">
              <groupId>@group@</groupId>
              <artifactId>@artifact@</artifactId>
              <version>@version@</version>
              <versioning>
                <snapshot><timestamp>@time@</timestamp><buildNumber>1</buildNumber></snapshot>
                <lastUpdated>@updated@</lastUpdated>
                <snapshotVersions>
            @files@    </snapshotVersions>
              </versioning>
            </metadata>
            """;
    private static final String FILE = """
                  <snapshotVersion>
                    <extension>@extension@</extension><value>@value@</value><updated>@updated@</updated>
                  </snapshotVersion>
            """;

    /** Brings it up to date with the build. @param lib the folder with the modules' jars */
    void publish(Path lib) throws IOException {
        Path parent = home.resolve("pom.xml");
        Path target = begin(PARENT, parent);
        if (target != null) {
            Files.copy(parent, file(target, PARENT, parent, "pom"), StandardCopyOption.REPLACE_EXISTING);
            describe(target, PARENT, parent, List.of("pom"));
        }
        for (String module : MODULES) {
            Path jar = lib.resolve(module + "-" + version + ".jar");
            Path place = begin(module, jar);
            if (place != null) {
                Files.copy(jar, file(place, module, jar, "jar"), StandardCopyOption.REPLACE_EXISTING);
                copyPom(module, jar, file(place, module, jar, "pom"));
                describe(place, module, jar, List.of("jar", "pom"));
            }
        }
    }

    /** @return the artifact's folder, emptied; null if it already holds what {@code source} is */
    private Path begin(String artifact, Path source) throws IOException {
        Path place = folder.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version);
        if (Files.exists(file(place, artifact, source, "pom")) && Files.exists(place.resolve("maven-metadata.xml"))) {
            return null;
        }
        Files.createDirectories(place);
        try (var old = Files.list(place)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        return place;
    }

    /** The metadata comes last: until then Maven does not see the artifact. */
    private void describe(Path place, String artifact, Path source, List<String> extensions) throws IOException {
        String time = time(source);
        StringBuilder files = new StringBuilder();
        for (String extension : extensions) {
            files.append(FILE.replace("@extension@", extension).replace("@value@", stamped(source)));
        }
        Files.writeString(place.resolve("maven-metadata.xml"), METADATA.replace("@files@", files)
                .replace("@group@", GROUP).replace("@artifact@", artifact).replace("@version@", version)
                .replace("@time@", time).replace("@updated@", time.replace(".", "")));
    }

    private Path file(Path place, String artifact, Path source, String extension) throws IOException {
        return place.resolve(artifact + "-" + stamped(source) + "." + extension);
    }

    /** {@code 0.1.0-20261123.101500-1}. */
    private String stamped(Path source) throws IOException {
        return version.replace("SNAPSHOT", time(source) + "-1");
    }

    private static String time(Path source) throws IOException {
        return TIME.format(Instant.ofEpochMilli(Files.getLastModifiedTime(source).toMillis()));
    }

    /** Maven leaves each module's own pom in its jar. */
    private static void copyPom(String module, Path jar, Path target) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry("META-INF/maven/" + GROUP + "/" + module + "/pom.xml");
            if (entry == null) {
                throw new IOException("jar holds no pom of its own: jar=" + jar + ", module=" + module);
            }
            try (InputStream in = file.getInputStream(entry)) {
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
