package dev.dyno.bench.data;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every class and resource of the running JDK's image: partition = module and package, sort key = file name, value =
 * the file's bytes.
 */
final class JdkSource {

    private static final URI RUNTIME_IMAGE = URI.create("jrt:/");

    private JdkSource() {
    }

    static List<RealItem> items() throws IOException {
        FileSystem image = FileSystems.getFileSystem(RUNTIME_IMAGE);
        List<RealItem> items = new ArrayList<>();
        try (Stream<Path> files = Files.walk(image.getPath("/modules"))) {
            files.filter(Files::isRegularFile).forEach(file -> items.add(item(file)));
        }
        return items;
    }

    /** {@code /modules/java.base/java/lang/String.class}: the first name is the same for all. */
    private static RealItem item(Path file) {
        int names = file.getNameCount();
        String partition = file.subpath(1, names - 1).toString();
        String sort = file.getName(names - 1).toString();
        return new RealItem(partition.getBytes(StandardCharsets.UTF_8), sort.getBytes(StandardCharsets.UTF_8),
                () -> Files.readAllBytes(file));
    }
}
