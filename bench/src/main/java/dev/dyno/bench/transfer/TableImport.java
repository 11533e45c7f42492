package dev.dyno.bench.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.dynamo.dax.Upstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads a table from a folder, or items from a file, and puts them, 25 at a time. */
public final class TableImport {

    private static final int BATCH_MAX = 25;

    private final Asker asker;

    public TableImport(Upstream endpoint) {
        asker = new Asker(endpoint);
    }

    /**
     * @param from a folder that {@link TableExport} wrote, whose table is made; or a file of items, packed if its name
     *     ends in {@code .gz}, for a table that is there
     * @param tableName empty: as the folder says
     * @return how many items
     * @throws IllegalArgumentException if the endpoint refuses, or a line is no item
     */
    public long run(Path from, String tableName) throws IOException {
        if (!Files.isDirectory(from)) {
            if (tableName.isEmpty()) {
                throw new IllegalArgumentException("a file of items does not say which table: file=" + from);
            }
            return items(from, tableName);
        }
        TableFolder folder = new TableFolder(from);
        ObjectNode schema = (ObjectNode) Asker.JSON.readTree(Files.readString(folder.schema()));
        if (!tableName.isEmpty()) {
            schema.put("TableName", tableName);
        }
        asker.ask("CreateTable", schema);
        ObjectNode table = Asker.JSON.createObjectNode().put("TableName", schema.path("TableName").asText());
        while (!asker.ask("DescribeTable", table).path("Table").path("TableStatus").asText().equals("ACTIVE")) {
            Thread.onSpinWait(); // each turn is a request
        }
        return items(folder.items(), table.path("TableName").asText());
    }

    private long items(Path file, String tableName) throws IOException {
        long items = 0;
        ObjectNode request = Asker.JSON.createObjectNode();
        ArrayNode batch = request.putObject("RequestItems").putArray(tableName);
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    batch.addObject().putObject("PutRequest").set("Item", item(line, file, items));
                    items++;
                }
                if (batch.size() == BATCH_MAX) {
                    put(request, batch);
                }
            }
        }
        put(request, batch);
        return items;
    }

    private static JsonNode item(String line, Path file, long before) {
        try {
            JsonNode item = Asker.JSON.readTree(line).path("Item");
            if (item.isObject()) {
                return item;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a line is not JSON: file=" + file + ", items before=" + before, e);
        }
        throw new IllegalArgumentException("a line has no Item: file=" + file + ", items before=" + before);
    }

    /** Until nothing is left over: a table with provisioned throughput takes what it can. */
    private void put(ObjectNode request, ArrayNode batch) throws IOException {
        JsonNode left = request;
        while (!left.path("RequestItems").isEmpty() && !batch.isEmpty()) {
            JsonNode answer = asker.ask("BatchWriteItem", left);
            left = Asker.JSON.createObjectNode().set("RequestItems", answer.path("UnprocessedItems"));
        }
        batch.removeAll();
    }
}
