package dev.dyno.dynamo.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|from)[= ]['\"]([^'\"#]+)['\"]");

    private final Console console = new Console(new Inside() {
        @Override
        public Map<String, Object> status() {
            return Map.of("engine", "none");
        }

        @Override
        public Map<String, Object> shape() {
            return Map.of();
        }
    });

    private String text(String path) {
        return new String(console.page(path).orElseThrow(() -> new AssertionError("no page: " + path)).body(),
                StandardCharsets.UTF_8);
    }

    @Test
    void everythingThePageNamesComesFromTheEndpoint() {
        int found = 0;
        for (String path : List.of("/", "/console/app.js", "/console/status.js", "/console/stream.js",
                "/console/rows.js", "/console/shape.js")) {
            Matcher reference = REFERENCE.matcher(text(path));
            while (reference.find()) {
                String target = reference.group(1).replaceFirst("^\\./", "/console/");
                if (!target.startsWith("data:")) {
                    assertFalse(text(target).isEmpty(), target);
                    found++;
                }
            }
        }
        assertTrue(found >= 10, "references found: " + found);
    }

    @Test
    void nothingElseCanBeAskedFor() {
        assertTrue(console.page("/console/../index.html").isEmpty());
        assertTrue(console.page("/console/").isEmpty());
        assertEquals("{\"engine\":\"none\"}", text("/console/status"));
    }
}
