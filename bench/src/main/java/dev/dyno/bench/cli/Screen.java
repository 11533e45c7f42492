package dev.dyno.bench.cli;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command prints.
 *
 * @param out what was asked for
 * @param err errors and progress that a program must not read
 * @param terminal whether a person looks at it: then there are colours and lines may be rewritten
 */
record Screen(PrintStream out, PrintStream err, boolean terminal) {

    void line(String format, Object... values) {
        out.println(values.length == 0 ? format : String.format(java.util.Locale.ROOT, format, values));
    }

    String good(String text) {
        return style("green", text);
    }

    String bad(String text) {
        return style("bold,red", text);
    }

    String faint(String text) {
        return style("faint", text);
    }

    String strong(String text) {
        return style("bold", text);
    }

    /** The text may hold anything, so it does not go through picocli's markup. */
    private String style(String style, String text) {
        if (!terminal) {
            return text;
        }
        Ansi.IStyle[] styles = Ansi.Style.parse(style);
        return Ansi.Style.on(styles) + text + Ansi.Style.off(styles);
    }
}
