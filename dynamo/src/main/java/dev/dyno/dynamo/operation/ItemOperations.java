package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Request;
import java.util.List;

/** PutItem, GetItem, DeleteItem. Confined to a thread. */
public final class ItemOperations {

    static final int ITEM_BYTES_MAX = 400 * 1024;
    static final List<String> CAPACITY = List.of("INDEXES", "TOTAL", "NONE");
    static final List<String> METRICS = List.of("SIZE", "NONE");
    static final List<String> RETURNED =
            List.of("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");
    static final List<String> ON_FAILURE = List.of("ALL_OLD", "NONE");

    private final Context context;
    private final Writes writes;
    private final Keys keys = new Keys();
    private final Change change;
    private final Value item = new Value();

    public ItemOperations(Context context) {
        this.context = context;
        this.writes = new Writes(context);
        this.change = new Change(context.scope);
    }

    public void put(Request request) {
        checkWrite(request, "item", request.item);
        OpenTable table = context.open(request.tableName);
        keys.ofItem(item.wrapItem(request.arena.buffer(), request.item, request.itemEnd - request.item), table.model,
                context.key);
        if (ItemLayout.size(request.arena.buffer(), request.item) > ITEM_BYTES_MAX) {
            throw DynamoError.validation("Item size has exceeded the maximum allowed size");
        }
        prepare(request, Change.Kind.PUT);
        change.item = request.item;
        change.itemEnd = request.itemEnd;
        apply(table, request);
    }

    public void delete(Request request) {
        checkWrite(request, "key", request.key);
        OpenTable table = context.open(request.tableName);
        keys.ofKey(item.wrapItem(request.arena.buffer(), request.key, request.keyEnd - request.key), table.model,
                context.key);
        prepare(request, Change.Kind.DELETE);
        apply(table, request);
    }

    private static void checkWrite(Request request, String member, int place) {
        Constraints.tableNameLength(request.tableName);
        new Constraints().notNull(request.tableName, "tableName").name(request.tableName, "tableName")
                .notNull(place == Request.NONE ? null : member, member)
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", CAPACITY)
                .oneOf(request.returnItemCollectionMetrics, "returnItemCollectionMetrics", METRICS)
                .oneOf(request.returnValues, "returnValues", RETURNED)
                .oneOf(request.returnValuesOnConditionCheckFailure, "returnValuesOnConditionCheckFailure", ON_FAILURE)
                .check();
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
        if (request.returnValues != null && !ON_FAILURE.contains(request.returnValues)) {
            throw DynamoError.validation("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    private void prepare(Request request, Change.Kind kind) {
        change.kind = kind;
        change.condition = null;
        change.wantsOld = "ALL_OLD".equals(request.returnValues)
                || "ALL_OLD".equals(request.returnValuesOnConditionCheckFailure);
    }

    private void apply(OpenTable table, Request request) {
        boolean held = writes.apply(table, context.key, change, request.arena);
        Value old = writes.oldItem();
        if (!held) {
            throw failed(request, old);
        }
        JsonOutput out = context.out.clear().beginObject();
        if (old.exists() && "ALL_OLD".equals(request.returnValues)) {
            context.json.map(out.name("Attributes"), old);
        }
        out.endObject();
    }

    private DynamoError failed(Request request, Value old) {
        String extra = "";
        if (old.exists() && "ALL_OLD".equals(request.returnValuesOnConditionCheckFailure)) {
            JsonOutput out = context.out.clear();
            context.json.map(out.name("Item"), old);
            extra = out.toString();
        }
        return new DynamoError(ErrorType.CONDITIONAL_CHECK_FAILED, "The conditional request failed", extra);
    }

    public void get(Request request) {
        Constraints.tableNameLength(request.tableName);
        new Constraints().notNull(request.tableName, "tableName").name(request.tableName, "tableName")
                .notNull(request.key == Request.NONE ? null : "key", "key")
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", CAPACITY).check();
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
        OpenTable table = context.open(request.tableName);
        keys.ofKey(item.wrapItem(request.arena.buffer(), request.key, request.keyEnd - request.key), table.model,
                context.key);
        boolean found = (request.isConsistent() ? table.base.strong() : table.base).get(context.key, context.view);
        JsonOutput out = context.out.clear().beginObject();
        if (found) {
            context.json.item(out.name("Item"), context.view.value(), 0, context.view.length());
        }
        out.endObject();
    }
}
