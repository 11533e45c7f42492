package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.ExpressionKind;
import dev.dyno.dynamo.expression.KeyCondition;
import dev.dyno.dynamo.expression.KeyCondition.Relation;
import dev.dyno.dynamo.expression.Projection;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.KeySchema;

/** Query: one partition of a table or index, in the order of its sort keys. Confined to a thread. */
public final class QueryOperation {

    private final Context context;
    private final Page page;
    private final KeyRange bounds = new KeyRange();
    private final StartKey startKey = new StartKey();

    public QueryOperation(Context context) {
        this.context = context;
        this.page = new Page(context);
    }

    public void query(Request request) {
        Target.check(request, true);
        Expressed expressed = context.expressed;
        expressed.begin(request,
                new String[] {"ProjectionExpression", request.projectionExpression,
                    "FilterExpression", request.filterExpression,
                    "KeyConditionExpression", request.keyConditionExpression},
                new Object[] {"AttributesToGet", request.attributesToGet, "QueryFilter", request.queryFilter,
                    "ConditionalOperator", request.conditionalOperator, "KeyConditions", request.keyConditions});
        if (request.keyConditionExpression == null && request.keyConditions == null) {
            throw DynamoError.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }
        Expression projection = expressed.get(ExpressionKind.PROJECTION, request.projectionExpression);
        Expression filter = expressed.get(ExpressionKind.FILTER, request.filterExpression);
        Expression keyed = expressed.get(ExpressionKind.KEY_CONDITION, request.keyConditionExpression);
        expressed.end();
        Target.checkSelect(request, projection);
        KeyCondition keys = keyed == null ? LegacyRequests.keyCondition(request) : keyed.keyCondition();
        Condition matching = filter == null ? LegacyRequests.filter(request.queryFilter, request, "queryFilter")
                : filter.condition();
        Projection shown = projection == null ? LegacyRequests.projection(request) : projection.projection();
        OpenTable table = context.open(request.tableName);
        Target target = new Target(table, request, shown);
        checkFilter(filter, target.keys());
        context.scopeOf(request);
        int hash = term(keys, target.keys());
        Range range = bounds.of(keys, hash, target, context.scope).reverse(!request.forward);
        if (request.startKey != Request.NONE) {
            start(request, target, range);
        }
        context.throttle.beforeRead(table.model);
        read(target, range, matching, request);
    }

    private static void checkFilter(Expression filter, KeySchema keys) {
        for (KeyAttribute key : keys.attributes()) {
            if (filter != null && filter.mentions(key.name())) {
                throw DynamoError.validation("Filter Expression can only contain non-primary key attributes: Primary "
                        + "key attribute: " + key.name());
            }
        }
    }

    /** Which term is that of the partition key. */
    private static int term(KeyCondition keys, KeySchema schema) {
        int hash = -1;
        for (int i = 0; i < keys.size(); i++) {
            if (keys.attribute(i).equals(schema.hash().name())) {
                hash = i;
            }
        }
        if (hash < 0) {
            throw DynamoError.validation("Query condition missed key schema element: " + schema.hash().name());
        }
        if (keys.relation(hash) != Relation.EQ) {
            throw DynamoError.validation("Query key condition not supported");
        }
        if (keys.size() == 2) {
            if (!schema.hasRange()) {
                throw DynamoError.validation("Query key condition not supported");
            }
            if (!keys.attribute(1 - hash).equals(schema.range().name())) {
                throw DynamoError.validation(
                        "Query condition missed key schema element: " + schema.range().name());
            }
        }
        if (keys.size() > 2) {
            throw DynamoError.validation("Conditions can be of length 1 or 2 only");
        }
        return hash;
    }

    private void start(Request request, Target target, Range range) {
        Key key = startKey.of(request, target);
        boolean inside = Bytes.equal(key.partition(), 0, key.partition().capacity(), range.partition(), 0,
                range.partition().capacity());
        if (!inside || target.keys().hasRange() && !range.contains(key.sort(), 0, key.sort().capacity())) {
            throw DynamoError.validation("The provided starting key is outside query boundaries based on provided "
                    + "conditions");
        }
        range.after(key.sort(), 0, key.sort().capacity());
    }

    private void read(Target target, Range range, Condition matching, Request request) {
        page.begin(target, matching, request);
        if (request.limit != null) {
            range.limit((int) Math.min(request.limit, Integer.MAX_VALUE));
        }
        try (Cursor cursor = target.reader(context).query(range)) {
            boolean full = false;
            while (!full && cursor.next()) {
                full = page.add(cursor.item().value(), 0, cursor.item().length());
            }
        }
        page.end(request);
    }
}
