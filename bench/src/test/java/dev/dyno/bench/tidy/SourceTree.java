package dev.dyno.bench.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the checkout that people write, read once. */
record SourceTree(Path root, List<Source> files) {

    private static final List<String> SKIPPED =
            List.of("target", ".git", "plugins", "build", "results", "node_modules");

    /** One file: its path from the root with {@code /}, and its lines. */
    record Source(String path, List<String> lines) {
        boolean isJava() {
            return path.endsWith(".java");
        }

        boolean isMain() {
            return isJava() && path.contains("src/main/");
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }

        /** {@code engine-api/core} of {@code engine-api/core/src/main/java/…}. */
        String module() {
            int src = path.indexOf("/src/");
            return src < 0 ? "" : path.substring(0, src);
        }

        String text() {
            return String.join("\n", lines);
        }
    }

    static SourceTree read() {
        Path root = Path.of(System.getProperty("dyno.root", "..")).toAbsolutePath().normalize();
        try (Stream<Path> walk = Files.walk(root)) {
            return new SourceTree(root, walk.filter(Files::isRegularFile)
                    .filter(path -> isWritten(root.relativize(path)))
                    .map(path -> source(root, path)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Source> main() {
        return files.stream().filter(Source::isMain).toList();
    }

    List<Source> java() {
        return files.stream().filter(Source::isJava).toList();
    }

    private static boolean isWritten(Path relative) {
        for (Path part : relative) {
            if (SKIPPED.contains(part.toString())) {
                return false;
            }
        }
        String name = relative.getFileName().toString();
        return name.endsWith(".java") || name.endsWith(".md") || name.endsWith(".xml");
    }

    private static Source source(Path root, Path path) {
        try {
            return new Source(root.relativize(path).toString().replace('\\', '/'), Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
