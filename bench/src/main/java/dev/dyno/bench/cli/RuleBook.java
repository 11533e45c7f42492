package dev.dyno.bench.cli;

import dev.dyno.kit.RuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules in the words of {@code docs/rules.md}; without that file, in the words of their tests' names. */
final class RuleBook {

    private static final Pattern ENTRY = Pattern.compile(
            "\\*\\*([A-Z]\\d+)\\*\\*\\s+(.+?)\\s+\\*Intent:\\s+(.+?)\\*\\s*$", Pattern.DOTALL | Pattern.MULTILINE);

    /** @param sentence what must hold @param intent what goes wrong without it; may be empty */
    record Entry(String sentence, String intent) { }

    private final Map<String, Entry> entries = new HashMap<>();

    RuleBook(Path home) throws IOException {
        Path file = home.resolve("docs/rules.md");
        if (Files.isReadable(file)) {
            Matcher matcher = ENTRY.matcher(Files.readString(file));
            while (matcher.find()) {
                entries.put(matcher.group(1), new Entry(line(matcher.group(2)), line(matcher.group(3))));
            }
        }
    }

    Entry entry(RuleTest rule) {
        Entry found = entries.get(rule.id());
        if (found != null) {
            return found;
        }
        String title = rule.title();
        return new Entry(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1) + ".", "");
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
