package dev.dyno.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules as written and the rules as tested are the same. */
class RulesDocumentTest {

    /** Rules of one layer, tested where it is: T streams, A the cache. */
    private static final Set<Character> OF_LAYERS = Set.of('T', 'A');
    private static final Pattern WRITTEN = Pattern.compile(
            "- <a id=\"([a-z]\\d+)\"></a>\\*\\*([A-Z]\\d+)\\*\\* (.*?)\\*Intent: (.*?)\\*", Pattern.DOTALL);

    @Test
    void everyWrittenRuleHasATestAndEveryTestARule() throws IOException {
        Set<String> written = new TreeSet<>();
        for (String[] rule : written()) {
            if (OF_LAYERS.contains(rule[1].charAt(0))) {
                continue;
            }
            assertTrue(written.add(rule[1]), () -> "written twice: " + rule[1]);
        }
        Set<String> tested = new TreeSet<>();
        RuleTest.all().forEach(rule -> tested.add(rule.id()));
        assertEquals(written, tested);
    }

    @Test
    void everyRuleHasItsAnchorAWordOfObligationAndAnIntent() throws IOException {
        for (String[] rule : written()) {
            assertEquals(rule[1].toLowerCase(Locale.ROOT), rule[0]);
            assertTrue(rule[2].matches("(?s).*\\b(MUST|SHOULD|MAY)\\b.*"), () -> rule[1] + " obliges to nothing");
            assertTrue(rule[3].length() > 5, () -> rule[1] + " has no intent");
        }
    }

    @Test
    void aRuleHasOneTestNamedAfterItAndNumbersHaveNoGaps() {
        Set<String> ids = new HashSet<>();
        int expected = 1;
        Family family = Family.KEYS;
        for (RuleTest rule : RuleTest.all()) {
            assertTrue(ids.add(rule.id()), () -> "two tests: " + rule.id());
            assertTrue(rule.method().getName().startsWith(rule.id().toLowerCase(Locale.ROOT) + "_"),
                    () -> rule.method().getName());
            expected = rule.family() == family ? expected : 1;
            family = rule.family();
            assertEquals(expected++, rule.number(), rule.id());
        }
    }

    private static List<String[]> written() throws IOException {
        List<String[]> rules = new ArrayList<>();
        Matcher matcher = WRITTEN.matcher(Files.readString(root().resolve("docs/rules.md")));
        while (matcher.find()) {
            rules.add(new String[] {matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)});
        }
        return rules;
    }

    /** The tree's root: given by the build, or the first folder above that has the document. */
    private static Path root() {
        String given = System.getProperty("dyno.root");
        Path folder = Path.of(given == null ? "" : given).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs/rules.md"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new AssertionError("no docs/rules.md above the working folder");
        }
        return folder;
    }
}
