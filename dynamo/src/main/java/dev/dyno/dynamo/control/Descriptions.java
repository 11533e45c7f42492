package dev.dyno.dynamo.control;

import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeySchema;
import dev.dyno.dynamo.table.TableModel;
import dev.dyno.dynamo.table.Throughput;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tables as the API describes them. */
final class Descriptions {

    private static final double MILLIS = 1000.0;

    private final DynamoOptions options;
    /** When tables were changed, by their ids: those that may still be UPDATING. */
    private final Map<String, Long> updatedMillis = new ConcurrentHashMap<>();

    Descriptions(DynamoOptions options) {
        this.options = options;
    }

    String arn(TableModel table) {
        return "arn:aws:dynamodb:" + options.region() + ":" + options.account() + ":table/" + table.name();
    }

    /** From now on it is UPDATING, for as long as the options say, in this process: another one finds it ACTIVE. */
    void updated(TableModel table) {
        long now = options.clock().epochMillis();
        updatedMillis.values().removeIf(millis -> millis + options.statusMillis() <= now);
        updatedMillis.put(table.id(), now);
    }

    /** CREATING, UPDATING and DELETING last as long as the options say. */
    String status(TableModel table) {
        if (table.isDeleting()) {
            return "DELETING";
        }
        boolean young = table.createdMillis() + options.statusMillis() > options.clock().epochMillis();
        Long updated = updatedMillis.get(table.id());
        boolean changing = updated != null && updated + options.statusMillis() > options.clock().epochMillis()
                || table.indexes().stream().anyMatch(index -> !index.isActive());
        return young ? "CREATING" : changing ? "UPDATING" : "ACTIVE";
    }

    void write(JsonOutput out, TableModel table, Counts counts) {
        String status = status(table);
        out.beginObject().name("AttributeDefinitions").beginArray();
        table.attributes().forEach((name, type) -> out.beginObject().name("AttributeName").value(name)
                .name("AttributeType").value(type).endObject());
        out.endArray().name("TableName").value(table.name());
        keys(out, table.keys());
        out.name("TableStatus").value(status).name("CreationDateTime").value(table.createdMillis() / MILLIS);
        throughput(out, table.throughput());
        out.name("TableSizeBytes").value(counts.bytes(table.engineTable()))
                .name("ItemCount").value(counts.items(table.engineTable()))
                .name("TableArn").value(arn(table)).name("TableId").value(table.id());
        if (table.onDemand()) {
            out.name("BillingModeSummary").beginObject().name("BillingMode").value("PAY_PER_REQUEST")
                    .name("LastUpdateToPayPerRequestDateTime").value(table.createdMillis() / MILLIS).endObject();
        }
        indexes(out, table, "LocalSecondaryIndexes", false, status, counts);
        indexes(out, table, "GlobalSecondaryIndexes", true, status, counts);
        if (table.hasStream()) {
            out.name("StreamSpecification").beginObject().name("StreamEnabled").value(true)
                    .name("StreamViewType").value(table.streamView()).endObject();
        }
        if (!table.streamLabel().isEmpty()) {
            out.name("LatestStreamLabel").value(table.streamLabel())
                    .name("LatestStreamArn").value(arn(table) + "/stream/" + table.streamLabel());
        }
        out.name("DeletionProtectionEnabled").value(table.deletionProtected());
        for (Map.Entry<String, String> extra : table.extras().entrySet()) {
            out.name(extra.getKey()).raw(extra.getValue());
        }
        out.endObject();
    }

    static void keys(JsonOutput out, KeySchema keys) {
        out.name("KeySchema").beginArray();
        for (int i = 0; i < keys.attributes().size(); i++) {
            out.beginObject().name("AttributeName").value(keys.attributes().get(i).name())
                    .name("KeyType").value(i == 0 ? "HASH" : "RANGE").endObject();
        }
        out.endArray();
    }

    private static void throughput(JsonOutput out, Throughput units) {
        out.name("ProvisionedThroughput").beginObject().name("NumberOfDecreasesToday").value(0)
                .name("ReadCapacityUnits").value(units.read()).name("WriteCapacityUnits").value(units.write())
                .endObject();
    }

    static void projection(JsonOutput out, IndexModel index) {
        out.name("Projection").beginObject().name("ProjectionType").value(index.projection());
        if (!index.included().isEmpty()) {
            out.name("NonKeyAttributes").beginArray();
            index.included().forEach(out::value);
            out.endArray();
        }
        out.endObject();
    }

    private void indexes(
            JsonOutput out, TableModel table, String member, boolean global, String status, Counts counts) {
        List<IndexModel> indexes = table.indexes().stream().filter(index -> index.global() == global).toList();
        if (indexes.isEmpty()) {
            return;
        }
        out.name(member).beginArray();
        for (IndexModel index : indexes) {
            out.beginObject().name("IndexName").value(index.name());
            keys(out, index.keys());
            projection(out, index);
            if (global) {
                boolean whole = status.equals("CREATING") || status.equals("DELETING");
                out.name("IndexStatus").value(whole ? status : index.state());
                if (index.state().equals("CREATING")) {
                    out.name("Backfilling").value(true);
                }
                throughput(out, index.throughput());
            }
            out.name("IndexSizeBytes").value(counts.bytes(index.engineTable()))
                    .name("ItemCount").value(counts.items(index.engineTable()))
                    .name("IndexArn").value(arn(table) + "/index/" + index.name()).endObject();
        }
        out.endArray();
    }
}
