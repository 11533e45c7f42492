package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.ExpressionKind;
import dev.dyno.dynamo.expression.Projection;
import dev.dyno.dynamo.request.Request;

/** Scan: all items of a table or index, or of one of its segments, in pages. Confined to a thread. */
public final class ScanOperation {

    private final Context context;
    private final Page page;
    private final StartKey startKey = new StartKey();
    private final HashOrder order;

    public ScanOperation(Context context) {
        this.context = context;
        this.page = new Page(context);
        this.order = new HashOrder(page::add);
    }

    public void scan(Request request) {
        Target.check(request, false);
        checkSegments(request);
        Expressed expressed = context.expressed;
        expressed.begin(request,
                new String[] {"ProjectionExpression", request.projectionExpression,
                    "FilterExpression", request.filterExpression},
                new Object[] {"AttributesToGet", request.attributesToGet, "ScanFilter", request.scanFilter,
                    "ConditionalOperator", request.conditionalOperator});
        Expression projection = expressed.get(ExpressionKind.PROJECTION, request.projectionExpression);
        Expression filter = expressed.get(ExpressionKind.FILTER, request.filterExpression);
        expressed.end();
        Target.checkSelect(request, projection);
        Condition matching = filter == null ? LegacyRequests.filter(request.scanFilter, request, "scanFilter")
                : filter.condition();
        Projection shown = projection == null ? LegacyRequests.projection(request) : projection.projection();
        OpenTable table = context.open(request.tableName);
        Target target = new Target(table, request, shown);
        context.scopeOf(request);
        int segment = request.segment == null ? 0 : request.segment.intValue();
        int of = request.totalSegments == null ? 1 : request.totalSegments.intValue();
        Key after = request.startKey == Request.NONE ? null : startKey.of(request, target);
        if (after != null && Math.unsignedMultiplyHigh(target.reader(context).ringPosition(after), of) != segment) {
            throw DynamoError.validation(
                    "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey "
                    + "with correct Segment. TotalSegments: " + of + " Segment: " + segment);
        }
        context.throttle.beforeRead(table.model);
        page.begin(target, matching, request);
        order.walk(target.reader(context), segment, of, after, page.wanted());
        page.end(request);
    }

    private static void checkSegments(Request request) {
        if (request.totalSegments != null && request.segment == null) {
            throw DynamoError.validation(
                    "The Segment parameter is required but was not present in the request when parameter "
                    + "TotalSegments is present");
        }
        if (request.segment != null && request.totalSegments == null) {
            throw DynamoError.validation(
                    "The TotalSegments parameter is required but was not present in the request when Segment "
                    + "parameter is present");
        }
        if (request.segment != null && request.segment >= request.totalSegments) {
            throw DynamoError.validation("The Segment parameter is zero-based and must be less than parameter "
                    + "TotalSegments: Segment: " + request.segment + " is not less than TotalSegments: "
                    + request.totalSegments);
        }
    }
}
