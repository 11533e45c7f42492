package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.ExpressionKind;
import dev.dyno.dynamo.expression.Projection;
import dev.dyno.dynamo.expression.Update;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.KeyAttribute;
import java.util.List;

/** PutItem, GetItem, UpdateItem, DeleteItem. Confined to a thread. */
public final class ItemOperations {

    static final int ITEM_BYTES_MAX = 400 * 1024;
    /** Members of the operations in Amazon's model, which decide the order of what is wrong with them. */
    private static final int PUT_MEMBERS = 11;
    private static final int DELETE_MEMBERS = 11;
    private static final int UPDATE_MEMBERS = 13;
    private static final int GET_MEMBERS = 7;
    static final List<String> CAPACITY = List.of("INDEXES", "TOTAL", "NONE");
    static final List<String> METRICS = List.of("SIZE", "NONE");
    static final List<String> RETURNED = List.of("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");
    static final List<String> ON_FAILURE = List.of("ALL_OLD", "NONE");

    private final Context context;
    private final Expressed expressed;
    private final Writes writes;
    private final Keys keys = new Keys();
    private final Change change = new Change();
    private final Value item = new Value();
    private final ItemWriter projected = new ItemWriter();

    public ItemOperations(Context context) {
        this.context = context;
        this.expressed = context.expressed;
        this.writes = new Writes(context);
    }

    /** PutItem. */
    public void put(Request request) {
        checkWrite(request, "item", request.item, PUT_MEMBERS);
        checkReturned(request, ON_FAILURE);
        change.begin(Change.Kind.PUT, null, request);
        Compiling.compile(context, request, change);
        OpenTable table = context.open(request.tableName);
        change.table = table.model;
        keys.ofItem(item.wrapItem(request.arena.buffer(), request.item, request.itemEnd - request.item), table.model,
                context.key);
        checkSize(request);
        apply(table, request);
    }

    static void checkSize(Request request) {
        if (ItemLayout.size(request.arena.buffer(), request.item) > ITEM_BYTES_MAX) {
            throw DynamoError.validation("Item size has exceeded the maximum allowed size");
        }
    }

    /** DeleteItem. */
    public void delete(Request request) {
        checkWrite(request, "key", request.key, DELETE_MEMBERS);
        checkReturned(request, ON_FAILURE);
        change.begin(Change.Kind.DELETE, null, request);
        Compiling.compile(context, request, change);
        OpenTable table = openWithKey(request);
        change.table = table.model;
        apply(table, request);
    }

    /** UpdateItem. */
    public void update(Request request) {
        checkWrite(request, "key", request.key, UPDATE_MEMBERS);
        change.begin(Change.Kind.UPDATE, null, request);
        Compiling.compile(context, request, change);
        OpenTable table = openWithKey(request);
        change.table = table.model;
        checkKeysUntouched(table, change.update);
        apply(table, request);
    }

    static void checkKeysUntouched(OpenTable table, Update update) {
        for (KeyAttribute key : table.model.keys().attributes()) {
            if (update != null && update.touches(key.name())) {
                throw DynamoError.invalid(
                        "Cannot update attribute " + key.name() + ". This attribute is part of the key");
            }
        }
    }

    private OpenTable openWithKey(Request request) {
        OpenTable table = context.open(request.tableName);
        keys.ofKey(item.wrapItem(request.arena.buffer(), request.key, request.keyEnd - request.key), table.model,
                context.key);
        return table;
    }

    private static void checkWrite(Request request, String member, int place, int members) {
        Constraints.tableNameLength(request.tableName);
        new Constraints().notNull(request.tableName, "tableName").name(request.tableName, "tableName")
                .notNull(place == Request.NONE ? null : member, member)
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", CAPACITY)
                .oneOf(request.returnItemCollectionMetrics, "returnItemCollectionMetrics", METRICS)
                .oneOf(request.returnValues, "returnValues", RETURNED)
                .oneOf(request.returnValuesOnConditionCheckFailure, "returnValuesOnConditionCheckFailure", ON_FAILURE)
                .check(members);
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
    }

