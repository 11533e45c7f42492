package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.KeyCondition;
import dev.dyno.dynamo.expression.LegacyExpressions;
import dev.dyno.dynamo.expression.LegacyExpressions.Term;
import dev.dyno.dynamo.expression.Projection;
import dev.dyno.dynamo.expression.Update;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Legacy;
import dev.dyno.dynamo.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The parameters that expressions replaced, checked with DynamoDB's messages and brought to the same compiled form. */
final class LegacyRequests {

    private static final List<String> OPERATORS = List.of("IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT",
            "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE", "CONTAINS");
    private static final List<String> ACTIONS = List.of("ADD", "DELETE", "PUT");

    private LegacyRequests() {
    }

    /** @return null for none */
    static Projection projection(Request request) {
        if (request.attributesToGet == null) {
            return null;
        }
        if (new HashSet<>(request.attributesToGet).size() < request.attributesToGet.size()) {
            throw DynamoError.invalid("Duplicate value in attribute name: "
                    + request.attributesToGet.stream().filter(name -> request.attributesToGet.indexOf(name)
                            != request.attributesToGet.lastIndexOf(name)).findFirst().orElse(""));
        }
        return Projection.ofAttributes(request.attributesToGet);
    }

    /** {@code Expected}. @return null for none */
    static Condition expected(Request request) {
        if (request.conditionalOperator != null && request.expected == null) {
            throw DynamoError.validation(
                    "ConditionalOperator cannot be used without Filter or Expected");
        }
        if (request.expected == null) {
            return null;
        }
        List<Term> terms = new ArrayList<>();
        for (Legacy one : request.expected) {
            terms.add(expected(one, request));
        }
        return LegacyExpressions.condition(terms, "OR".equals(request.conditionalOperator));
    }

    private static Term expected(Legacy one, Request request) {
        if (one.operator != null) {
            if (one.exists != null) {
                throw DynamoError.invalid("Exists and ComparisonOperator cannot be used together for Attribute: "
                        + one.attribute);
            }
            if (one.list != null && one.value >= 0) {
                throw DynamoError.invalid("Value and AttributeValueList cannot be used together for Attribute: "
                        + one.attribute);
            }
            return term(one, request, "expected");
        }
        if (one.list != null) {
            throw DynamoError.invalid("AttributeValueList can only be used with a ComparisonOperator for Attribute: "
                    + one.attribute);
        }
        boolean exists = one.exists == null || one.exists;
        if (exists && one.value < 0) {
            throw DynamoError.invalid("Value must be provided when Exists is " + one.exists + " for Attribute: "
                    + one.attribute);
        }
        if (!exists && one.value >= 0) {
            throw DynamoError.invalid("Value cannot be used when Exists is false for Attribute: " + one.attribute);
        }
        return new Term(one.attribute, exists ? "EQ" : "NULL", one.values());
    }

    /** {@code QueryFilter} or {@code ScanFilter}. @param member its name @return null for none */
    static Condition filter(List<Legacy> filter, Request request, String member) {
        if (filter == null) {
            return null;
        }
        List<Term> terms = new ArrayList<>();
        for (Legacy one : filter) {
            terms.add(term(one, request, member));
        }
        return LegacyExpressions.condition(terms, "OR".equals(request.conditionalOperator));
    }

    /** {@code KeyConditions}. */
    static KeyCondition keyCondition(Request request) {
        List<Term> terms = new ArrayList<>();
        for (Legacy one : request.keyConditions) {
            Term term = term(one, request, "keyConditions");
            switch (term.operator()) {
                case "EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH" -> terms.add(term);
                default -> throw DynamoError.validation("Attempted conditional constraint is not an indexable "
                        + "operation");
            }
        }
        if (terms.isEmpty() || terms.size() > 2) {
            throw DynamoError.validation("Conditions can be of length 1 or 2 only");
        }
        return LegacyExpressions.keyCondition(terms);
    }

    /** One attribute with its operator and arguments, checked. */
    private static Term term(Legacy one, Request request, String member) {
        String at = member + "." + one.attribute + ".member.comparisonOperator";
        new Constraints().notNull(one.operator, at).oneOf(one.operator, at, OPERATORS).check();
        List<Integer> values = one.values();
        int least = switch (one.operator) {
            case "NULL", "NOT_NULL" -> 0;
            case "BETWEEN" -> 2;
            default -> 1;
        };
        boolean right = "IN".equals(one.operator) ? !values.isEmpty() : values.size() == least;
        if (!right) {
            throw DynamoError.invalid(
                    "Invalid number of argument(s) for the " + one.operator + " ComparisonOperator");
        }
        Value value = new Value();
        for (int place : values) {
            value.wrap(request.arena.buffer(), place);
            checkType(one, value.type());
        }
        return new Term(one.attribute, one.operator, values);
    }

    private static void checkType(Legacy one, int type) {
        boolean ok = switch (one.operator) {
            case "LT", "LE", "GT", "GE", "BETWEEN", "IN", "CONTAINS", "NOT_CONTAINS" -> Types.isScalar(type)
                    || one.operator.endsWith("CONTAINS") && (type == Types.NULL || type == Types.BOOL)
                    || one.operator.equals("IN") && (type == Types.NULL || type == Types.BOOL);
            case "BEGINS_WITH" -> type == Types.S || type == Types.B;
            default -> true;
        };
        if (!ok) {
            throw DynamoError.invalid("ComparisonOperator " + one.operator + " is not valid for " + Types.name(type)
                    + " AttributeValue type");
        }
    }

    /** {@code AttributeUpdates}. @return null for none */
    static Update updates(Request request) {
        if (request.attributeUpdates == null) {
            return null;
        }
        List<Term> terms = new ArrayList<>();
        Value value = new Value();
        for (Legacy one : request.attributeUpdates) {
            String action = one.operator == null ? "PUT" : one.operator;
            new Constraints().oneOf(action, "attributeUpdates." + one.attribute + ".member.action", ACTIONS).check();
            if (one.value < 0 && !action.equals("DELETE")) {
                throw DynamoError.invalid("Only DELETE action is allowed when no attribute value is specified");
            }
            if (one.value >= 0) {
                int type = value.wrap(request.arena.buffer(), one.value).type();
                boolean ok = switch (action) {
                    case "DELETE" -> Types.isSet(type);
                    case "ADD" -> Types.isSet(type) || type == Types.N || type == Types.L;
                    default -> true;
                };
                if (!ok) {
                    throw DynamoError.invalid(action.equals("DELETE")
                            ? "DELETE action with value is not supported for the type " + Types.word(type)
                            : "ADD action is not supported for the type " + Types.word(type));
                }
            }
            terms.add(new Term(one.attribute, action, one.values()));
        }
        return LegacyExpressions.update(terms);
    }
}
