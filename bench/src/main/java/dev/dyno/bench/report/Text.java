package dev.dyno.bench.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How records normalize what a file left out, and how numbers are written for people: three digits, then a unit. */
final class Text {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Text() {
    }

    static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** An unmodifiable copy that keeps the order, which is the order of the page. */
    static Map<String, String> ordered(Map<String, String> map) {
        Map<String, String> copy = new LinkedHashMap<>();
        if (map != null) {
            map.forEach((name, value) -> copy.put(name, orEmpty(value)));
        }
        return Collections.unmodifiableMap(copy);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Operations per second: {@code 812}, {@code 8.12 k}, {@code 812 k}, {@code 1.24 M}. */
    static String rate(double perSecond) {
        if (perSecond >= 999_500) {
            return digits(perSecond / 1e6) + " M";
        }
        return perSecond >= 999.5 ? digits(perSecond / 1e3) + " k" : digits(perSecond);
    }

    /** A duration: {@code 0.42 µs}, {@code 41.0 µs}, {@code 4.10 ms}, {@code 1.20 s}. */
    static String micros(double micros) {
        if (micros >= 999_500) {
            return digits(micros / 1e6) + " s";
        }
        return micros >= 999.5 ? digits(micros / 1e3) + " ms" : digits(micros) + " µs";
    }

    /** A ratio of rates: {@code 0.43}, {@code 2.31}, {@code 12.4}, {@code 140}. */
    static String ratio(double ratio) {
        return digits(ratio);
    }

    /** The half-width of an interval as a share: {@code ±2 %}, {@code ±0.4 %}; {@code ±?} without an interval. */
    static String spread(double share) {
        if (!Double.isFinite(share)) {
            return "±?";
        }
        double percent = share * 100;
        return "±" + String.format(Locale.ROOT, percent < 0.95 ? "%.1f" : "%.0f", percent) + " %";
    }

    /** Bytes per operation: whole from ten up; below, a fraction is an average worth seeing. */
    static String bytes(double bytes) {
        return bytes < 0.005 ? "0" : String.format(Locale.ROOT, bytes < 9.995 ? "%.2f" : "%,.0f", bytes);
    }

    /** An instant to the minute, for people; what is no instant stays as it is. */
    static String minute(String instant) {
        try {
            return MINUTE.format(Instant.parse(instant));
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    /** Three significant digits without an exponent. */
    static String digits(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        return String.format(Locale.ROOT, size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f", value);
    }

    /** A level such as {@code 99.9 %}. */
    static String percent(double percent) {
        return (percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent)) + " %";
    }

    static String count(double number, String one) {
        return String.format(Locale.ROOT, "%,.0f %s%s", number, one, number == 1 ? "" : "s");
    }
}
