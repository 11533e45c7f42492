package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names and values of one expression: what its placeholders stand for, which were used, which words are reserved. */
final class Placeholders {

    private static final Set<String> RESERVED = reserved();

    private final String member;
    private final Map<String, String> names;
    final Set<String> usedNames = new LinkedHashSet<>();
    /** That paths begin with. */
    final Set<String> attributes = new LinkedHashSet<>();
    final Set<String> usedValues = new LinkedHashSet<>();

    Placeholders(String member, Map<String, String> names) {
        this.member = member;
        this.names = names == null ? Map.of() : names;
    }

    private static Set<String> reserved() {
        try (InputStream in = Placeholders.class.getResourceAsStream("reserved-words.txt")) {
            return Set.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException("reserved-words.txt is part of this jar", e);
        }
    }

    /** The attribute that a name in an expression means. */
    String name(String text) {
        if (text.startsWith("#")) {
            String attribute = names.get(text);
            if (attribute == null) {
                throw fail("An expression attribute name used in the document path is not defined; attribute name: "
                        + text);
            }
            usedNames.add(text);
            return attribute;
        }
        if (RESERVED.contains(text.toUpperCase(Locale.ROOT))) {
            throw fail("Attribute name is a reserved keyword; reserved keyword: " + text);
        }
        return text;
    }

    Operand.Given value(String text) {
        usedValues.add(text);
        return new Operand.Given(text, text.getBytes(StandardCharsets.UTF_8));
    }

    DynamoError fail(String message) {
        return DynamoError.validation("Invalid " + member + ": " + message);
    }
}