    private static void checkReturned(Request request, List<String> allowed) {
        if (request.returnValues != null && !allowed.contains(request.returnValues)) {
            throw DynamoError.validation("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    private void apply(OpenTable table, Request request) {
        context.throttle.beforeWrite(table.model);
        boolean held = writes.apply(table, context.key, change);
        double units = Capacity.writeUnits(Math.max(size(change.oldItem()), size(newItem(request))));
        context.throttle.wrote(table.model, units);
        if (!held) {
            throw failed(context, request, change.oldItem());
        }
        JsonOutput out = context.out.clear().beginObject();
        if (request.returnValues != null) {
            returned(out, request);
        }
        if (Capacity.isAsked(request.returnConsumedCapacity)) {
            double[] index = new double[table.indexes.length];
            for (int i = 0; i < index.length; i++) {
                index[i] = writes.indexes().units(i);
            }
            Capacity.write(out.name("ConsumedCapacity"), request.returnConsumedCapacity, table.model, units, index,
                    "");
        }
        out.endObject();
    }

    private Value newItem(Request request) {
        if (change.kind == Change.Kind.PUT) {
            return item.wrapItem(request.arena.buffer(), request.item, request.itemEnd - request.item);
        }
        return change.newItem();
    }

    static int size(Value whole) {
        return whole.exists() ? ItemLayout.size(whole.buffer(), whole.offset() - ItemLayout.HEADER_LENGTH) : 0;
    }

    private void returned(JsonOutput out, Request request) {
        boolean old = request.returnValues.endsWith("_OLD");
        Value image = old ? change.oldItem() : request.returnValues.endsWith("_NEW") ? change.newItem() : item.clear();
        if (request.returnValues.endsWith("_NEW") && change.decision == Change.Decision.KEEP) {
            image = item.clear();
        }
        if (!image.exists()) {
            return;
        }
        if (request.returnValues.startsWith("ALL_")) {
            context.json.map(out.name("Attributes"), image);
        } else if (change.update != null) {
            Projection updated = change.update.updated();
            updated.write(image, projected.clear());
            if (projected.end() > ItemLayout.HEADER_LENGTH) {
                context.json.item(out.name("Attributes"), projected.buffer(), 0, projected.end());
            }
        }
    }

    static DynamoError failed(Context context, Request request, Value old) {
        String extra = "";
        if (old.exists() && "ALL_OLD".equals(request.returnValuesOnConditionCheckFailure)) {
            JsonOutput out = context.out.clear();
            context.json.map(out.name("Item"), old);
            extra = out.toString();
        }
        return new DynamoError(ErrorType.CONDITIONAL_CHECK_FAILED, "The conditional request failed", extra);
    }

    /** GetItem. */
    public void get(Request request) {
        Constraints.tableNameLength(request.tableName);
        new Constraints().notNull(request.tableName, "tableName").name(request.tableName, "tableName")
                .notNull(request.key == Request.NONE ? null : "key", "key")
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", CAPACITY).check(GET_MEMBERS);
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
        Projection projection = projection(request);
        OpenTable table = openWithKey(request);
        context.throttle.beforeRead(table.model);
        boolean found = context.reader(table.base, request.isConsistent()).get(context.key, context.view);
        JsonOutput out = context.out.clear().beginObject();
        int bytes = found ? ItemLayout.size(context.view.value(), 0) : 0;
        if (found) {
            out.name("Item");
            show(projection, out);
        }
        double units = Capacity.readUnits(bytes, request.isConsistent());
        context.throttle.read(table.model, units);
        if (Capacity.isAsked(request.returnConsumedCapacity)) {
            Capacity.write(out.name("ConsumedCapacity"), request.returnConsumedCapacity, table.model, units,
                    new double[0], "");
        }
        out.endObject();
    }

    /** What a read shows, or null for all. */
    private Projection projection(Request request) {
        expressed.begin(request, new String[] {"ProjectionExpression", request.projectionExpression},
                new Object[] {"AttributesToGet", request.attributesToGet});
        Expression projection = expressed.get(ExpressionKind.PROJECTION, request.projectionExpression);
        expressed.end();
        if (projection != null) {
            return projection.projection();
        }
        return LegacyRequests.projection(request);
    }

    private void show(Projection projection, JsonOutput out) {
        if (projection == null) {
            context.json.item(out, context.view.value(), 0, context.view.length());
        } else {
            projection.write(item.wrapItem(context.view.value(), 0, context.view.length()), projected.clear());
            context.json.item(out, projected.buffer(), 0, projected.end());
        }
    }
}
