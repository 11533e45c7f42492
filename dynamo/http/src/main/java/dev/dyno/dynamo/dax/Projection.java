package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which parts of an item a reader wants: the cache keeps whole items, so that all readers share one, and takes parts on
 * the way out.
 *
 * @param paths each a list of names and, in brackets, indexes; none: everything
 */
record Projection(List<List<String>> paths) {

    static final Projection ALL = new Projection(List.of());
    private static final Pattern PATH =
            Pattern.compile("(#?[A-Za-z_]\\w*|#\\w+)((?:\\.(?:[A-Za-z_]\\w*|#\\w+)|\\[\\d{1,6}])*)");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_]\\w*|#\\w+)|(\\[\\d{1,6}])");

    /** What says which parts, as text: upstream judges each such text once. */
    static String text(JsonNode request) {
        return request.path("ProjectionExpression").asText("") + "\n" + request.path("AttributesToGet") + "\n"
                + request.path("ExpressionAttributeNames");
    }

    /**
     * Reads it from a request that upstream accepted once.
     *
     * @return empty for a form that is not understood here
     */
    static Optional<Projection> of(JsonNode request) {
        if (request.has("AttributesToGet")) {
            return Optional.empty();
        }
        JsonNode names = request.path("ExpressionAttributeNames");
        List<List<String>> paths = new ArrayList<>();
        if (request.has("ProjectionExpression")) {
            for (String text : request.path("ProjectionExpression").asText("").split(",", -1)) {
                List<String> path = path(text.trim(), names);
                if (path.isEmpty()) {
                    return Optional.empty();
                }
                paths.add(path);
            }
        }
        return Optional.of(paths.isEmpty() ? ALL : new Projection(paths));
    }

    private static List<String> path(String text, JsonNode names) {
        Matcher path = PATH.matcher(text);
        if (!path.matches()) {
            return List.of();
        }
        List<String> steps = new ArrayList<>();
        steps.add(name(path.group(1), names));
        Matcher step = STEP.matcher(path.group(2));
        while (step.find()) {
            steps.add(step.group(1) != null ? name(step.group(1), names) : step.group(2));
        }
        return steps;
    }

    private static String name(String written, JsonNode names) {
        return written.startsWith("#") ? names.path(written).asText() : written;
    }

    boolean isAll() {
        return paths.isEmpty();
    }

    /** The wanted parts of an item. */
    ObjectNode of(ObjectNode item) {
        if (isAll()) {
            return item;
        }
        Node wanted = new Node();
        paths.forEach(path -> wanted.add(path, 0));
        return wanted.take(item);
    }

    /** Paths as a tree, so that parts of one list or map come out together. */
    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();

        void add(List<String> path, int from) {
            if (from < path.size()) {
                children.computeIfAbsent(path.get(from), step -> new Node()).add(path, from + 1);
            }
        }

        ObjectNode take(JsonNode attributes) {
            ObjectNode taken = Json.object();
            children.forEach((name, below) -> {
                JsonNode part = attributes.has(name) ? below.part(attributes.path(name)) : null;
                if (part != null) {
                    taken.set(name, part);
                }
            });
            return taken;
        }

        /** Of one attribute; null if nothing is there. */
        private JsonNode part(JsonNode value) {
            if (children.isEmpty()) {
                return value;
            }
            if (value.path("M").isObject()) {
                ObjectNode map = take(value.path("M"));
                return map.isEmpty() ? null : Json.object().set("M", map);
            }
            if (!value.path("L").isArray()) {
                return null;
            }
            ArrayNode list = Json.array();
            JsonNode elements = value.path("L");
            for (int i = 0; i < elements.size(); i++) {
                Node below = children.get("[" + i + "]");
                JsonNode part = below == null ? null : below.part(elements.get(i));
                if (part != null) {
                    list.add(part);
                }
            }
            return list.isEmpty() ? null : Json.object().set("L", list);
        }
    }
}
