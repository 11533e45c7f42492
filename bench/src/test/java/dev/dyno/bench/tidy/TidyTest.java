package dev.dyno.bench.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dyno.bench.tidy.SourceTree.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The house rules that a machine can check, read from the source tree: one line per offence, with the remedy. */
class TidyTest {

    private static final int MAIN_LINES_MAX = 400;
    private static final int TEST_LINES_MAX = 600;
    private static final int COLUMNS_MAX = 120;
    private static final Pattern PUBLISHES = Pattern.compile("//.*\\bpublishes ([A-Z]+\\d+)");
    private static final Pattern SEES = Pattern.compile("//.*\\bsees ([A-Z]+\\d+)");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    private final SourceTree tree = SourceTree.read();
    private final List<String> offences = new ArrayList<>();

    @Test
    void aFileFitsInOneSitting() {
        for (Source file : tree.java()) {
            int limit = file.isMain() ? MAIN_LINES_MAX : TEST_LINES_MAX;
            if (file.lines().size() > limit) {
                offences.add(file.path() + ": " + file.lines().size() + " lines, limit " + limit + ": split it");
            }
            for (int i = 0; i < file.lines().size(); i++) {
                if (file.lines().get(i).length() > COLUMNS_MAX) {
                    offences.add(file.path() + ":" + (i + 1) + ": over " + COLUMNS_MAX + " columns: wrap it");
                }
            }
        }
        none();
    }

    @Test
    void bannedWordsStayOut() {
        for (Source file : tree.java()) {
            if (file.path().contains("/tidy/")) {
                continue;
            }
            ban(file, "TO" + "DO", "open an issue");
            ban(file, "FIX" + "ME", "fix it");
            ban(file, "XX" + "X", "say what is meant");
            ban(file, "printStack" + "Trace", "let it surface");
            ban(file, "new Random" + "()", "take the seed");
            if (file.isMain() && !file.path().contains("/bench/cli/") && !file.path().contains("/kit/kill/")) {
                ban(file, "System." + "out", "only the commands print");
            }
            if (!file.isMain()) {
                ban(file, "Thread." + "sleep", "inject the clock and the work");
            }
            if (!file.path().contains("/api/memory/") && !file.path().contains("/bench/")) {
                ban(file, "allocate" + "Direct(", "memory comes from Memory");
            }
            if (!file.path().contains("/api/disk/") && !file.path().contains("/bench/")) {
                ban(file, "File" + "Channel", "files come from Disk");
            }
        }
        none();
    }

    @Test
    void everyPackageSaysInWhichOrderToReadIt() {
        Set<String> folders = tree.main().stream().map(Source::folder).collect(Collectors.toCollection(TreeSet::new));
        for (String folder : folders) {
            List<Source> members = tree.main().stream().filter(file -> file.folder().equals(folder)).toList();
            String story = members.stream().filter(file -> file.name().equals("package-info.java"))
                    .map(Source::text).findFirst().orElse("");
            if (!story.contains("Read in this order")) {
                offences.add(folder + ": no package-info.java with 'Read in this order'");
                continue;
            }
            for (Source member : members) {
                String type = member.name().replace(".java", "");
                boolean isPublic = member.text().contains("\npublic ");
                if (isPublic && !Pattern.compile("\\b" + type + "\\b").matcher(story).find()
                        && !type.equals("package-info") && !type.equals("Bytes")) {
                    offences.add(member.path() + ": not named in its package-info: add it to the reading order");
                }
            }
        }
        none();
    }

    @Test
    void everyPublicationIsObserved() {
        Set<String> published = tags(PUBLISHES);
        Set<String> seen = tags(SEES);
        assertEquals(published, seen, "each 'publishes X' has a 'sees X' in its module, and the reverse");
    }

    @Test
    void linksInsideTheTreeResolve() {
        for (Source file : tree.files()) {
            if (!file.path().endsWith(".md")) {
                continue;
            }
            Matcher link = MARKDOWN_LINK.matcher(file.text());
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !target.startsWith("mailto:")
                        && !Files.exists(tree.root().resolve(file.path()).resolveSibling(target).normalize())) {
                    offences.add(file.path() + ": dead link: " + target);
                }
            }
        }
        none();
    }

    @Test
    void testsThatShowAFeatureExist() {
        Set<String> types = tree.java().stream().map(file -> file.name().replace(".java", ""))
                .collect(Collectors.toSet());
        Matcher named = Pattern.compile("`(\\w+(?:Test|Properties))`").matcher(text("docs/features.md"));
        while (named.find()) {
            if (!types.contains(named.group(1))) {
                offences.add("docs/features.md: no such test: " + named.group(1));
            }
        }
        none();
    }

    @Test
    void theMapListsExactlyTheModules() {
        Set<String> modules = new TreeSet<>();
        Matcher module = Pattern.compile("<module>([^<]+)</module>").matcher(text("pom.xml"));
        while (module.find()) {
            modules.add(module.group(1));
        }
        Set<String> mapped = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| \\[`([^`]+)`\\]").matcher(text("README.md"));
        while (row.find()) {
            mapped.add(row.group(1));
        }
        assertEquals(modules, mapped, "README's map of modules");
    }

    @Test
    void everyLayoutTableStandsInItsJavadoc() {
        Set<String> undocumented = new HashSet<>();
        for (Source file : tree.main()) {
            if (file.name().endsWith("Layout.java") && !file.name().equals("Layout.java")
                    && !file.text().contains("offset  bytes  field")) {
                undocumented.add(file.path());
            }
        }
        assertEquals(Set.of(), undocumented, "layouts without a table in their Javadoc");
    }

    private Set<String> tags(Pattern pattern) {
        Set<String> tags = new TreeSet<>();
        for (Source file : tree.main()) {
            for (String line : file.lines()) {
                Matcher matcher = pattern.matcher(line);
                while (matcher.find()) {
                    tags.add(file.module() + " " + matcher.group(1));
                }
            }
        }
        return tags;
    }

    private void ban(Source file, String word, String remedy) {
        for (int i = 0; i < file.lines().size(); i++) {
            if (file.lines().get(i).contains(word)) {
                offences.add(file.path() + ":" + (i + 1) + ": '" + word + "': " + remedy);
            }
        }
    }

    private String text(String path) {
        Path file = tree.root().resolve(path);
        return tree.files().stream().filter(source -> source.path().equals(path)).map(Source::text).findFirst()
                .orElseThrow(() -> new AssertionError("missing: " + file));
    }

    private void none() {
        if (!offences.isEmpty()) {
            fail(offences.size() + " offences\n" + String.join("\n", offences));
        }
    }
}
