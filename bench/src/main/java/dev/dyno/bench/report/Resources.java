package dev.dyno.bench.report;

import dev.dyno.bench.Build;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts from the class path: this package's templates, and the chart library out of its WebJar. */
final class Resources {
    private static final String HERE = "dev/dyno/bench/report/";

    private Resources() {
    }

    /** The library's source, fit to stand inside a script element: without the link to its map, a request. */
    static String chartLibrary() {
        String version = Build.load().libraries().get("chartjs");
        String source = resource("META-INF/resources/webjars/chart.js/" + version + "/dist/chart.umd.js");
        return source.replaceAll("(?m)^//# sourceMappingURL=.*$", "").replace("</script", "<\\/script");
    }

    static String template(String name) {
        return resource(HERE + name);
    }

    private static String resource(String path) {
        try (InputStream in = open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) {
        InputStream in = Resources.class.getClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new IllegalStateException("the report's parts are not on the class path: resource=" + path);
        }
        return in;
    }
}
