package dev.dyno.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Engines outside the tree: jars that were named or lie in {@code plugins/}. Once installed, the context class loader
 * sees them, and with it {@link dev.dyno.api.Engines}. Child JVMs get the same list through {@link #PROPERTY}.
 */
public final class Plugins {

    /** Paths of jars, separated as a class path is. */
    public static final String PROPERTY = "dyno.plugins";

    private Plugins() {
    }

    /** The jars of a folder, in the order of their names; none if there is no such folder. */
    public static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list plug-ins: folder=" + folder, e);
        }
    }

    /** The list as the value of {@link #PROPERTY}: absolute, for a child may start elsewhere. */
    public static String join(List<Path> jars) {
        return jars.stream().map(jar -> jar.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What {@link #PROPERTY} names in this JVM. */
    public static List<Path> ofThisProcess() {
        String list = System.getProperty(PROPERTY, "");
        return list.isEmpty() ? List.of() : Stream.of(list.split(File.pathSeparator)).map(Path::of).toList();
    }

    /**
     * Puts the jars behind the context class loader of the calling thread, and so of the threads it starts. The loader
     * stays open for the life of the process, as engines load classes late.
     *
     * @throws IllegalArgumentException for a jar that is not there
     */
    public static void install(List<Path> jars) {
        if (jars.isEmpty()) {
            return;
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isReadable(jar)) {
                throw new IllegalArgumentException("plug-in cannot be read: jar=" + jar.toAbsolutePath());
            }
            urls.add(url(jar));
        }
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(
                new URLClassLoader("plugins", urls.toArray(URL[]::new), thread.getContextClassLoader()));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("plug-in cannot be named by a URL: jar=" + jar, e);
        }
    }
}
