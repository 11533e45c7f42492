package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.ExpressionKind;
import dev.dyno.dynamo.request.Request;

/** From a request to the change that it asks for. */
final class Compiling {

    private Compiling() {
    }

    /** The request's condition and update, by expressions or by what they replaced. */
    static void compile(Context context, Request request, Change into) {
        Expressed expressed = context.expressed;
        expressed.begin(request, into.kind == Change.Kind.UPDATE
                        ? new String[] {"UpdateExpression", request.updateExpression,
                            "ConditionExpression", request.conditionExpression}
                        : new String[] {"ConditionExpression", request.conditionExpression},
                new Object[] {"AttributeUpdates", request.attributeUpdates, "Expected", request.expected,
                    "ConditionalOperator", request.conditionalOperator});
        Expression update = into.kind == Change.Kind.UPDATE
                ? expressed.get(ExpressionKind.UPDATE, request.updateExpression) : null;
        Expression condition = expressed.get(ExpressionKind.CONDITION, request.conditionExpression);
        expressed.end();
        into.condition = condition == null ? LegacyRequests.expected(request) : condition.condition();
        into.update = update == null ? LegacyRequests.updates(request) : update.update();
        String returned = request.returnValues;
        into.wantsOld = "ALL_OLD".equals(returned) || "UPDATED_OLD".equals(returned)
                || "ALL_OLD".equals(request.returnValuesOnConditionCheckFailure)
                || Capacity.isAsked(request.returnConsumedCapacity) || context.options.throttled();
    }
}
