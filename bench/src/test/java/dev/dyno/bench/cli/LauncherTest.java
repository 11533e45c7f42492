package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, on a PATH that has only the tools it may use, with JDKs and a Maven made of
 * scripts: what it finds, builds and starts is seen from what they print.
 */
class LauncherTest {

    private static final List<String> TOOLS = List.of("sh", "sed", "dirname", "readlink", "find", "tr", "sort", "head",
            "tail", "mkdir", "mv", "rm", "date", "touch", "grep", "sleep", "nice");
    private static final String MAVEN = """
            echo built >> "$PWD/builds"
            mkdir -p bench/target/classes/dev/dyno/bench bench/target/lib
            echo "jvm.flags=--one a/b=c --two" > bench/target/classes/dev/dyno/bench/build.properties
            : > bench/target/bench.jar
            """;

    @TempDir
    private Path folder;
    private Path checkout;
    private Path tools;
    private Path jdks;

    @BeforeEach
    void aCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        Files.copy(Said.ROOT.resolve("dyno"), checkout.resolve("dyno"));
        executable(checkout.resolve("dyno"));
        source("a/src/main/java/A.java", Instant.now().minusSeconds(60));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), find(tool));
        }
        jdks = Files.createDirectories(folder.resolve("jdks"));
    }

    @Test
    void withoutAJdkItSaysWhatThereIsAndWhatToInstall() throws Exception {
        jdk("old", "17.0.2");
        Said said = dyno("engines");
        assertEquals(3, said.code());
        assertTrue(said.error().contains("no JDK 25 or later found"), said.err());
        assertTrue(said.err().contains("found only JDK 17 in " + jdks.resolve("old")), said.err());
        assertTrue(said.err().contains("install one"), said.err());
        assertEquals("", said.out());
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        jdk("new", "25.0.1");
        Said said = dyno("engines");
        assertEquals(3, said.code());
        assertTrue(said.error().contains("no mvn on the PATH"), said.err());
    }

    @Test
    void withoutWritePermissionItSaysWhere() throws Exception {
        jdk("new", "25.0.1");
        maven(MAVEN);
        // A file in the place of a folder stops every user, even one that may write everywhere.
        Files.writeString(checkout.resolve("target"), "");
        Said said = dyno("engines");
        assertEquals(3, said.code());
        Path target = checkout.toRealPath().resolve("target");
        assertTrue(said.error().contains("cannot write: directory=" + target), said.err());
        assertFalse(Files.exists(checkout.resolve("builds")));
    }

    @Test
    void aBuildThatFailsIsShown() throws Exception {
        jdk("new", "25.0.1");
        maven("echo '[ERROR] A.java: cannot find symbol'; echo 'WARNING: of Maven itself'; exit 1");
        Said said = dyno("engines");
        assertEquals(3, said.code());
        assertTrue(said.err().contains("cannot find symbol"), said.err());
        assertFalse(said.err().contains("of Maven itself"), said.err());
        assertTrue(said.err().contains("the build failed: log="), said.err());
        assertFalse(Files.exists(checkout.resolve("target/building")), "no lock is left");
    }

    @Test
    void itBuildsOnceAndAgainWhenASourceIsNewer() throws Exception {
        jdk("old", "17.0.2");
        Path jdk = jdk("new", "25.0.1");
        maven(MAVEN);
        Said first = dyno("race", "--out", "a b");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("building") && first.err().contains("built in"), first.err());
        Path real = checkout.toRealPath();
        assertEquals(String.join("\n", jdk.toString(), "--one", "a/b=c", "--two", "-Ddyno.root=" + real, "-jar",
                real + "/bench/target/bench.jar", "race", "--out", "a b", ""), first.out());
        assertFalse(Files.exists(checkout.resolve("target/building")), "no lock is left");

        assertEquals("", dyno("engines").err());
        assertEquals(1, builds());
        source("a/src/main/java/A.java", Instant.now().plusSeconds(5));
        dyno("engines");
        assertEquals(2, builds());
        source("a/src/main/java/A.java", Instant.now().minusSeconds(60));
        source("a/src/test/java/ATest.java", Instant.now().plusSeconds(5));
        dyno("engines");
        assertEquals(2, builds(), "tests are not part of what runs");
    }

    @Test
    void anEndpointGetsNoFlagsThatKeepTheJvmFromItsArchives() throws Exception {
        jdk("new", "25.0.1");
        maven(MAVEN.replace("--one a/b=c --two", "--add-opens a/b=C --one --add-exports d/e=C"
                + " --enable-native-access=C --two"));
        Said said = dyno("serve", "--memory");
        assertEquals(0, said.code(), said.err());
        assertFalse(said.out().matches("(?s).*(--add-|--enable-).*"), said.out());
        assertTrue(said.out().contains("--one\n--two\n-XX:+UseSerialGC\n"), said.out());
    }

    @Test
    void anEndpointStartsFromAnArchiveThatIsMadeOncePerBuildAndJdk() throws Exception {
        Path jdk = jdk("new", "25.0.1");
        maven(MAVEN);
        String used = "-XX:AOTCache=" + checkout.toRealPath() + "/bench/target/serve.aot\n";
        Said first = dyno("serve", "--memory");
        assertTrue(first.err().contains("preparing the archive"), first.err());
        assertTrue(first.out().contains(used), first.out());
        Said second = dyno("serve", "--memory");
        assertEquals("", second.err());
        assertTrue(second.out().contains(used), second.out());
        assertEquals(1, trainings());
        assertFalse(dyno("engines").out().contains("AOTCache"), "only endpoints");

        release(jdk, "25.0.2");
        assertFalse(dyno("race-api").out().contains("AOTCache"), "of another JVM's, and not for the race itself");
        assertEquals(2, trainings(), "made before anything is measured");
        assertTrue(dyno("serve").out().contains(used), "what the race starts");
        assertEquals(2, trainings());
    }

    @Test
    void anArchiveThatCannotBeMadeBreaksNothing() throws Exception {
        jdk("new", "25.0.1");
        maven(MAVEN + "touch fail\n");
        for (int start = 0; start < 2; start++) {
            Said said = dyno("serve", "--memory");
            assertEquals(0, said.code(), said.err());
            assertFalse(said.out().contains("AOTCache"), said.out());
            assertTrue(said.out().endsWith("serve\n--memory\n"), said.out());
        }
        assertEquals(1, trainings(), "not tried again");
    }

    @Test
    void picocliLiesBehindTheJvmsOwnLoaderForEndpoints() throws Exception {
        jdk("new", "25.0.1");
        maven(MAVEN + ": > bench/target/lib/picocli-1.2.3.jar\n");
        String first = "-Xbootclasspath/a:" + checkout.toRealPath() + "/bench/target/lib/picocli-1.2.3.jar\n";
        assertTrue(dyno("serve").out().contains(first));
        assertFalse(dyno("engines").out().contains("bootclasspath"));
    }

    @Test
    void itRunsThroughALinkFromAnywhere() throws Exception {
        jdk("new", "25.0.1");
        maven(MAVEN);
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), Path.of("../check out/dyno"));
        Files.createSymbolicLink(links.resolve("second"), links.resolve("first"));
        Said said = run(links.resolve("second").toString(), "engines");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("-Ddyno.root=" + checkout.toRealPath()), said.out());
    }

    @Test
    void aBuildThatDiedDoesNotBlockTheNext() throws Exception {
        jdk("new", "25.0.1");
        maven(MAVEN);
        Files.createDirectories(checkout.resolve("target/building"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(checkout.resolve("target/building/pid"), dead.pid() + "\n");
        assertEquals(0, dyno("engines").code());
        assertEquals(1, builds());
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectories(jdks.resolve(name));
        release(jdk, version);
        script(jdk.resolve("bin/java"), """
                for each in "$@"; do
                    case $each in
                        -XX:AOTCacheOutput=*)
                            echo trained >> "%1$s/trainings"
                            [ ! -f "%1$s/fail" ] || exit 1
                            echo classes > "${each#*=}"
                            ;;
                    esac
                done
                dirname "$(dirname "$0")"
                printf '%%s\\n' "$@"
                """.formatted(checkout));
        script(jdk.resolve("bin/javac"), "exit 1");
        return jdk;
    }

    private static void release(Path jdk, String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_RUNTIME_VERSION=\"" + version
                + "+1\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private void maven(String body) throws IOException {
        script(tools.resolve("mvn"), body);
    }

    private void source(String name, Instant time) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class A { }");
        for (Path each = file; !each.equals(checkout); each = each.getParent()) {
            Files.setLastModifiedTime(each, FileTime.from(time));
        }
    }

    private int builds() throws IOException {
        return lines("builds");
    }

    private int trainings() throws IOException {
        return lines("trainings");
    }

    private int lines(String name) throws IOException {
        Path file = checkout.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private Said dyno(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("dyno").toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private Said run(String... command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("DYNO_JVM_DIRS", jdks.toString());
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
        } finally {
            process.destroyForcibly();
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path find(String tool) {
        for (String folder : new String[] {"/usr/bin", "/bin"}) {
            if (Files.exists(Path.of(folder, tool))) {
                return Path.of(folder, tool);
            }
        }
        throw new AssertionError("this system lacks a tool of the launcher: " + tool);
    }
}
