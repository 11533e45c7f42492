package dev.dyno.bench.scaffold;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.bench.Build;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * A Maven project for one engine: provider, engine, session and the test class, from templates. It finds the SPI and
 * the kit in a {@link Repository} inside the checkout, so nothing has to be installed.
 */
public final class Scaffold {

    /** Engines' names are at most this long, because file headers have room for no more. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{1,15}");

    private final Map<String, String> words = new LinkedHashMap<>();
    private final String name;
    private final String className;
    private final Path home;
    private final Build build;

    /**
     * @param home the checkout of Dyno
     * @throws IllegalArgumentException for a name that is not allowed or taken
     */
    public Scaffold(String name, Path home, Build build) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of an engine must be 2 to 16 of a-z and 0-9, a letter first: name="
                    + name);
        }
        if (SourceVersion.isKeyword(name)) {
            throw new IllegalArgumentException("name is a word of Java, and a package is named by it: name=" + name);
        }
        if (Engines.all().stream().map(EngineProvider::name).anyMatch(name::equals)) {
            throw new IllegalArgumentException("there is an engine of this name: name=" + name);
        }
        this.name = name;
        this.home = home;
        this.build = build;
        className = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        words.put("@name@", name);
        words.put("@package@", name);
        words.put("@Name@", className);
        words.put("@version@", build.version());
        words.put("@repository@", repository(home).toUri().toString());
    }

    /**
     * Brings what such projects depend on up to date with this build; does nothing if there is no such project yet.
     *
     * @param lib the folder with the jars of this build
     */
    public static void refresh(Path home, Path lib, Build build) throws IOException {
        if (Files.isDirectory(repository(home)) && Files.isDirectory(lib)) {
            new Repository(repository(home), home, build.version()).publish(lib);
        }
    }

    private static Path repository(Path home) {
        return home.resolve("build/repository");
    }

    /** The project's files: path within it, and content. */
    public Map<String, String> files() {
        String main = "src/main/java/" + name + "/" + className;
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", fill("pom.xml"));
        files.put("src/main/resources/META-INF/services/" + EngineProvider.class.getName(),
                name + "." + className + "Provider\n");
        files.put(main + "Provider.java", fill("Provider.java"));
        files.put(main + "Engine.java", fill("Engine.java"));
        files.put(main + "Session.java", fill("Session.java"));
        files.put("src/test/java/" + name + "/" + className + "Test.java", fill("Test.java"));
        return files;
    }

    /**
     * Writes them into a folder that must not be there yet, and makes the repository they depend on.
     *
     * @param lib the folder with the jars of this build
     * @return what was written
     */
    public List<Path> write(Path folder, Path lib) throws IOException {
        if (Files.exists(folder)) {
            throw new IllegalArgumentException("exists already, nothing was written: directory=" + folder);
        }
        Files.createDirectories(repository(home));
        refresh(home, lib, build);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            written.add(Files.writeString(path, file.getValue()));
        }
        return written;
    }

    private String fill(String template) {
        String text = read(template + ".template");
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return text;
    }

    private static String read(String resource) {
        try (InputStream in = Scaffold.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing from the jar: name=" + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource cannot be read: name=" + resource, e);
        }
    }
}
