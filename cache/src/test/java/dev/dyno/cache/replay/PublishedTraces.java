package dev.dyno.cache.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The published traces, where they are: in the folder that the system property {@code dyno.traces} or the variable
 * {@code DYNO_TRACES} names, else in {@code shared/traces} beside the checkout or beside one of its parents. They are
 * no part of the project.
 */
final class PublishedTraces {

    private PublishedTraces() {
    }

    /** The files by name; none where there is no folder. */
    static List<Path> files() {
        for (Path folder : folders()) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(file -> file.toString().contains(".trace.")).sorted().toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return List.of();
    }

    static Requests read(Path file) throws IOException {
        try (Trace trace = TraceFiles.open(file)) {
            return Requests.of(trace);
        }
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        String named = System.getProperty("dyno.traces", System.getenv("DYNO_TRACES"));
        if (named != null) {
            return List.of(Path.of(named));
        }
        Path root = Path.of(System.getProperty("dyno.root", "..")).toAbsolutePath().normalize();
        for (Path beside = root.getParent(); beside != null; beside = beside.getParent()) {
            folders.add(beside.resolve("shared/traces"));
        }
        return folders;
    }
}
