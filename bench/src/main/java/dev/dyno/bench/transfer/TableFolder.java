package dev.dyno.bench.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A table in a folder: {@code table.json} has the request that makes it, {@code items.json.gz} an item a line, as
 * Amazon's exports to S3 have them ({@code {"Item":{"pk":{"S":"a"}}}}), so that those can be imported as they are.
 */
record TableFolder(Path folder) {

    private static final List<String> ECHOED = List.of("TableName", "AttributeDefinitions", "KeySchema");
    private static final List<String> OF_INDEX = List.of("IndexName", "KeySchema", "Projection");

    Path schema() {
        return folder.resolve("table.json");
    }

    Path items() {
        return folder.resolve("items.json.gz");
    }

    /** What becomes {@link #items} when it is whole: an export that failed can be run again. */
    Path unfinished() {
        return folder.resolve("items.json.gz.part");
    }

    /** @param table as DescribeTable tells */
    void writeSchema(JsonNode table) throws IOException {
        ObjectNode request = Asker.JSON.createObjectNode();
        ECHOED.forEach(name -> request.set(name, table.path(name)));
        boolean onDemand = table.path("BillingModeSummary").path("BillingMode").asText().equals("PAY_PER_REQUEST");
        request.put("BillingMode", onDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
        throughput(table, request, onDemand);
        for (String kind : List.of("LocalSecondaryIndexes", "GlobalSecondaryIndexes")) {
            if (table.has(kind)) {
                ArrayNode indexes = request.putArray(kind);
                for (JsonNode index : table.path(kind)) {
                    ObjectNode one = indexes.addObject();
                    OF_INDEX.forEach(name -> one.set(name, index.path(name)));
                    throughput(index, one, onDemand || !index.has("ProvisionedThroughput"));
                }
            }
        }
        if (table.has("StreamSpecification")) {
            request.set("StreamSpecification", table.path("StreamSpecification"));
        }
        Files.writeString(schema(), request.toPrettyString() + "\n");
    }

    private static void throughput(JsonNode from, ObjectNode to, boolean onDemand) {
        if (!onDemand) {
            JsonNode units = from.path("ProvisionedThroughput");
            to.putObject("ProvisionedThroughput").put("ReadCapacityUnits", units.path("ReadCapacityUnits").asLong())
                    .put("WriteCapacityUnits", units.path("WriteCapacityUnits").asLong());
        }
    }
}
