package dev.dyno.dynamo.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.api.EngineException;
import dev.dyno.dynamo.item.Types;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table's row in the catalogue: JSON with a version, because it is read by people and changed rarely. */
final class TableRow {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TableRow() {
    }

    static byte[] write(TableModel table) {
        ObjectNode row = JSON.createObjectNode();
        row.put("version", VERSION).put("name", table.name()).put("id", table.id())
                .put("engineTable", table.engineTable()).put("onDemand", table.onDemand())
                .put("read", table.throughput().read()).put("write", table.throughput().write())
                .put("createdMillis", table.createdMillis()).put("deletedMillis", table.deletedMillis())
                .put("streamView", table.streamView()).put("streamLabel", table.streamLabel())
                .put("ttlAttribute", table.ttlAttribute()).put("deletionProtected", table.deletionProtected());
        row.set("attributes", JSON.valueToTree(table.attributes()));
        row.set("keys", keys(table.keys()));
        row.set("tags", JSON.valueToTree(table.tags()));
        row.set("extras", JSON.valueToTree(table.extras()));
        ArrayNode indexes = row.putArray("indexes");
        for (IndexModel index : table.indexes()) {
            ObjectNode node = indexes.addObject();
            node.put("name", index.name()).put("engineTable", index.engineTable()).put("global", index.global())
                    .put("projection", index.projection()).put("read", index.throughput().read())
                    .put("write", index.throughput().write()).put("state", index.state());
            node.set("keys", keys(index.keys()));
            node.set("included", JSON.valueToTree(index.included()));
        }
        try {
            return JSON.writeValueAsBytes(row);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a row is always JSON", e);
        }
    }

    private static ArrayNode keys(KeySchema keys) {
        ArrayNode names = JSON.createArrayNode();
        keys.attributes().forEach(key -> names.add(key.name()));
        return names;
    }

    /** @throws EngineException.Corrupt if it is no row, {@link EngineException.Incompatible} if of a later version */
    static TableModel read(byte[] bytes) {
        JsonNode row;
        try {
            row = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new EngineException.Corrupt("catalogue", 0, "table row", "json", e.getMessage(), "JSON");
        }
        int version = row.path("version").asInt();
        if (version != VERSION) {
            throw new EngineException.Incompatible(
                    "table row of another version: version=" + version + ", known=" + VERSION);
        }
        Map<String, String> attributes = strings(row.path("attributes"));
        List<IndexModel> indexes = new ArrayList<>();
        for (JsonNode index : row.path("indexes")) {
            List<String> included = new ArrayList<>();
            index.path("included").forEach(name -> included.add(name.asText()));
            indexes.add(new IndexModel(index.path("name").asText(), index.path("engineTable").asText(),
                    index.path("global").asBoolean(), keys(index.path("keys"), attributes),
                    index.path("projection").asText(), included, throughput(index), index.path("state").asText()));
        }
        return new TableModel(row.path("name").asText(), row.path("id").asText(), row.path("engineTable").asText(),
                attributes, keys(row.path("keys"), attributes), indexes, row.path("onDemand").asBoolean(),
                throughput(row), row.path("createdMillis").asLong(), row.path("deletedMillis").asLong(),
                row.path("streamView").asText(), row.path("streamLabel").asText(), row.path("ttlAttribute").asText(),
                row.path("deletionProtected").asBoolean(), strings(row.path("tags")), strings(row.path("extras")));
    }

    private static Throughput throughput(JsonNode node) {
        return new Throughput(node.path("read").asLong(), node.path("write").asLong());
    }

    private static KeySchema keys(JsonNode names, Map<String, String> attributes) {
        List<KeyAttribute> keys = new ArrayList<>();
        names.forEach(name -> keys.add(
                new KeyAttribute(name.asText(), Types.of(attributes.getOrDefault(name.asText(), "")))));
        return new KeySchema(keys);
    }

    private static Map<String, String> strings(JsonNode node) {
        Map<String, String> all = new LinkedHashMap<>();
        node.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return all;
    }
}
