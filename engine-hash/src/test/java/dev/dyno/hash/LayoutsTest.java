package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dyno.api.layout.Layout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The table in the Javadoc of every layout is the table of its declaration: prose and bytes do not drift apart. */
class LayoutsTest {

    private static final Path SOURCES = Path.of("src/main/java");

    @TestFactory
    List<DynamicTest> tablesInJavadocAreThoseOfTheDeclarations() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> layouts = files.filter(file -> file.toString().endsWith("Layout.java")).sorted().toList();
            assertFalse(layouts.isEmpty());
            return layouts.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file))).toList();
        }
    }

    private static void compare(Path file) throws IOException, ReflectiveOperationException {
        String type = SOURCES.relativize(file).toString().replace(".java", "").replace('/', '.');
        Field declared = Class.forName(type).getDeclaredField("LAYOUT");
        declared.setAccessible(true);
        Layout layout = (Layout) declared.get(null);
        assertEquals(layout.toTable(), table(Files.readString(file)));
    }

    /** What the first {@code <pre>} of a source holds, without the comment's asterisks. */
    private static String table(String source) {
        String inside = source.substring(source.indexOf("<pre>") + "<pre>\n".length(), source.indexOf(" * </pre>"));
        return inside.lines().map(line -> line.substring(Math.min(line.length(), 3)) + "\n")
                .collect(Collectors.joining());
    }
}
