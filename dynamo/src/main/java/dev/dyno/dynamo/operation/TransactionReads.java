package dev.dyno.dynamo.operation;

import dev.dyno.api.Capability;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
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
import java.util.function.IntFunction;

/**
 * TransactGetItems: items of several tables at one instant: a snapshot of the engine, or, where there are none, items
 * that did not change while they were read. Confined to a thread.
 */
public final class TransactionReads {

    private final Context context;
    private final Keys keys = new Keys();
    private final Value item = new Value();
    private final ItemWriter projected = new ItemWriter();

    /**
     * One item, and what is shown of it.
     *
     * @param projection null for everything
     * @param invalid what is wrong with the key; null if it is right
     */
    record Read(OpenTable table, Key key, Projection projection, DynamoError invalid) {
    }

    public TransactionReads(Context context) {
        this.context = context;
    }

    /** TransactGetItems. */
    public void get(Request request) {
        new Constraints().notNull(request.parts, "transactItems")
                .length(request.parts, request.parts == null ? 0 : request.parts.size(), "transactItems", 1,
                        Transactions.ACTIONS_MAX)
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", ItemOperations.CAPACITY).check();
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
        get(request, i -> read(request.parts.get(i)));
    }

    /** Reads what each part of a request asks for. @param parts makes the read of a part, by its index */
    void get(Request request, IntFunction<Read> parts) {
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < request.parts.size(); i++) {
            Read read = parts.apply(i);
            for (Read other : reads) {
                if (other.invalid == null && read.invalid == null && other.table == read.table
                        && other.key.sameAs(read.key)) {
                    throw DynamoError.validation("Transaction request cannot include multiple operations on one item");
                }
            }
            context.throttle.beforeRead(read.table.model);
            reads.add(read);
        }
        if (reads.stream().anyMatch(read -> read.invalid != null)) {
            throw Cancellation.error(reads.stream().map(read -> read.invalid == null ? Cancellation.NONE
                    : new Cancellation("ValidationError", read.invalid.getMessage(), "")).toList());
        }
        JsonOutput out = context.out.clear().beginObject().name("Responses").beginArray();
        Usages used = new Usages();
        if (context.engine.capabilities().contains(Capability.SNAPSHOT)) {
            try (Snapshot snapshot = context.session.snapshot()) {
                for (Read read : reads) {
                    show(read, read.table.base.at(snapshot), used);
                }
            }
        } else {
            long[] sequences = new long[reads.size()];
            for (int i = 0; i < sequences.length; i++) {
                sequences[i] = show(reads.get(i), reads.get(i).table.base.strong(), used);
            }
            checkUnchanged(reads, sequences);
        }
        out.endArray();
        used.read(context.throttle);
        used.write(out, request.returnConsumedCapacity, "Read");
        out.endObject();
    }

    /** @return the sequence of what was found */
    private long show(Read read, Reader reader, Usages used) {
        context.out.beginObject();
        boolean found = reader.get(read.key, context.view);
        long sequence = context.view.sequence();
        int bytes = found ? ItemLayout.size(context.view.value(), 0) : 0;
        if (found) {
            show(read.projection);
        }
        used.add(read.table, 2 * Capacity.readUnits(bytes, true));
        context.out.endObject();
        return sequence;
    }

    /** Without snapshots: items that are the same after all were read were so at one instant, in between. */
    private void checkUnchanged(List<Read> reads, long[] sequences) {
        List<Cancellation> reasons = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < sequences.length; i++) {
            reads.get(i).table.base.strong().get(reads.get(i).key, context.view);
            boolean same = context.view.sequence() == sequences[i];
            changed |= !same;
            reasons.add(same ? Cancellation.NONE
                    : new Cancellation("TransactionConflict", "Transaction is ongoing for the item", ""));
        }
        if (changed) {
            throw Cancellation.error(reasons);
        }
    }

    private Read read(Request part) {
        new Constraints().notNull(part.tableName, "transactItems.member.get.tableName")
                .notNull(part.key == Request.NONE ? null : part, "transactItems.member.get.key").check();
        context.expressed.begin(part, new String[] {"ProjectionExpression", part.projectionExpression},
                new Object[0]);
        Expression projection = context.expressed.get(ExpressionKind.PROJECTION, part.projectionExpression);
        context.expressed.end();
        return read(part, context.open(part.tableName), projection == null ? null : projection.projection());
    }

    /** The read of the item that has a part's key. */
    Read read(Request part, OpenTable table, Projection projection) {
        Key key = new Key();
        DynamoError invalid = null;
        try {
            keys.ofKey(item.wrapItem(part.arena.buffer(), part.key, part.keyEnd - part.key), table.model, key);
        } catch (DynamoError e) {
            if (Keys.isEmptyKey(e)) {
                throw e;
            }
            invalid = e;
        }
        return new Read(table, key, projection, invalid);
    }

    private void show(Projection projection) {
        JsonOutput out = context.out.name("Item");
        if (projection == null) {
            context.json.item(out, context.view.value(), 0, context.view.length());
        } else {
            projection.write(item.wrapItem(context.view.value(), 0, context.view.length()), projected.clear());
            context.json.item(out, projected.buffer(), 0, projected.end());
        }
    }
}
