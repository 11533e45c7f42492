package dev.dyno.dynamo.control;

import dev.dyno.api.Engine;
import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.control.TableRequest.IndexRequest;
import dev.dyno.dynamo.control.TableRequest.Units;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.operation.Backfill;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;
import dev.dyno.dynamo.table.Throughput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * UpdateTable: one kind of change at a time. A new index is filled before the call returns: its model is there first,
 * as CREATING, so that every write from then on keeps it; then what was there before is added.
 *
 * <p>Threads: under the control plane's lock.
 */
final class TableChanges {

    private static final int GLOBAL_MAX = 20;

    private final Engine engine;
    private final Catalogue catalogue;
    private final ControlPlane control;
    private final StreamSwitch streams;

    TableChanges(Engine engine, Catalogue catalogue, ControlPlane control, DynamoOptions options) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.control = control;
        this.streams = new StreamSwitch(engine, options);
    }

    StreamSwitch streams() {
        return streams;
    }

    /** @return the table as it is now */
    TableModel update(TableModel table, Members in) {
        Units units = Units.of(in);
        String billing = in.string("BillingMode");
        List<Members> indexes = in.structures("GlobalSecondaryIndexUpdates");
        Constraints constraints = new Constraints().oneOf(billing, "billingMode", TableRequest.BILLING_MODES);
        if (units != null) {
            units.check("provisionedThroughput", constraints);
        }
        constraints.check();
        boolean stream = in.has("StreamSpecification");
        boolean protects = in.has("DeletionProtectionEnabled");
        if (units == null && billing == null && indexes == null && !stream && !protects && !in.has("TableClass")
                && !in.has("SSESpecification")) {
            throw DynamoError.validation("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        }
        if (indexes != null && indexes.stream().filter(each -> each.has("Create") || each.has("Delete")).count() > 1) {
            throw new DynamoError(ErrorType.LIMIT_EXCEEDED, "Subscriber limit exceeded: Only 1 online index can be "
                    + "created or deleted simultaneously per table");
        }
        TableModel changed = billed(table, billing, units);
        if (protects) {
            changed = changed.withDeletionProtected(Boolean.TRUE.equals(in.bool("DeletionProtectionEnabled")));
        }
        if (stream) {
            changed = streams.change(changed, in.structure("StreamSpecification"));
        }
        catalogue.store(changed);
        for (Members index : indexes == null ? List.<Members>of() : indexes) {
            changed = index(changed, in, index);
        }
        return changed;
    }

    private static TableModel billed(TableModel table, String billing, Units units) {
        boolean byRequest = billing == null ? table.onDemand() : billing.equals("PAY_PER_REQUEST");
        if (byRequest && units != null) {
            throw DynamoError.invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                    + "BillingMode is PAY_PER_REQUEST");
        }
        if (!byRequest && table.onDemand() && units == null) {
            throw DynamoError.invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when "
                    + "BillingMode is PROVISIONED");
        }
        SchemaCheck.checkBounds(units, "");
        if (units == null) {
            return table.withBilling(byRequest, byRequest ? Throughput.ON_DEMAND : table.throughput());
        }
        boolean same = billing == null && units.read() == table.throughput().read()
                && units.write() == table.throughput().write();
        if (same) {
            throw DynamoError.validation("The provisioned throughput for the table will not change. The requested "
                    + "value equals the current value. Current ReadCapacityUnits provisioned for the table: "
                    + units.read() + ". Requested ReadCapacityUnits: " + units.read()
                    + ". Current WriteCapacityUnits provisioned for the table: " + units.write()
                    + ". Requested WriteCapacityUnits: " + units.write()
                    + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
                    + "limits.");
        }
        return table.withBilling(false, new Throughput(units.read(), units.write()));
    }

    private TableModel index(TableModel table, Members in, Members change) {
        if (change.has("Create")) {
            return create(table, in, change.structure("Create"));
        }
        if (change.has("Delete")) {
            IndexModel index = existing(table, change.structure("Delete").string("IndexName"));
            TableModel without = table.withoutIndex(index.name());
            catalogue.store(without);
            catalogue.dropEngineTable(index.engineTable());
            return without;
        }
        Members update = change.structure("Update");
        IndexModel index = existing(table, update.string("IndexName"));
        Units units = Units.of(update);
        if (units == null || units.read() == null || units.write() == null) {
            throw DynamoError.validation("One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                    + "GlobalSecondaryIndexUpdate.Delete must not be null");
        }
        TableModel updated =
                table.withIndex(index.withThroughput(new Throughput(units.read(), units.write())));
        catalogue.store(updated);
        return updated;
    }

    private static IndexModel existing(TableModel table, String name) {
        IndexModel index = name == null ? null : table.index(name);
        if (index == null || !index.global()) {
            throw DynamoError.noSuchResource("Requested resource not found");
        }
        return index;
    }

    private TableModel create(TableModel table, Members in, Members create) {
        IndexRequest request = IndexRequest.of(create);
        Constraints constraints = new Constraints();
        request.check("globalSecondaryIndexUpdates.1.member.create", create.has("Projection"), constraints);
        Map<String, String> given = TableRequest.attributes(in);
        TableRequest.checkAttributes(given, constraints);
        constraints.check();
        Map<String, String> attributes = new LinkedHashMap<>(table.attributes());
        if (given != null) {
            attributes.putAll(given);
        }
        SchemaCheck.checkGlobal(request, attributes, table.onDemand());
        if (table.index(request.name()) != null) {
            throw DynamoError.validation("Attempting to create an index which already exists");
        }
        if (table.indexes().stream().filter(IndexModel::global).count() == GLOBAL_MAX) {
            throw new DynamoError(ErrorType.LIMIT_EXCEEDED, "Subscriber limit exceeded: GlobalSecondaryIndex count "
                    + "exceeds the per-table limit of " + GLOBAL_MAX);
        }
        IndexModel index = control.index(table.name(), request, true, attributes, "CREATING");
        TableModel creating = table.withAttributes(attributes).withIndex(index);
        catalogue.store(creating);
        return fill(creating, index);
    }

    private TableModel fill(TableModel table, IndexModel index) {
        new Backfill(engine).fill(table, index);
        TableModel active = table.withIndex(index.withState("ACTIVE"));
        catalogue.store(active);
        return active;
    }

    /** Fills the indexes that a process which ended did not fill to the end. */
    void resume() {
        for (TableModel table : catalogue.all()) {
            TableModel changed = table;
            for (IndexModel index : table.isDeleting() ? List.<IndexModel>of() : table.indexes()) {
                changed = index.isActive() ? changed : fill(changed, index);
            }
        }
    }
}
