package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.ExpressionKind;
import dev.dyno.dynamo.expression.Expressions;
import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's expressions and placeholders: whether they may stand together, and what they compile to. One for a
 * session, confined to its thread.
 */
final class Expressed {

    private final Expressions expressions = new Expressions();
    private final Value values = new Value();
    private final Entries walk = new Entries();

    /**
     * Checks what can be said before anything is compiled, and begins.
     *
     * @param used the expressions that the operation takes, by turns their names and texts
     * @param legacy the parameters that they replaced, by turns their names and whether they are there
     */
    void begin(Request request, String[] used, Object[] legacy) {
        boolean any = false;
        for (int i = 1; i < used.length; i += 2) {
            any |= used[i] != null;
        }
        if (any || request.names != null || request.values != Request.NONE) {
            checkMixed(used, legacy);
        }
        if (request.names != null) {
            checkNames(request, any);
        }
        if (request.values == Request.NONE) {
            values.clear();
        } else {
            values.wrapItem(request.arena.buffer(), request.values, request.valuesEnd - request.values);
            checkValues(any, used);
        }
        expressions.begin(request.names, values);
    }

    private static void checkMixed(String[] used, Object[] legacy) {
        List<String> old = new ArrayList<>();
        for (int i = 0; i < legacy.length; i += 2) {
            if (legacy[i + 1] != null) {
                old.add((String) legacy[i]);
            }
        }
        List<String> now = new ArrayList<>();
        for (int i = 0; i < used.length; i += 2) {
            if (used[i + 1] != null) {
                now.add(used[i]);
            }
        }
        if (!old.isEmpty() && !now.isEmpty()) {
            throw mixed(old, now);
        }
    }

    static DynamoError mixed(List<String> old, List<String> now) {
        return DynamoError.validation("Can not use both expression and non-expression parameters in the same "
                + "request: Non-expression parameters: {" + String.join(", ", old) + "} Expression parameters: {"
                + String.join(", ", now) + "}");
    }

    private static void checkNames(Request request, boolean any) {
        if (!any) {
            throw DynamoError.validation("ExpressionAttributeNames can only be specified when using expressions");
        }
        if (request.names.isEmpty()) {
            throw DynamoError.validation("ExpressionAttributeNames must not be empty");
        }
        for (String name : request.names.keySet()) {
            if (!isPlaceholder(name, '#')) {
                throw DynamoError.validation(
                        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + name + "\"");
            }
        }
    }

    private void checkValues(boolean any, String[] used) {
        if (!any) {
            List<String> absent = new ArrayList<>();
            for (int i = 0; i < used.length; i += 2) {
                if (!used[i].equals("ProjectionExpression")) {
                    absent.add(used[i]);
                }
            }
            throw DynamoError.validation("ExpressionAttributeValues can only be specified when using expressions: "
                    + String.join(" and ", absent) + (absent.size() > 1 ? " are null" : " is null"));
        }
        walk.over(values);
        boolean empty = true;
        while (walk.next()) {
            empty = false;
            boolean ok = walk.nameLength() > 1 && walk.buffer().getByte(walk.nameOffset()) == ':';
            if (!ok || !isPlaceholder(walk.name(), ':')) {
                throw DynamoError.validation(
                        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"" + walk.name() + "\"");
            }
        }
        if (empty) {
            throw DynamoError.validation("ExpressionAttributeValues must not be empty");
        }
    }

    private static boolean isPlaceholder(String text, char first) {
        if (text.length() < 2 || text.charAt(0) != first) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    /** @return null if the request has none */
    Expression get(ExpressionKind kind, String text) {
        return expressions.get(kind, text);
    }

    /** @throws DynamoError if placeholders were not used */
    void end() {
        expressions.end();
    }
}
