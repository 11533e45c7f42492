package dev.dyno.kit.script;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first operation of a script that an engine answered otherwise than the oracle.
 *
 * @param index of the operation, from 0
 * @param expected the oracle's answer
 * @param got the engine's
 */
public record Difference(int index, Operation operation, String expected, String got) {

    private static final int SHOWN_MAX = 200;
    private static final Pattern ITEM = Pattern.compile("([^\\s,\\[\\]=]+)=");

    /** The line of the script with both answers behind it. */
    String line() {
        return String.format("%-27s expected %s   got %s", operation.text(), cut(expected), cut(got));
    }

    /** For a query: which keys of the partition are missing or too many, drawn in their order; else empty. */
    String keys() {
        if (!(operation instanceof Operation.Query)) {
            return "";
        }
        List<String> wanted = keysOf(expected);
        List<String> found = keysOf(got);
        TreeSet<String> all = new TreeSet<>(wanted);
        all.addAll(found);
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(found);
        List<String> extra = new ArrayList<>(found);
        extra.removeAll(wanted);
        if (all.isEmpty() || all.size() > 16) {
            return "";
        }
        String what = missing.isEmpty() && extra.isEmpty() ? "same keys, another order or other values"
                : (missing.isEmpty() ? "" : "missing " + String.join(" ", missing) + " ")
                        + (extra.isEmpty() ? "" : "too many " + String.join(" ", extra));
        return String.join("────", all) + "        " + what.trim();
    }

    private static List<String> keysOf(String answer) {
        List<String> keys = new ArrayList<>();
        Matcher matcher = ITEM.matcher(answer);
        while (matcher.find()) {
            keys.add(cut(matcher.group(1)));
        }
        return keys;
    }

    private static String cut(String answer) {
        return answer.length() <= SHOWN_MAX ? answer
                : answer.substring(0, SHOWN_MAX) + "… (" + answer.length() + " characters)";
    }
}
