package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.ExpressionKind;
import dev.dyno.dynamo.expression.Projection;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * BatchGetItem and BatchWriteItem. Reads of one table go to the engine as one, so that their cache misses overlap;
 * writes of tables without indexes are one batch of the engine, which is more than is promised and faster. Confined to
 * a thread.
 */
public final class BatchOperations {

    private static final int READS_MAX = 100;
    private static final int WRITES_MAX = 25;
    private static final int ANSWER_BYTES_MAX = 16 << 20;

    private final Context context;
    private final Writes writes;
    private final Change change = new Change();
    private final Keys keys = new Keys();
    private final KeyBatch batch = new KeyBatch();
    private final Value item = new Value();
    private final ItemWriter projected = new ItemWriter();
    private final JsonOutput unprocessed = new JsonOutput();
    private final List<Usage> usages = new ArrayList<>();
    private int bytes;

    /** What one table took. */
    private record Usage(OpenTable table, double own, double[] index) {
    }

    public BatchOperations(Context context) {
        this.context = context;
        this.writes = new Writes(context);
    }

    private static void check(Request request, int most, int asked, String operation) {
        if (request.parts != null && request.parts.isEmpty()) {
            throw DynamoError.validation("The requestItems parameter is required for " + operation);
        }
        new Constraints().notNull(request.parts, "requestItems")
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", ItemOperations.CAPACITY)
                .oneOf(request.returnItemCollectionMetrics, "returnItemCollectionMetrics", ItemOperations.METRICS)
                .check();
        for (Request part : request.parts) {
            Constraints.tableNameLength(part.tableName);
        }
        if (asked > most) {
            throw DynamoError.validation("Too many items requested for the " + operation + " call");
        }
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
    }

    /** BatchGetItem. */
    public void get(Request request) {
        int asked = 0;
        for (Request part : request.parts == null ? List.<Request>of() : request.parts) {
            asked += part.keys == null ? 0 : part.keys.size() / 2;
        }
        for (Request part : request.parts == null ? List.<Request>of() : request.parts) {
            if (part.keys != null && part.keys.size() / 2 > READS_MAX) {
                throw DynamoError.validation("1 validation error detected: Value at 'RequestItems." + part.tableName
                        + ".member.Keys' failed to satisfy constraint: Member must have length less than or equal to "
                        + READS_MAX);
            }
        }
        check(request, READS_MAX, asked, "BatchGetItem");
        for (Request part : request.parts) {
            if (part.keys == null || part.keys.isEmpty()) {
                new Constraints().length("[]", 0, "requestItems." + part.tableName + ".member.keys", 1, READS_MAX)
                        .check();
            }
        }
        usages.clear();
        bytes = 0;
        unprocessed.clear().beginObject();
        checkMixed(request);
        List<OpenTable> tables = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        for (Request part : request.parts) {
            projections.add(projection(part));
            tables.add(context.open(part.tableName));
        }
        JsonOutput out = context.out.clear().beginObject().name("Responses").beginObject();
        for (int i = 0; i < request.parts.size(); i++) {
            get(request.parts.get(i), request, tables.get(i), projections.get(i));
        }
        out.endObject().name("UnprocessedKeys").raw(unprocessed.endObject().toString());
        capacity(request);
        out.endObject();
    }

    /** Expressions for one table and their predecessors for another are refused as for one. */
    private static void checkMixed(Request request) {
        boolean now = false;
        boolean old = false;
        for (Request part : request.parts) {
            now |= part.projectionExpression != null;
            old |= part.attributesToGet != null;
        }
        if (now && old) {
            throw Expressed.mixed(List.of("AttributesToGet"), List.of("ProjectionExpression"));
        }
    }

    private Projection projection(Request part) {
        context.expressed.begin(part, new String[] {"ProjectionExpression", part.projectionExpression},
                new Object[] {"AttributesToGet", part.attributesToGet});
        Expression projection = context.expressed.get(ExpressionKind.PROJECTION, part.projectionExpression);
        context.expressed.end();
        return projection == null ? LegacyRequests.projection(part) : projection.projection();
    }

