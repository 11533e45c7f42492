package dev.dyno.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A typed tunable of an engine. Engines declare constants, list them in {@link EngineProvider#options} and read them
 * with {@link #in}; checks, help and the record of a run come from the same declaration.
 *
 * @param name kebab-case, with the unit last where there is one: {@code page-bytes}
 * @param standard the default
 * @param allowed the range or the choices, for messages
 * @param fixed whether it is kept from creation and cannot be changed by a later open
 * @param advice what it does and when to change it
 * @param parser throws {@link IllegalArgumentException} for what is not allowed
 */
public record Option<T>(
        String name, T standard, String allowed, boolean fixed, String advice, Function<String, T> parser) {

    public static Option<Integer> integer(String name, int standard, int min, int max, String advice) {
        Function<String, Integer> parser = text -> (int) range(name, Long.parseLong(text), min, max);
        return new Option<>(name, standard, min + " to " + max, false, advice, parser);
    }

    /** Sizes: {@code 4096}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}. */
    public static Option<Long> bytes(String name, long standard, long min, long max, String advice) {
        Function<String, Long> parser = text -> range(name, parseBytes(text), min, max);
        return new Option<>(name, standard, formatBytes(min) + " to " + formatBytes(max), false, advice, parser);
    }

    public static Option<Boolean> flag(String name, boolean standard, String advice) {
        return new Option<>(name, standard, "true or false", false, advice, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("not true or false");
        });
    }

    public static <E extends Enum<E>> Option<E> choice(String name, E standard, String advice) {
        Class<E> type = standard.getDeclaringClass();
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        Function<String, E> parser = text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Option<>(name, standard, names, false, advice, parser);
    }

    /** The same option, kept from creation. */
    public Option<T> fixedAtCreate() {
        return new Option<>(name, standard, allowed, true, advice, parser);
    }

    /** The value set in a configuration, or the default. */
    public T in(EngineConfig config) {
        String text = config.options().get(name);
        return text == null ? standard : parse(text);
    }

    /** @throws IllegalArgumentException naming the option, the value and what is allowed */
    public T parse(String text) {
        try {
            return parser.apply(text.trim());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "option out of range: " + name + "=" + text + ", allowed=" + allowed, e);
        }
    }

    /** @throws IllegalArgumentException for an unknown name, with the nearest known one, or a value not allowed */
    public static void check(String engine, List<Option<?>> known, Map<String, String> given) {
        List<String> names = known.stream().<String>map(Option::name).toList();
        for (Map.Entry<String, String> entry : given.entrySet()) {
            int index = names.indexOf(entry.getKey());
            if (index < 0) {
                throw new IllegalArgumentException("unknown option: engine=" + engine + ", option=" + entry.getKey()
                        + Names.suggest(entry.getKey(), names));
            }
            known.get(index).parse(entry.getValue());
        }
    }

    /** {@code 64MiB} to 67108864. */
    public static long parseBytes(String text) {
        String number = text.trim();
        int shift = 0;
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        for (int i = 0; i < units.length; i++) {
            if (number.endsWith(units[i])) {
                shift = 10 * (i + 1);
                number = number.substring(0, number.length() - units[i].length()).trim();
                break;
            }
        }
        return Math.multiplyExact(Long.parseLong(number), 1L << shift);
    }

    /** 67108864 to {@code 64MiB}; what is not a whole multiple stays a number. */
    public static String formatBytes(long bytes) {
        String[] units = {"TiB", "GiB", "MiB", "KiB"};
        for (int i = 0; i < units.length; i++) {
            long unit = 1L << 10 * (units.length - i);
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + units[i];
            }
        }
        return Long.toString(bytes);
    }

    private static long range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is not within " + min + " to " + max + ": " + value);
        }
        return value;
    }
}
