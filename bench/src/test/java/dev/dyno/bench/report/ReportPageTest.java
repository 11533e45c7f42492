package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.bench.report.EngineEntry.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)\\b([^>]*)>");
    private static final Set<String> EMPTY = Set.of("meta", "input", "br", "hr", "img", "link");
    private static final String HOSTILE = "</script><b>x\" onload='y' {{record}} & </pre>";

    @Test
    void theFileIsWrittenWhereAsked(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("new/report.html");
        ReportPage.write(SampleRun.record(), file);
        assertTrue(Files.readString(file).endsWith("</html>\n"));
    }

    @Test
    void thePageNeedsNothingFromOutside() {
        String page = ReportPage.html(SampleRun.record());
        String own = page.replace(Resources.chartLibrary(), "");
        assertTrue(own.length() < page.length(), "the chart library is in the page");
        assertFalse(own.contains("http:") || own.contains("https:"), "no address at all outside the library");
        assertFalse(Pattern.compile("\\b(src|href)=\"(?!#)", Pattern.CASE_INSENSITIVE).matcher(own).find());
        assertFalse(own.contains("@import") || own.contains("url("));
        assertFalse(page.contains("sourceMappingURL"));
        assertTrue(own.contains("default-src 'none'"), "the browser is told so too");
    }

    @Test
    void everyElementIsClosed() {
        assertEquals("", unbalanced(ReportPage.html(SampleRun.record())));
        assertEquals("", unbalanced(ReportPage.html(hostile())));
        assertEquals("", unbalanced(ReportPage.html(SampleRun.of(List.of(), List.of(), List.of()))));
    }

    @Test
    void namesAndReasonsOfPluginsAreText() {
        String page = ReportPage.html(hostile()).replace(Resources.chartLibrary(), "");
        assertFalse(page.contains("<b>"));
        assertEquals(2, page.split("</script>", -1).length - 1, "only the page's own scripts end");
        assertEquals(1, page.split("id=\"run-json\"", -1).length - 1, "slots inside names are not filled");
        assertTrue(page.contains("&lt;/script&gt;&lt;b&gt;"));
    }

    @Test
    void theRecordStandsInThePageWhole() {
        RunRecord record = hostile();
        String page = ReportPage.html(record);
        String start = "<pre id=\"run-json\" tabindex=\"0\">";
        String json = page.substring(page.indexOf(start) + start.length(), page.lastIndexOf("</pre>"));
        String text = json.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
                .replace("&amp;", "&");
        assertEquals(RunJson.text(record), text);
    }

    @Test
    void chartsHaveWordsAndTablesBesideThem() {
        String page = ReportPage.html(SampleRun.record());
        long charts = count(page, "<canvas role=\"img\" tabindex=\"0\" aria-label=\"");
        assertEquals(count(page, "<figure"), charts);
        assertTrue(charts > 20, "charts=" + charts);
        assertEquals(count(page, "class=\"panel\""), count(page, "class=\"csv\" aria-label=\"Copy as CSV"));
        assertTrue(page.contains("log is fastest in") || page.contains("lmdb is fastest in"));
    }

    @Test
    void partsThatWereNotMeasuredAreNotShown() {
        String page = ReportPage.html(SampleRun.of(List.of(), List.of(SampleRun.cell("a", "w", 1, 2, 3)), List.of()));
        assertTrue(page.contains("id=\"throughput\""));
        assertFalse(page.contains("id=\"latency\"") || page.contains("#latency"));
        assertFalse(page.contains("id=\"allocation\""));
    }

    private static RunRecord hostile() {
        Cell cell = Cell.of(HOSTILE, HOSTILE).data(HOSTILE, 1).durability(HOSTILE).rate(2, 1, 3).latency(1, 2, 3)
                .allocation(4).amplification(1, 1).build();
        return SampleRun.of(List.of(SampleRun.engine(HOSTILE, Role.ENGINE)), List.of(cell),
                List.of(new Refusal(HOSTILE, HOSTILE, "", Refusal.Kind.FAILED, HOSTILE)));
    }

    private static long count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** The first element that is closed out of turn or never; style and script are opaque. */
    private static String unbalanced(String page) {
        String markup = page.replaceAll("(?s)<(script|style)>.*?</\\1>", "");
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(markup);
        while (tag.find()) {
            if (tag.group(1).isEmpty()) {
                if (!EMPTY.contains(tag.group(2))) {
                    open.push(tag.group(2));
                }
            } else if (open.isEmpty() || !open.pop().equals(tag.group(2))) {
                return tag.group(2) + " at " + tag.start();
            }
        }
        return String.join(",", open);
    }
}