    private void get(Request part, Request request, OpenTable table, Projection projection) {
        batch.clear();
        Distinct distinct = new Distinct();
        for (int i = 0; i < part.keys.size(); i += 2) {
            place(request, part, i);
            keys.ofKey(item, table.model, context.key);
            distinct.add(context.key);
            batch.add(context.key);
        }
        JsonOutput out = context.out.anyName(part.tableName).beginArray();
        Reader reader = context.reader(table.base, part.isConsistent());
        double[] units = {0};
        boolean[] left = new boolean[batch.size()];
        boolean admitted = context.throttle.admits(table.model, false);
        if (admitted) {
            reader.getBatch(batch, (index, view) -> {
                int size = view.exists() ? ItemLayout.size(view.value(), 0) : 0;
                if (bytes + size > ANSWER_BYTES_MAX) {
                    left[index] = true;
                    return;
                }
                bytes += size;
                units[0] += Capacity.readUnits(size, part.isConsistent());
                if (view.exists()) {
                    show(projection, view.value(), view.length());
                }
            });
        }
        out.endArray();
        context.throttle.read(table.model, units[0]);
        usages.add(new Usage(table, units[0], new double[0]));
        leave(request, part, left, admitted);
    }

    private void place(Request request, Request part, int key) {
        int at = part.keys.get(key);
        item.wrapItem(request.arena.buffer(), at, part.keys.get(key + 1) - at);
    }

    private void show(Projection projection, DirectBuffer buffer, int length) {
        if (projection == null) {
            context.json.item(context.out, buffer, 0, length);
        } else {
            projection.write(item.wrapItem(buffer, 0, length), projected.clear());
            context.json.item(context.out, projected.buffer(), 0, projected.end());
        }
    }

    /** What was not read, as it was asked for. */
    private void leave(Request request, Request part, boolean[] left, boolean admitted) {
        boolean any = false;
        for (int i = 0; i < left.length; i++) {
            if (left[i] || !admitted) {
                if (!any) {
                    unprocessed.anyName(part.tableName).beginObject().name("Keys").beginArray();
                    any = true;
                }
                place(request, part, 2 * i);
                context.json.map(unprocessed, item);
            }
        }
        if (any) {
            unprocessed.endArray();
            if (part.consistentRead != null) {
                unprocessed.name("ConsistentRead").value(part.consistentRead);
            }
            if (part.projectionExpression != null) {
                unprocessed.name("ProjectionExpression").value(part.projectionExpression);
            }
            if (part.names != null) {
                unprocessed.name("ExpressionAttributeNames").beginObject();
                part.names.forEach((name, attribute) -> unprocessed.anyName(name).value(attribute));
                unprocessed.endObject();
            }
            unprocessed.endObject();
        }
    }

    private void capacity(Request request) {
        if (Capacity.isAsked(request.returnConsumedCapacity)) {
            context.out.name("ConsumedCapacity").beginArray();
            for (Usage usage : usages) {
                Capacity.write(context.out, request.returnConsumedCapacity, usage.table.model, usage.own, usage.index,
                        "");
            }
            context.out.endArray();
        }
    }

    /** BatchWriteItem. */
    public void write(Request request) {
        int asked = 0;
        for (Request part : request.parts == null ? List.<Request>of() : request.parts) {
            asked += part.parts == null ? 0 : part.parts.size();
        }
        for (Request part : request.parts == null ? List.<Request>of() : request.parts) {
            checkCount(part);
        }
        check(request, WRITES_MAX, asked, "BatchWriteItem");
        List<OpenTable> tables = new ArrayList<>();
        for (Request part : request.parts) {
            tables.add(context.open(part.tableName));
        }
        for (int i = 0; i < tables.size(); i++) {
            Distinct distinct = new Distinct();
            for (Request one : request.parts.get(i).parts) {
                key(one, tables.get(i));
                distinct.add(context.key);
            }
        }
        usages.clear();
        unprocessed.clear().beginObject();
        for (int i = 0; i < tables.size(); i++) {
            write(request.parts.get(i), request, tables.get(i));
        }
        JsonOutput out = context.out.clear().beginObject().name("UnprocessedItems")
                .raw(unprocessed.endObject().toString());
        capacity(request);
        out.endObject();
    }

