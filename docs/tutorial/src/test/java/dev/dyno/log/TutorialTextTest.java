package dev.dyno.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tutorial's code is its source: each block behind {@code <!-- LogIndex.java: put -->} is the region of that file
 * between {@code // tutorial: put} and {@code // tutorial: end}. Rewritten by {@code -Dgolden=rewrite}.
 */
class TutorialTextTest {

    private static final Path TEXT = Path.of("README.md");
    private static final Path SOURCES = Path.of("src");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- ([A-Za-z]+\\.java): ([a-z ]+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void everyBlockIsItsRegion() throws IOException {
        String text = Files.readString(TEXT);
        StringBuilder expected = new StringBuilder();
        Matcher block = BLOCK.matcher(text);
        int blocks = 0;
        while (block.find()) {
            String code = "<!-- " + block.group(1) + ": " + block.group(2) + " -->\n```java\n"
                    + region(block.group(1), block.group(2)) + "```\n";
            block.appendReplacement(expected, Matcher.quoteReplacement(code));
            blocks++;
        }
        block.appendTail(expected);
        assertTrue(blocks >= 5, "the tutorial shows its code: blocks=" + blocks);
        if ("rewrite".equals(System.getProperty("golden"))) {
            Files.writeString(TEXT, expected);
        }
        assertEquals(expected.toString(), Files.readString(TEXT), "rewrite with -Dgolden=rewrite");
    }

    private static String region(String file, String name) throws IOException {
        List<String> lines = Files.readAllLines(find(file));
        List<String> region = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.strip().equals("// tutorial: " + name)) {
                inside = true;
            } else if (line.strip().equals("// tutorial: end")) {
                inside = false;
            } else if (inside) {
                region.add(line);
            }
        }
        assertTrue(!region.isEmpty(), "no region '" + name + "' in " + file);
        return String.join("\n", region).stripIndent() + "\n";
    }

    private static Path find(String file) throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(path -> path.getFileName().toString().equals(file)).findFirst()
                    .orElseThrow(() -> new AssertionError("no such source: " + file));
        }
    }
}
