package dev.dyno.kit;

import dev.dyno.api.layout.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The table in the Javadoc of every layout of a module is the table of its declaration: prose and bytes do not drift
 * apart. A module extends this in a test of its own; every source below its
 * {@code src/main/java} that declares a static {@code LAYOUT} must show its table in the first {@code <pre>}.
 */
public abstract class LayoutContract {

    private static final Path SOURCES = Path.of("src/main/java");

    /** For the test that extends this. */
    protected LayoutContract() {
    }

    @TestFactory
    List<DynamicTest> tablesInJavadocAreThoseOfTheDeclarations() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> layouts = files.filter(LayoutContract::declares).sorted().toList();
            Assertions.assertFalse(layouts.isEmpty(), "no layouts found: directory=" + SOURCES.toAbsolutePath());
            return layouts.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file))).toList();
        }
    }

    private static boolean declares(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains(" static final Layout LAYOUT ");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void compare(Path file) throws IOException, ReflectiveOperationException {
        String type = SOURCES.relativize(file).toString().replace(".java", "").replace(file.getFileSystem()
                .getSeparator(), ".");
        Field declared = Class.forName(type).getDeclaredField("LAYOUT");
        declared.setAccessible(true);
        Layout layout = (Layout) declared.get(null);
        Assertions.assertEquals(layout.toTable(), table(Files.readString(file)));
    }

    /** What the first {@code <pre>} of a source holds, without the comment's asterisks. */
    private static String table(String source) {
        String inside = source.substring(source.indexOf("<pre>") + "<pre>\n".length(), source.indexOf(" * </pre>"));
        return inside.lines().map(line -> line.substring(Math.min(line.length(), 3)) + "\n")
                .collect(Collectors.joining());
    }
}
