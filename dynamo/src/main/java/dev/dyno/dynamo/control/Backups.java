package dev.dyno.dynamo.control;

import dev.dyno.api.Engine;
import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.control.TableRequest.Units;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.operation.Backfill;
import dev.dyno.dynamo.operation.TableCopy;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.table.BackupModel;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;
import dev.dyno.dynamo.table.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Backups of tables: a copy of the items at one instant, beside the tables in the same engine. A restored table has the
 * items, keys, indexes and throughput of the table as it was; not its stream, time to live, tags and protection, as
 * with Amazon's.
 *
 * <p>Threads: under the control plane's lock.
 */
final class Backups {

    static final Set<String> OPERATIONS = Set.of("CreateBackup", "DescribeBackup", "ListBackups", "DeleteBackup",
            "RestoreTableFromBackup");
    private static final List<String> TYPES = List.of("ALL", "AWS_BACKUP", "SYSTEM", "USER");
    private static final int LIST_MAX = 100;
    private static final double MILLIS = 1000.0;

    private final Engine engine;
    private final Catalogue catalogue;
    private final DynamoOptions options;
    private final Descriptions descriptions;

    Backups(Engine engine, Catalogue catalogue, DynamoOptions options, Descriptions descriptions) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.options = options;
        this.descriptions = descriptions;
    }

    void create(TableModel table, Members in, JsonOutput out) {
        String name = in.string("BackupName");
        new Constraints().notNull(name, "backupName").name(name, "backupName").check();
        if (!descriptions.status(table).equals("ACTIVE")) {
            throw new DynamoError(ErrorType.RESOURCE_IN_USE, "Attempt to change a resource which is still in use: "
                    + "Table is being updated: " + table.name());
        }
        long now = options.clock().epochMillis();
        String id = String.format("%014d-%s", now, UUID.randomUUID().toString().substring(0, 8));
        String copy = catalogue.createEngineTable(table.name(), "backup", table.keys().hasRange());
        TableCopy.Copied copied = new TableCopy(engine).copy(table.engineTable(), copy);
        BackupModel backup = new BackupModel(id, name, now, copy, copied.items(), copied.bytes(), table);
        catalogue.store(backup);
        out.clear().beginObject().name("BackupDetails");
        details(out, backup, "AVAILABLE");
        out.endObject();
    }

    private String arn(BackupModel backup) {
        return descriptions.arn(backup.table()) + "/backup/" + backup.id();
    }

    private void details(JsonOutput out, BackupModel backup, String status) {
        out.beginObject();
        detail(out, backup, status);
        out.endObject();
    }

    private void detail(JsonOutput out, BackupModel backup, String status) {
        out.name("BackupArn").value(arn(backup)).name("BackupName").value(backup.name())
                .name("BackupSizeBytes").value(backup.bytes()).name("BackupStatus").value(status)
                .name("BackupType").value("USER").name("BackupCreationDateTime")
                .value(backup.createdMillis() / MILLIS);
    }

    private BackupModel existing(Members in) {
        String arn = in.string("BackupArn");
        new Constraints().notNull(arn, "backupArn").length(arn, arn == null ? 0 : arn.length(), "backupArn", 37, 1024)
                .check();
        return catalogue.backups().stream().filter(backup -> arn(backup).equals(arn)).findFirst().orElseThrow(
                () -> new DynamoError(ErrorType.BACKUP_NOT_FOUND, "Backup not found: " + arn));
    }

    void describe(Members in, JsonOutput out) {
        BackupModel backup = existing(in);
        out.clear().beginObject().name("BackupDescription");
        description(out, backup, "AVAILABLE");
        out.endObject();
    }

    private void description(JsonOutput out, BackupModel backup, String status) {
        TableModel table = backup.table();
        out.beginObject().name("BackupDetails");
        details(out, backup, status);
        out.name("SourceTableDetails").beginObject().name("TableName").value(table.name())
                .name("TableId").value(table.id()).name("TableArn").value(descriptions.arn(table))
                .name("TableSizeBytes").value(backup.bytes());
        Descriptions.keys(out, table.keys());
        out.name("TableCreationDateTime").value(table.createdMillis() / MILLIS)
                .name("ProvisionedThroughput").beginObject().name("ReadCapacityUnits").value(table.throughput().read())
                .name("WriteCapacityUnits").value(table.throughput().write()).endObject()
                .name("ItemCount").value(backup.items())
                .name("BillingMode").value(table.onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED").endObject();
        out.name("SourceTableFeatureDetails").beginObject();
        indexes(out, table, "LocalSecondaryIndexes", false);
        indexes(out, table, "GlobalSecondaryIndexes", true);
        if (table.hasStream()) {
            out.name("StreamDescription").beginObject().name("StreamEnabled").value(true).name("StreamViewType")
                    .value(table.streamView()).endObject();
        }
        if (!table.ttlAttribute().isEmpty()) {
            out.name("TimeToLiveDescription").beginObject().name("TimeToLiveStatus").value("ENABLED")
                    .name("AttributeName").value(table.ttlAttribute()).endObject();
        }
        out.endObject().endObject();
    }

    private static void indexes(JsonOutput out, TableModel table, String member, boolean global) {
        if (table.indexes().stream().noneMatch(index -> index.global() == global)) {
            return;
        }
        out.name(member).beginArray();
        for (IndexModel index : table.indexes()) {
            if (index.global() == global) {
                out.beginObject().name("IndexName").value(index.name());
                Descriptions.keys(out, index.keys());
                Descriptions.projection(out, index);
                out.endObject();
            }
        }
        out.endArray();
    }

    void list(Members in, JsonOutput out) {
        String table = in.string("TableName");
        String type = in.string("BackupType");
        Long limit = in.number("Limit");
        Constraints constraints = new Constraints().name(table, "tableName").oneOf(type, "backupType", TYPES);
        if (limit != null) {
            constraints.atLeast(limit, "limit", 1).atMost(limit, "limit", LIST_MAX);
        }
        constraints.check();
        Long from = in.number("TimeRangeLowerBound");
        Long to = in.number("TimeRangeUpperBound");
        String start = in.string("ExclusiveStartBackupArn");
        String after = start == null ? "" : start.substring(start.lastIndexOf('/') + 1);
        List<BackupModel> found = catalogue.backups().stream()
                .filter(backup -> table == null || backup.table().name().equals(table))
                .filter(backup -> type == null || type.equals("ALL") || type.equals("USER"))
                .filter(backup -> from == null || backup.createdMillis() >= from * MILLIS)
                .filter(backup -> to == null || backup.createdMillis() < to * MILLIS)
                .filter(backup -> backup.id().compareTo(after) > 0).toList();
        int count = Math.min(found.size(), limit == null ? LIST_MAX : limit.intValue());
        out.clear().beginObject().name("BackupSummaries").beginArray();
        for (BackupModel backup : found.subList(0, count)) {
            out.beginObject().name("TableName").value(backup.table().name()).name("TableId").value(backup.table().id())
                    .name("TableArn").value(descriptions.arn(backup.table()));
            detail(out, backup, "AVAILABLE");
            out.endObject();
        }
        out.endArray();
        if (count < found.size()) {
            out.name("LastEvaluatedBackupArn").value(arn(found.get(count - 1)));
        }
        out.endObject();
    }

    void delete(Members in, JsonOutput out) {
        BackupModel backup = existing(in);
        catalogue.drop(backup);
        out.clear().beginObject().name("BackupDescription");
        description(out, backup, "DELETED");
        out.endObject();
    }

    /** @return the table that was restored */
    TableModel restore(Members in) {
        String target = in.string("TargetTableName");
        String billing = in.string("BillingModeOverride");
        new Constraints().notNull(target, "targetTableName").name(target, "targetTableName")
                .oneOf(billing, "billingModeOverride", TableRequest.BILLING_MODES).check();
        BackupModel backup = existing(in);
        if (catalogue.table(target) != null) {
            throw new DynamoError(ErrorType.TABLE_ALREADY_EXISTS, "Table already exists: " + target);
        }
        TableModel source = backup.table();
        String copy = catalogue.createEngineTable(target, "", source.keys().hasRange());
        new TableCopy(engine).copy(backup.engineTable(), copy);
        boolean onDemand = billing == null ? source.onDemand() : billing.equals("PAY_PER_REQUEST");
        TableModel restored = new TableModel(target, UUID.randomUUID().toString(), copy, source.attributes(),
                source.keys(), indexes(in, source, target, onDemand), onDemand, throughput(in, source, onDemand),
                options.clock().epochMillis(), 0, "", "", "", false, Map.of(), source.extras());
        for (IndexModel index : restored.indexes()) {
            new Backfill(engine).fill(restored, index);
        }
        catalogue.store(restored);
        return restored;
    }

    /** The indexes of the backup, or those that are named where they are overridden. */
    private List<IndexModel> indexes(Members in, TableModel source, String target, boolean onDemand) {
        List<IndexModel> restored = new ArrayList<>();
        for (IndexModel index : source.indexes()) {
            List<Members> override = in.structures(
                    index.global() ? "GlobalSecondaryIndexOverride" : "LocalSecondaryIndexOverride");
            Set<String> kept = override == null ? Set.of(index.name())
                    : override.stream().map(one -> one.string("IndexName")).collect(Collectors.toSet());
            if (kept.contains(index.name())) {
                restored.add(new IndexModel(index.name(), catalogue.createEngineTable(target, index.name(), true),
                        index.global(), index.keys(), index.projection(), index.included(),
                        onDemand ? Throughput.ON_DEMAND : index.throughput(), "ACTIVE"));
            }
        }
        return restored;
    }

    private static Throughput throughput(Members in, TableModel source, boolean onDemand) {
        Units units = !in.has("ProvisionedThroughputOverride") ? null
                : Units.of(in.structure("ProvisionedThroughputOverride"), "provisionedThroughputOverride");
        if (onDemand) {
            return Throughput.ON_DEMAND;
        }
        if (units == null && source.onDemand()) {
            throw DynamoError.invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when "
                    + "BillingMode is PROVISIONED");
        }
        return units == null ? source.throughput() : new Throughput(units.read(), units.write());
    }
}
