package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.AndContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ConditionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.InContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.NotContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.OrContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ParenthesizedContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.PredicateContext;
import dev.dyno.dynamo.item.Value;
import java.util.ArrayList;
import java.util.List;

/** What a query says of the key: at most two terms, one for each key attribute. Immutable. */
public final class KeyCondition {

    /** How a key attribute is compared. */
    public enum Relation { EQ, LT, LE, GT, GE, BETWEEN, BEGINS_WITH }

    /** @param second of BETWEEN; otherwise the same as {@code first} */
    record Term(String attribute, Relation relation, Operand first, Operand second) {
    }

    private final List<Term> terms;

    KeyCondition(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    public int size() {
        return terms.size();
    }

    public String attribute(int term) {
        return terms.get(term).attribute();
    }

    public Relation relation(int term) {
        return terms.get(term).relation();
    }

    /** Finds a term's value in the scope. */
    public void first(int term, Scope scope, Value out) {
        terms.get(term).first().resolve(scope, out);
    }

    /** Finds the upper bound of a BETWEEN. */
    public void second(int term, Scope scope, Value out) {
        terms.get(term).second().resolve(scope, out);
    }

    /** From a condition's parse tree, of which only some forms are allowed here. */
    static KeyCondition compile(ConditionContext root, ConditionCompiler compiler) {
        List<Term> terms = new ArrayList<>();
        collect(root, compiler, terms);
        for (int i = 0; i < terms.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (terms.get(i).attribute().equals(terms.get(j).attribute())) {
                    throw DynamoError.validation(
                            "KeyConditionExpressions must only contain one condition per key");
                }
            }
        }
        return new KeyCondition(terms);
    }

    private static void collect(ConditionContext context, ConditionCompiler compiler, List<Term> terms) {
        switch (context) {
            case AndContext and -> {
                collect(and.condition(0), compiler, terms);
                collect(and.condition(1), compiler, terms);
            }
            // Here, other than in conditions, Amazon's takes redundant ones.
            case ParenthesizedContext inner -> collect(inner.condition(), compiler, terms);
            case OrContext or -> throw invalid("OR");
            case NotContext not -> throw invalid("NOT");
            case InContext in -> throw invalid("IN");
            default -> terms.add(term(compiler.condition(context), context));
        }
    }

    private static Term term(Condition condition, ConditionContext context) {
        return switch (condition) {
            case Conditions.Comparison(Conditions.Operator operator, Operand left, Operand right) -> {
                boolean flipped = !(left instanceof Operand.At);
                yield new Term(attribute(flipped ? right : left, flipped ? left : right),
                        relation(operator, flipped), flipped ? left : right, flipped ? left : right);
            }
            case Conditions.Between(Operand value, Operand low, Operand high) ->
                    new Term(attribute(value, low, high), Relation.BETWEEN, low, high);
            case Conditions.BeginsWith(Operand value, Operand prefix) ->
                    new Term(attribute(value, prefix), Relation.BEGINS_WITH, prefix, prefix);
            default -> throw invalid(context instanceof PredicateContext predicate
                    ? predicate.function().ID().getText() : context.getText());
        };
    }

    static Relation relation(Conditions.Operator operator, boolean flipped) {
        return switch (operator) {
            case EQ -> Relation.EQ;
            case NE -> throw invalid("<>");
            case LT -> flipped ? Relation.GT : Relation.LT;
            case LE -> flipped ? Relation.GE : Relation.LE;
            case GT -> flipped ? Relation.LT : Relation.GT;
            case GE -> flipped ? Relation.LE : Relation.GE;
        };
    }

    private static String attribute(Operand attribute, Operand... values) {
        for (Operand value : values) {
            if (value instanceof Operand.At) {
                throw DynamoError.validation("Invalid condition in KeyConditionExpression: Multiple attribute names "
                        + "used in one condition");
            }
            if (value instanceof Operand.Size) {
                throw DynamoError.validation("KeyConditionExpressions cannot contain nested operations");
            }
        }
        return switch (attribute) {
            case Operand.At(DocumentPath path) -> {
                if (path.length() > 1) {
                    throw DynamoError.validation(
                            "KeyConditionExpressions cannot have conditions on nested attributes");
                }
                yield path.attribute();
            }
            case Operand.Size size ->
                    throw DynamoError.validation("KeyConditionExpressions cannot contain nested operations");
            default -> throw DynamoError.validation("Invalid condition in KeyConditionExpression: No key attribute "
                    + "specified");
        };
    }

    private static DynamoError invalid(String operator) {
        return DynamoError.validation("Invalid operator used in KeyConditionExpression: " + operator);
    }
}
