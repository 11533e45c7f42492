package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new engine project: written, compiled, put into a jar and verified as a plug-in, as its author would. */
class NewEngineTest {

    @TempDir
    private Path folder;
    private Path home;

    @BeforeEach
    void aCheckoutWithoutABuild() throws IOException {
        home = Files.createDirectory(folder.resolve("check out"));
        Files.copy(Said.ROOT.resolve("pom.xml"), home.resolve("pom.xml"));
    }

    @Test
    void itCompilesPassesItsFirstRulesAndNamesTheNext() throws IOException {
        Said made = make("mine");
        assertEquals(0, made.code(), made.err());
        Path project = folder.resolve("mine");
        assertTrue(made.out().contains("src/main/java/mine/MineEngine.java"), made.out());
        assertTrue(Files.readString(project.resolve("pom.xml")).contains("check%20out/build/repository"));

        Path classes = compile(project);
        assertTrue(Files.exists(classes.resolve("mine/MineTest.class")), "the test class, too");
        Path jar = jar(classes, project.resolve("src/main/resources"));
        Said first = Said.by(home, "verify", "mine", "--plugin", jar.toString(), "--rule", "K");
        assertEquals(0, first.code(), first.out() + first.err());
        assertTrue(first.lastLine().matches("passed (\\d+) of \\1"), first.out());

        Said all = Said.by(home, "verify", "mine", "--plugin", jar.toString(), "--rule", "K,R");
        assertEquals(1, all.code(), all.out() + all.err());
        assertTrue(all.out().lines().anyMatch(line -> line.matches("next: R\\d+  [A-Z].*\\.")), all.out());
        assertTrue(all.lastLine().matches("passed \\d+ of \\d+"), all.out());
        assertTrue(all.out().contains("replay  ./dyno verify mine --plugin '" + jar + "' --rule R"), all.out());

        Said scripts = Said.by(home, "verify", "mine", "--plugin", jar.toString(), "--rule", "M7");
        assertEquals(1, scripts.code(), scripts.out() + scripts.err());
        assertTrue(scripts.out().contains("m7.script --plugin '" + jar + "'"), scripts.out());

        Said listed = Said.by(home, "engines", "--plugin", jar.toString());
        assertTrue(listed.out().lines().anyMatch(line -> line.matches("mine +plug-in .*")), listed.out());
        assertFalse(Said.by(home, "engines").out().contains("plug-in"), "a plug-in leaves with its command");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path there = Files.createDirectory(folder.resolve("mine"));
        Said said = make("mine");
        assertEquals(2, said.code());
        assertTrue(said.error().contains("exists already, nothing was written: directory=" + there), said.err());
        try (Stream<Path> files = Files.list(there)) {
            assertEquals(0, files.count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mine", "9lives", "my-engine", "a", "../up", "averyveryverylongname", "été"})
    void aNameThatIsNotAllowedIsRefusedWithWhatIs(String name) {
        Said said = make(name);
        assertEquals(2, said.code());
        assertTrue(said.error().contains("2 to 16 of a-z and 0-9, a letter first: name=" + name), said.err());
    }

    @Test
    void aNameThatIsTakenOrAWordOfJavaIsRefused() {
        assertTrue(make("model").error().contains("there is an engine of this name"));
        assertTrue(make("class").error().contains("a word of Java"));
        assertFalse(Files.exists(folder.resolve("model")));
    }

    private Said make(String name) {
        return Said.by(home, "new", "engine", name, "--dir", folder.toString());
    }

    private Path compile(Path project) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Stream<String> flags = Stream.of("-Xlint:all,-path", "-Werror", "-proc:none", "-d", classes.toString(), "-cp",
                System.getProperty("java.class.path"));
        int result = ToolProvider.getSystemJavaCompiler().run(null, OutputStream.nullOutputStream(), System.err,
                Stream.concat(flags, sources(project).stream()).toArray(String[]::new));
        assertEquals(0, result, "compiles without a warning");
        return classes;
    }

    private static List<String> sources(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
        }
    }

    private Path jar(Path... roots) throws IOException {
        Path jar = folder.resolve("my mine.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        out.putNextEntry(new JarEntry(root.relativize(file).toString()));
                        Files.copy(file, out);
                    }
                }
            }
        }
        return jar;
    }
}
