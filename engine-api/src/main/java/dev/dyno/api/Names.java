package dev.dyno.api;

import java.util.Collection;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** How names and bytes appear in messages. */
public final class Names {

    private static final int PRINTED_BYTES_MAX = 48;

    private Names() {
    }

    /**
     * {@code , did you mean 'x'?} for the nearest name within two letters or a third of its length, else the list
     * of names.
     */
    public static String suggest(String wrong, Collection<String> known) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        if (bestDistance <= Math.max(2, best.length() / 3)) {
            return ", did you mean '" + best + "'?";
        }
        return known.isEmpty() ? "" : "; there are: " + String.join(", ", known);
    }

    /** Bytes for people: ASCII as it is, everything else as {@code \xHH}, cut after 48 bytes. */
    public static String printable(DirectBuffer bytes) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(bytes.capacity(), PRINTED_BYTES_MAX);
        for (int i = 0; i < shown; i++) {
            int b = bytes.getByte(i) & 0xff;
            if (b > ' ' && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return bytes.capacity() > shown ? text + "… (" + bytes.capacity() + " bytes)" : text.toString();
    }

    /** Levenshtein's distance in two rows. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] now = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replace, Math.min(before[j], now[j - 1]) + 1);
            }
            int[] swap = before;
            before = now;
            now = swap;
        }
        return before[b.length()];
    }
}
