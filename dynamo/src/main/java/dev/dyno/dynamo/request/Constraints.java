package dev.dyno.dynamo.request;

import dev.dyno.dynamo.error.DynamoError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects what a request's members must satisfy and do not, with AWS's sentences, and throws them together: in the
 * order in which they were checked, or, where that is known of AWS, in the order of a hash map of the operation's
 * members (decision 0093). Confined to a thread; cheap while all is well.
 */
public final class Constraints {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final int ERRORS_MAX = 10;

    /** Null while all is well. */
    private List<Found> found;

    /** What a member does not satisfy. */
    private record Found(String at, String sentence) {

        /**
         * Where a {@link java.util.HashMap} has the member: its iteration is that of its table, whose length is a
         * power of two that leaves a quarter free, and at least 16.
         */
        int bucket(int members) {
            int hash = at.hashCode();
            return (hash ^ hash >>> 16) & (members > 12 ? 31 : 15);
        }
    }

    public Constraints notNull(Object value, String at) {
        return value == null ? add("null", at, "Member must not be null") : this;
    }

    /** A name of a table or index, if it is given: its characters and length. */
    public Constraints name(String value, String at) {
        if (value == null) {
            return this;
        }
        if (value.isEmpty()) {
            return add(quoted(value), at, "Member must have length greater than or equal to 1");
        }
        if (!NAME.matcher(value).matches()) {
            add(quoted(value), at, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
        }
        length(value, value.length(), at, 3, 255);
        return this;
    }

    public Constraints length(Object value, int length, String at, int min, int max) {
        if (value != null && length < min) {
            add(quoted(value), at, "Member must have length greater than or equal to " + min);
        }
        if (value != null && length > max) {
            add(quoted(value), at, "Member must have length less than or equal to " + max);
        }
        return this;
    }

    /** One of some words, if it is given. */
    public Constraints oneOf(String value, String at, List<String> words) {
        return value == null || words.contains(value) ? this
                : add(quoted(value), at, "Member must satisfy enum value set: " + words);
    }

    public Constraints atLeast(long value, String at, long min) {
        return value >= min ? this
                : add("'" + value + "'", at, "Member must have value greater than or equal to " + min);
    }

    public Constraints atMost(long value, String at, long max) {
        return value <= max ? this
                : add("'" + value + "'", at, "Member must have value less than or equal to " + max);
    }

    /** @throws DynamoError naming everything that was found */
    public void check() {
        if (found != null) {
            throw DynamoError.validation(found.size() + " validation error" + (found.size() > 1 ? "s" : "")
                    + " detected: " + found.stream().map(Found::sentence).collect(Collectors.joining("; ")));
        }
    }

    /**
     * As {@link #check()}, in AWS's order.
     *
     * @param members the operation has, 24 at most
     */
    public void check(int members) {
        if (found != null) {
            found.sort(Comparator.comparingInt(each -> each.bucket(members)));
            check();
        }
    }

    /** @param value as it is shown, or empty for the sentences that do not */
    public Constraints add(String value, String at, String constraint) {
        if (found == null) {
            found = new ArrayList<>();
        }
        if (found.size() < ERRORS_MAX) {
            found.add(new Found(at, "Value " + (value.isEmpty() ? "" : value + " ") + "at '" + at
                    + "' failed to satisfy constraint: " + constraint));
        }
        return this;
    }

    private static String quoted(Object value) {
        return "'" + value + "'";
    }

    /** The sentence that AWS has for a table name that is too short, before anything else. */
    public static void tableNameLength(String name) {
        if (name != null && !name.isEmpty() && name.length() < 3) {
            throw DynamoError.validation(
                    "TableName must be at least 3 characters long and at most 255 characters long");
        }
    }
}
