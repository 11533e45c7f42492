package dev.dyno.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the running code knows of its build, from {@code build.properties}, which Maven filters: the versions and the
 * JVM flags are written once, in the root {@code pom.xml}.
 */
public final class Build {

    private static final String FILE = "build.properties";
    private static final String VERSION = ".version";

    private final Properties properties;

    private Build(Properties properties) {
        this.properties = properties;
    }

    public static Build load() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing from the jar: name=" + FILE);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(properties);
    }

    public String version() {
        return property("version");
    }

    /** What every JVM that runs engines is started with, a flag and its argument as two strings. */
    public List<String> jvmFlags() {
        return List.of(property("jvm.flags").trim().split("\\s+"));
    }

    /** Version by library, in the order of their names: {@code rocksdb} to {@code 11.1.1}. */
    public TreeMap<String, String> libraries() {
        TreeMap<String, String> versions = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.endsWith(VERSION)) {
                versions.put(name.substring(0, name.length() - VERSION.length()), properties.getProperty(name));
            }
        }
        return versions;
    }

    private String property(String name) {
        String value = properties.getProperty(name);
        if (value == null || value.contains("${")) {
            throw new IllegalStateException("build property is not filled in: name=" + name + ", value=" + value);
        }
        return value;
    }
}
