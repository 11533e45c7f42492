package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query or scan by all its parameters: equal questions have equal bytes, whatever their placeholders are called. */
final class Question {

    private static final List<String> EXPRESSIONS =
            List.of("KeyConditionExpression", "FilterExpression", "ProjectionExpression");
    private static final Pattern PLACEHOLDER = Pattern.compile("[#:]\\w+");
    private static final String NAMES = "ExpressionAttributeNames";
    private static final String VALUES = "ExpressionAttributeValues";

    private Question() {
    }

    /** @return empty where upstream must judge: a placeholder that is not defined, or one that is not used */
    static Optional<byte[]> of(String operation, JsonNode request) {
        if (!request.isObject()) {
            return Optional.empty();
        }
        ObjectNode plain = (ObjectNode) Json.sorted(request);
        JsonNode names = plain.path(NAMES);
        JsonNode values = plain.path(VALUES);
        Set<String> used = new HashSet<>();
        for (String expression : EXPRESSIONS) {
            if (plain.has(expression)) {
                Optional<String> resolved = resolve(plain.path(expression).asText(), names, values, used);
                if (resolved.isEmpty()) {
                    return Optional.empty();
                }
                plain.put(expression, resolved.get());
            }
        }
        if (used.size() != names.size() + values.size()) {
            return Optional.empty();
        }
        plain.remove(List.of(NAMES, VALUES, "ConsistentRead"));
        if (plain.path("ScanIndexForward").asBoolean(false)) {
            plain.remove("ScanIndexForward");
        }
        return Optional.of((operation + plain).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> resolve(String expression, JsonNode names, JsonNode values, Set<String> used) {
        StringBuilder resolved = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(expression.trim().replaceAll("\\s+", " "));
        while (placeholder.find()) {
            String name = placeholder.group();
            JsonNode meaning = (name.startsWith("#") ? names : values).path(name);
            if (meaning.isMissingNode()) {
                return Optional.empty();
            }
            used.add(name);
            // Marked, so that no attribute's name can be taken for a part of the expression.
            placeholder.appendReplacement(resolved, Matcher.quoteReplacement(name.charAt(0)
                    + Json.normal(meaning).toString()));
        }
        placeholder.appendTail(resolved);
        return Optional.of(resolved.toString());
    }
}
