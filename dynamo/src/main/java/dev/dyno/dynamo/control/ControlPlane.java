package dev.dyno.dynamo.control;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.control.TableRequest.IndexRequest;
import dev.dyno.dynamo.control.TableRequest.KeyElement;
import dev.dyno.dynamo.control.TableRequest.Units;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.KeySchema;
import dev.dyno.dynamo.table.TableModel;
import dev.dyno.dynamo.table.Throughput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Creates, describes, lists and deletes tables.
 *
 * <p>Threads: any. Changes are made one at a time, under a lock that no operation on items ever takes: those see a
 * table's model as it was or as it is.
 */
public final class ControlPlane {

    private static final int LIST_MAX = 100;
    /** What is stored and echoed, and does nothing. */
    private static final List<String> ECHOED = List.of("OnDemandThroughput", "WarmThroughput");

    private final Catalogue catalogue;
    private final DynamoOptions options;
    private final Descriptions descriptions;
    private final Counts counts;
    private final TableChanges changes;
    private final TableSettings settings;
    private final Engine engine;
    private final Backups backups;
    private final ReentrantLock lock = new ReentrantLock();

    /** Also finishes what a process that ended had begun. */
    public ControlPlane(Engine engine, Catalogue catalogue, DynamoOptions options) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.options = options;
        this.descriptions = new Descriptions(options);
        this.counts = new Counts(engine, options.clock());
        this.changes = new TableChanges(engine, catalogue, this, options);
        this.settings = new TableSettings(catalogue, options);
        this.backups = new Backups(engine, catalogue, options, descriptions);
        changes.resume();
    }

    /** CreateTable. */
    public void create(byte[] body, int offset, int length, JsonOutput out) {
        Members in = Members.of(body, offset, length);
        TableRequest request = TableRequest.of(in);
        request.check(in);
        SchemaCheck.check(request);
        orEmpty(request.globalIndexes()).forEach(this::requireFor);
        lock.lock();
        try {
            purge();
            if (catalogue.table(request.tableName()) != null) {
                throw new DynamoError(ErrorType.RESOURCE_IN_USE,
                        "Table already exists: " + request.tableName());
            }
            TableModel table = build(in, request);
            if (in.has("StreamSpecification")) {
                table = changes.streams().change(table, in.structure("StreamSpecification"));
            }
            catalogue.store(table);
            describe(out, "TableDescription", table);
        } finally {
            lock.unlock();
        }
    }

    private TableModel build(Members in, TableRequest request) {
        KeySchema keys = keys(request.keys(), request.attributes());
        List<IndexModel> indexes = new ArrayList<>();
        for (IndexRequest index : orEmpty(request.localIndexes())) {
            indexes.add(index(request.tableName(), index, false, request.attributes(), "ACTIVE"));
        }
        for (IndexRequest index : orEmpty(request.globalIndexes())) {
            indexes.add(index(request.tableName(), index, true, request.attributes(), "ACTIVE"));
        }
        return new TableModel(request.tableName(), UUID.randomUUID().toString(),
                catalogue.createEngineTable(request.tableName(), "", keys.hasRange()), request.attributes(), keys,
                indexes, "PAY_PER_REQUEST".equals(request.billingMode()), throughput(request.throughput()),
                options.clock().epochMillis(), 0, "", "", "",
                Boolean.TRUE.equals(in.bool("DeletionProtectionEnabled")), TableSettings.tags(in), extras(in));
    }

    private static Map<String, String> extras(Members in) {
        Map<String, String> extras = new LinkedHashMap<>();
        for (String name : ECHOED) {
            if (in.has(name)) {
                extras.put(name, in.json(name));
            }
        }
        if (in.has("TableClass")) {
            extras.put("TableClassSummary", "{\"TableClass\":" + in.json("TableClass") + "}");
        }
        if (Boolean.TRUE.equals(in.structure("SSESpecification").bool("Enabled"))) {
            extras.put("SSEDescription", "{\"Status\":\"ENABLED\",\"SSEType\":\"KMS\"}");
        }
        return extras;
    }

    IndexModel index(
            String table, IndexRequest index, boolean global, Map<String, String> attributes, String state) {
        if (global) {
            requireFor(index);
        }
        return new IndexModel(index.name(), catalogue.createEngineTable(table, index.name(), true), global,
                keys(index.keys(), attributes), index.projection(), orEmpty(index.included()),
                throughput(index.throughput()), state);
    }

    /** An entry of a global index lies in another partition than its item, and changes with it. */
    private void requireFor(IndexRequest globalIndex) {
        if (!engine.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS)) {
            throw DynamoError.invalid("global secondary index " + globalIndex.name() + ": the engine " + engine.name()
                    + " denies " + Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
        }
    }

    private static KeySchema keys(List<KeyElement> keys, Map<String, String> attributes) {
        return new KeySchema(keys.stream()
                .map(key -> new KeyAttribute(key.name(), Types.of(attributes.get(key.name())))).toList());
    }

    private static Throughput throughput(Units units) {
        return units == null ? Throughput.ON_DEMAND : new Throughput(units.read(), units.write());
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    /** DescribeTable. */
    public void describe(byte[] body, int offset, int length, JsonOutput out) {
        purge();
        describe(out, "Table", existing(Members.of(body, offset, length)));
    }

    private void describe(JsonOutput out, String member, TableModel table) {
        out.clear().beginObject().name(member);
        descriptions.write(out, table, counts);
        out.endObject();
    }

    /** The table that a request names. @throws DynamoError if there is none */
    TableModel existing(Members in) {
        String name = in.string("TableName");
        if (name != null && name.startsWith("arn:")) {
            name = name.substring(name.lastIndexOf('/') + 1);
        }
        Constraints.tableNameLength(name);
        new Constraints().notNull(name, "tableName").name(name, "tableName").check();
        TableModel table = catalogue.table(name);
        if (table == null) {
            throw DynamoError.noSuchResource("Requested resource not found: Table: " + name + " not found");
        }
        return table;
    }

    /** DeleteTable. */
    public void delete(byte[] body, int offset, int length, JsonOutput out) {
        Members in = Members.of(body, offset, length);
        lock.lock();
        try {
            purge();
            TableModel table = existing(in);
            String status = descriptions.status(table);
            if (!status.equals("ACTIVE")) {
                throw new DynamoError(ErrorType.RESOURCE_IN_USE, "Attempt to change a resource which is still in use: "
                        + "Table is being " + status.toLowerCase(Locale.ROOT).replace("ing", "ed") + ": "
                        + table.name());
            }
            if (table.deletionProtected()) {
                throw DynamoError.validation("Resource cannot be deleted as it is currently protected against "
                        + "deletion. Disable deletion protection first.");
            }
            TableModel deleted = table.withDeleted(Math.max(1, options.clock().epochMillis()));
            describe(out, "TableDescription", deleted);
            catalogue.store(deleted);
            purge();
        } finally {
            lock.unlock();
        }
    }

    /** UpdateTable. */
    public void update(byte[] body, int offset, int length, JsonOutput out) {
        Members in = Members.of(body, offset, length);
        lock.lock();
        try {
            purge();
            TableModel table = existing(in);
            if (!descriptions.status(table).equals("ACTIVE")) {
                throw new DynamoError(ErrorType.RESOURCE_IN_USE, "Attempt to change a resource which is still in use: "
                        + "Table is being updated: " + table.name());
            }
            TableModel changed = changes.update(table, in);
            descriptions.updated(changed);
            describe(out, "TableDescription", changed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tags, time to live, limits and endpoints.
     *
     * @return false if the operation is none of them
     */
    public boolean settings(String operation, byte[] body, int offset, int length, JsonOutput out) {
        if (!TableSettings.OPERATIONS.contains(operation)) {
            return false;
        }
        Members in = Members.of(body, offset, length);
        lock.lock();
        try {
            switch (operation) {
                case "UpdateTimeToLive" -> settings.updateTimeToLive(existing(in), in, out);
                case "DescribeTimeToLive" -> settings.describeTimeToLive(existing(in), out);
                case "TagResource" -> settings.tag(in, out);
                case "UntagResource" -> settings.untag(in, out);
                case "ListTagsOfResource" -> settings.listTags(in, out);
                case "DescribeLimits" -> TableSettings.describeLimits(out);
                case "DescribeContinuousBackups" -> {
                    existing(in);
                    TableSettings.describeContinuousBackups(out);
                }
                default -> settings.describeEndpoints(out);
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    /**
     * Backups.
     *
     * @return false if the operation is none of them
     */
    public boolean backups(String operation, byte[] body, int offset, int length, JsonOutput out) {
        if (!Backups.OPERATIONS.contains(operation)) {
            return false;
        }
        Members in = Members.of(body, offset, length);
        lock.lock();
        try {
            purge();
            switch (operation) {
                case "CreateBackup" -> backups.create(existing(in), in, out);
                case "DescribeBackup" -> backups.describe(in, out);
                case "ListBackups" -> backups.list(in, out);
                case "DeleteBackup" -> backups.delete(in, out);
                default -> describe(out, "TableDescription", backups.restore(in));
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** Deletes every table and backup, at once and whatever protects them. */
    public void reset() {
        lock.lock();
        try {
            for (TableModel table : catalogue.all()) {
                catalogue.drop(table);
                counts.forget(table.engineTable());
            }
            catalogue.backups().forEach(catalogue::drop);
        } finally {
            lock.unlock();
        }
    }

    /** Drops the tables whose time of being deleted is over. */
    private void purge() {
        long before = options.clock().epochMillis() - options.statusMillis();
        for (TableModel table : catalogue.after("")) {
            if (table.isDeleting() && table.deletedMillis() <= before) {
                lock.lock();
                try {
                    catalogue.drop(table);
                    counts.forget(table.engineTable());
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** ListTables. */
    public void list(byte[] body, int offset, int length, JsonOutput out) {
        Members in = Members.of(body, offset, length);
        String start = in.string("ExclusiveStartTableName");
        Long limit = in.number("Limit");
        Constraints constraints = new Constraints().name(start, "exclusiveStartTableName");
        if (limit != null) {
            constraints.atLeast(limit, "limit", 1).atMost(limit, "limit", LIST_MAX);
        }
        constraints.check();
        purge();
        long most = limit == null ? LIST_MAX : limit;
        out.clear().beginObject().name("TableNames").beginArray();
        String last = "";
        int count = 0;
        boolean more = false;
        for (TableModel table : catalogue.after(start == null ? "" : start)) {
            if (count == most) {
                more = true;
                break;
            }
            out.value(table.name());
            last = table.name();
            count++;
        }
        out.endArray();
        if (more) {
            out.name("LastEvaluatedTableName").value(last);
        }
        out.endObject();
    }
}
