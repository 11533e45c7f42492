package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Family T as written and as tested are the same. */
class RulesAreTestedTest {

    @Test
    void everyRuleHasATestAndEveryTestARule() throws IOException {
        Matcher written = Pattern.compile("\\*\\*(T\\d+)\\*\\*").matcher(
                Files.readString(Path.of(System.getProperty("dyno.root", "..")).resolve("docs/rules.md")));
        Set<String> rules = new TreeSet<>();
        while (written.find()) {
            rules.add(written.group(1).toLowerCase(Locale.ROOT));
        }
        Set<String> tests = Stream
                .of(StreamRules.class, LogRulesTest.class, RingRulesTest.class, ConsumerRulesTest.class,
                        OutboxOverSharedTest.class, OutboxBesideItemsTest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())).map(Method::getName)
                .filter(name -> name.matches("t\\d+_.*")).map(name -> name.substring(0, name.indexOf('_')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, tests);
    }
}
