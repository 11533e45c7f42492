package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.KeyAttribute;
import org.agrona.DirectBuffer;

/**
 * One page of a Query or Scan: items go into the answer as they come, until there are enough of them or of their bytes,
 * counted before the filter. Confined to a thread.
 */
final class Page {

    private static final int BYTES_MAX = 1 << 20;

    private final Context context;
    private final Keys keys = new Keys();
    private final Key key = new Key();
    private final Value item = new Value();
    private final Value attribute = new Value();
    private final ItemWriter projected = new ItemWriter();
    private final ItemWriter entry = new ItemWriter();
    private final JsonOutput last = new JsonOutput();
    private Target target;
    private Condition filter;
    private long limit;
    private long bytes;
    private long fetchedUnits;
    private int scanned;
    private int count;
    private boolean full;

    Page(Context context) {
        this.context = context;
    }

    void begin(Target from, Condition matching, Request request) {
        target = from;
        filter = matching;
        limit = request.limit == null ? Long.MAX_VALUE : request.limit;
        bytes = 0;
        fetchedUnits = 0;
        scanned = 0;
        count = 0;
        full = false;
        last.clear();
        context.out.clear().beginObject();
        if (!target.counting) {
            context.out.name("Items").beginArray();
        }
    }

    /** Items that it takes at most; {@link Long#MAX_VALUE} if only their bytes are limited. */
    long wanted() {
        return limit;
    }

    /** Takes the next item. @return whether the page is full */
    boolean add(DirectBuffer buffer, int offset, int length) {
        scanned++;
        bytes += ItemLayout.size(buffer, offset);
        full = scanned >= limit || bytes >= BYTES_MAX;
        item.wrapItem(buffer, offset, length);
        if (full) {
            startKey();
        }
        if (target.fetches) {
            fetch(buffer, offset, length);
        }
        if (filter == null || filter.test(context.scope.item(item))) {
            count++;
            if (!target.counting) {
                show();
            }
        }
        return full;
    }

    /** The whole item from the table, where the index has only a part. */
    private void fetch(DirectBuffer buffer, int offset, int length) {
        entry.clear().copyItem(buffer, offset, length);
        item.wrapItem(entry.buffer(), 0, length);
        if (keys.ofStored(item, target.table.model.keys(), key)
                && context.reader(target.table.base, target.consistent || !context.isLate()).get(key, context.view)) {
            item.wrapItem(context.view.value(), 0, context.view.length());
            fetchedUnits += (long) (2 * Capacity.readUnits(
                    ItemLayout.size(context.view.value(), 0), target.consistent));
        }
    }

    private void show() {
        if (target.projection == null) {
            context.json.map(context.out, item);
        } else {
            target.projection.write(item, projected.clear());
            context.json.item(context.out, projected.buffer(), 0, projected.end());
        }
    }

    private void startKey() {
        last.clear().beginObject();
        for (KeyAttribute each : target.startKeys()) {
            if (item.find(each.utf8(), attribute)) {
                context.json.value(last.anyName(each.name()), attribute);
            }
        }
        last.endObject();
    }

    /** The key behind which the next page begins, as JSON; null if there is none. */
    String lastKey() {
        return full ? last.toString() : null;
    }

    /** Ends the answer of a statement. @param nextToken where the next page begins; null at the end */
    void endStatement(Request request, String nextToken) {
        context.out.endArray();
        if (nextToken != null) {
            context.out.name("NextToken").value(nextToken);
        }
        capacity(request);
        context.out.endObject();
    }

    /** Ends the answer. */
    void end(Request request) {
        JsonOutput out = context.out;
        if (!target.counting) {
            out.endArray();
        }
        out.name("Count").value(count).name("ScannedCount").value(scanned);
        if (full) {
            out.name("LastEvaluatedKey").raw(last.toString());
        }
        capacity(request);
        out.endObject();
    }

    private void capacity(Request request) {
        double units = Capacity.readUnits((int) bytes, target.consistent);
        context.throttle.read(target.table.model, units);
        if (Capacity.isAsked(request.returnConsumedCapacity)) {
            double[] index = new double[target.table.indexes.length];
            double own = units;
            if (target.index != null) {
                index[target.table.model.indexes().indexOf(target.index)] = units;
                own = fetchedUnits / 2.0;
            }
            Capacity.write(context.out.name("ConsumedCapacity"), request.returnConsumedCapacity, target.table.model,
                    own, index, "");
        }
    }
}
