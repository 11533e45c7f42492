package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The names of the key attributes of tables, asked once from upstream; an item's place in the cache follows from them.
 *
 * <p>Threads: any.
 */
final class Schemas {

    private static final Target DESCRIBE = new Target(Target.Service.DYNAMODB, "DescribeTable");

    private final Upstream upstream;
    private final Map<String, Schema> known = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    Schemas(Upstream upstream) {
        this.upstream = upstream;
    }

    /**
     * @param id of this life of the table: what is cached under another id is of no use to it
     * @param keyNames partition key first
     */
    record Schema(int id, List<String> keyNames) {
    }

    /** Without waiting. */
    Optional<Schema> known(String table) {
        return Optional.ofNullable(known.get(table));
    }

    /** Waits for upstream at the first time. @return empty if there is no such table: upstream will say so itself */
    Optional<Schema> of(String table) {
        Schema schema = known.get(table);
        if (schema != null) {
            return Optional.of(schema);
        }
        try {
            byte[] request = Json.write(Json.object().put("TableName", table));
            Optional<Schema> read = read(Json.read(upstream.ask(DESCRIBE, request)).path("Table"));
            read.ifPresent(fresh -> known.putIfAbsent(table, fresh));
            return known(table);
        } catch (WireError e) {
            return Optional.empty();
        }
    }

    private Optional<Schema> read(JsonNode description) {
        List<String> names = new ArrayList<>();
        for (String type : List.of("HASH", "RANGE")) {
            for (JsonNode key : description.path("KeySchema")) {
                if (key.path("KeyType").asText().equals(type)) {
                    names.add(key.path("AttributeName").asText());
                }
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new Schema(ids.incrementAndGet(), names));
    }

    /** The table is created, changed or dropped: nothing that was cached of it counts any more. */
    void forget(String table) {
        known.remove(table);
    }

    /**
     * An item's place as bytes: equal bytes, equal key, however numbers are written.
     *
     * @param attributes of an item or a key, in DynamoDB's JSON
     * @return empty if a key attribute is missing or of no key type: upstream will refuse it
     */
    static Optional<byte[]> place(Schema schema, JsonNode attributes) {
        StringBuilder place = new StringBuilder();
        for (String name : schema.keyNames) {
            JsonNode value = attributes.path(name);
            if (value.size() != 1) {
                return Optional.empty();
            }
            String type = value.fieldNames().next();
            String text = value.path(type).asText("");
            Optional<String> normal = switch (type) {
                case "S", "B" -> Optional.of(text);
                case "N" -> Numbers.normal(text);
                default -> Optional.empty();
            };
            if (normal.isEmpty() || normal.get().isEmpty()) {
                return Optional.empty();
            }
            place.append(type).append(normal.get().length()).append(':').append(normal.get());
        }
        return Optional.of(place.toString().getBytes(StandardCharsets.UTF_8));
    }
}