    /** Writes of one table. */
    private static void checkCount(Request part) {
        int count = part.parts == null ? 0 : part.parts.size();
        if (count == 0 || count > WRITES_MAX) {
            List<String> kinds = part.parts == null ? List.of() : part.parts.stream().map(one -> one.action).toList();
            new Constraints().add("'{" + part.tableName + "=" + kinds + "}'", "requestItems",
                    "Map value must satisfy constraint: [Member must have length less than or equal to " + WRITES_MAX
                    + ", Member must have length greater than or equal to 1]").check();
        }
    }

    /** The key of a put or delete, checked, in the session's key. */
    private void key(Request one, OpenTable table) {
        boolean put = "PutRequest".equals(one.action) && one.item != Request.NONE;
        boolean delete = "DeleteRequest".equals(one.action) && one.key != Request.NONE;
        if (!put && !delete) {
            throw DynamoError.validation("Supplied AttributeValue has more than one datatypes set, must contain "
                    + "exactly one of the supported datatypes");
        }
        if (put) {
            item.wrapItem(one.arena.buffer(), one.item, one.itemEnd - one.item);
            if (!keys.ofStored(item, table.model.keys(), context.key)) {
                throw DynamoError.validation("The provided key element does not match the schema");
            }
            keys.ofItem(item, table.model, context.key);
            ItemOperations.checkSize(one);
        } else {
            keys.ofKey(item.wrapItem(one.arena.buffer(), one.key, one.keyEnd - one.key), table.model, context.key);
        }
    }

    private void write(Request part, Request request, OpenTable table) {
        if (!context.throttle.admits(table.model, true)) {
            leave(part);
            return;
        }
        boolean single = table.isIndexed() || Capacity.isAsked(request.returnConsumedCapacity)
                || context.options.throttled();
        double own = 0;
        double[] index = new double[table.indexes.length];
        context.batch.clear();
        for (Request one : part.parts) {
            key(one, table);
            boolean put = one.item != Request.NONE;
            if (single) {
                change.begin(put ? Change.Kind.PUT : Change.Kind.DELETE, table.model, one).wantsOld = true;
                writes.apply(table, context.key, change);
                int before = ItemOperations.size(change.oldItem());
                own += Capacity.writeUnits(Math.max(before, put ? ItemOperations.size(item) : 0));
                for (int i = 0; i < index.length; i++) {
                    index[i] += writes.indexes().units(i);
                }
            } else if (put) {
                context.batch.put(table.base, context.key, one.arena.buffer(), one.item, one.itemEnd - one.item,
                        WriteOptions.DEFAULT);
            } else {
                context.batch.delete(table.base, context.key, WriteOptions.DEFAULT);
            }
        }
        if (!single) {
            long outcome = context.session.commit(context.batch, context.durability());
            Writes.checkKnown(outcome);
            if (outcome == Outcome.CONDITION_FAILED) {
                throw new AssertionError("a batch without conditions failed one: index=" + context.batch.failedIndex());
            }
        }
        context.throttle.wrote(table.model, own);
        usages.add(new Usage(table, own, index));
    }

    private void leave(Request part) {
        unprocessed.anyName(part.tableName).beginArray();
        for (Request one : part.parts) {
            boolean put = one.item != Request.NONE;
            unprocessed.beginObject().name(put ? "PutRequest" : "DeleteRequest").beginObject()
                    .name(put ? "Item" : "Key");
            context.json.item(unprocessed, one.arena.buffer(), put ? one.item : one.key,
                    put ? one.itemEnd - one.item : one.keyEnd - one.key);
            unprocessed.endObject().endObject();
        }
        unprocessed.endArray();
    }

    /** Keys of one table in one request: none may come twice. */
    private static final class Distinct {
        private final List<Key> seen = new ArrayList<>();

        void add(Key key) {
            for (Key other : seen) {
                if (other.sameAs(key)) {
                    throw DynamoError.validation("Provided list of item keys contains duplicates");
                }
            }
            seen.add(new Key().wrap(key));
        }
    }
}
