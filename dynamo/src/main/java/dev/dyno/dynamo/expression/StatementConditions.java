package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Conditions.Operator;
import dev.dyno.dynamo.expression.DocumentPath.Step;
import dev.dyno.dynamo.expression.grammar.StatementParser.AndContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.BetweenContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ComparisonContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ConditionContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.FunctionContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.FunctionOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.InContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.IsContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.LikeContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.LiteralOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.NotContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.OperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.OrContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ParenthesizedContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ParenthesizedOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.PathContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.PathOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.PredicateContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ProductContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.SumContext;
import dev.dyno.dynamo.item.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** What stands behind WHERE to a {@link Condition}, with the checks that need no item. For one statement. */
final class StatementConditions {

    private static final int TEXTUAL = 1 << Types.S | 1 << Types.B;

    private final StatementValues values;

    StatementConditions(StatementValues values) {
        this.values = values;
    }

    Condition condition(ConditionContext context) {
        return switch (context) {
            case AndContext and -> {
                Condition left = condition(and.condition(0));
                yield new Conditions.And(left, condition(and.condition(1)));
            }
            case OrContext or -> {
                Condition left = condition(or.condition(0));
                yield new Conditions.Or(left, condition(or.condition(1)));
            }
            case NotContext not -> new Conditions.Not(condition(not.condition()));
            case ParenthesizedContext inner -> condition(inner.condition());
            case ComparisonContext comparison -> comparison(comparison);
            case BetweenContext between -> between(between);
            case InContext in -> in(in);
            case IsContext is -> is(is);
            case LikeContext like -> throw unsupported("like");
            case PredicateContext predicate -> predicate(predicate.operand());
            default -> throw new AssertionError("a condition without a case: " + context.getText());
        };
    }

    private static DynamoError unsupported(String operator) {
        return DynamoError.validation("Unsupported operator in Condition Expression. Operator: " + operator);
    }

    private static Condition negated(Condition condition, TerminalNode not) {
        return not == null ? condition : new Conditions.Not(condition);
    }

    private Condition comparison(ComparisonContext context) {
        String symbol = context.comparator().getText().replace("!=", "<>");
        Operator operator = Operator.of(symbol);
        boolean equality = operator == Operator.EQ || operator == Operator.NE;
        if (equality && context.operand(0) instanceof FunctionOperandContext function && isTest(function.function())
                && context.operand(1).getText().matches("(?i)true|false")) {
            Condition test = function(function.function());
            boolean expected = context.operand(1).getText().equalsIgnoreCase("true") == (operator == Operator.EQ);
            return expected ? test : new Conditions.Not(test);
        }
        Operand left = operand(context.operand(0));
        Operand right = operand(context.operand(1));
        if (!equality) {
            check(left, symbol, ConditionCompiler.ORDERED);
            check(right, symbol, ConditionCompiler.ORDERED);
        }
        return new Conditions.Comparison(operator, left, right);
    }

    /** @param types that a literal may have, one bit for each */
    private void check(Operand operand, String what, int types) {
        if (operand instanceof Operand.Literal(int place) && (types >> values.type(place) & 1) == 0) {
            throw DynamoError.validation("Incorrect operand type for operator or function; operator or function: "
                    + what + ", operand type: " + Types.name(values.type(place)));
        }
    }

    private Condition between(BetweenContext context) {
        List<Operand> operands = context.operand().stream().map(this::operand).toList();
        operands.forEach(operand -> check(operand, "BETWEEN", ConditionCompiler.ORDERED));
        if (operands.get(1) instanceof Operand.Literal(int low)
                && operands.get(2) instanceof Operand.Literal(int high)) {
            checkBounds(low, high);
        }
        return negated(new Conditions.Between(operands.get(0), operands.get(1), operands.get(2)), context.NOT());
    }

    private void checkBounds(int low, int high) {
        boolean same = values.type(low) == values.type(high);
        if (!same || values.isGreater(low, high)) {
            throw DynamoError.validation("The BETWEEN operator requires " + (same
                    ? "upper bound to be greater than or equal to lower bound"
                    : "same data type for lower and upper bounds") + "; lower bound operand: " + shown(low)
                    + ", upper bound operand: " + shown(high));
        }
    }

    private String shown(int place) {
        return "AttributeValue: {" + Types.name(values.type(place)) + ":" + values.text(place) + "}";
    }

    private Condition in(InContext context) {
        boolean path = context.operand(0) instanceof PathOperandContext;
        if (!path || context.PARAMETER() != null) {
            throw DynamoError.validation("IN operator must have a left hand argument of type Variable Reference and "
                    + "right hand argument of type Seq with at least one member");
        }
        List<Operand> choices = new ArrayList<>();
        for (int i = 1; i < context.operand().size(); i++) {
            choices.add(operand(context.operand(i)));
        }
        return negated(new Conditions.In(operand(context.operand(0)), choices), context.NOT());
    }

    private Condition is(IsContext context) {
        Operand operand = operand(context.operand());
        if (context.MISSING() != null) {
            return new Conditions.Exists(operand, context.NOT() != null);
        }
        String word = context.NULL() != null ? "NULL" : context.ID().stream().map(ParseTree::getText)
                .collect(Collectors.joining(" ")).toUpperCase(Locale.ROOT);
        int type = switch (word) {
            case "NULL" -> Types.NULL;
            case "BOOL", "BOOLEAN" -> Types.BOOL;
            case "STRING" -> Types.S;
            case "NUMERIC" -> Types.N;
            case "BLOB" -> Types.B;
            case "LIST" -> Types.L;
            case "TUPLE", "STRUCT" -> Types.M;
            case "INT4", "INT8", "INT", "INTEGER", "SMALLINT", "REAL", "FLOAT", "DECIMAL", "DOUBLE PRECISION", "CHAR",
                    "CHARACTER", "CHARACTER VARYING", "VARCHAR", "SYMBOL", "TIMESTAMP", "DATE", "TIME", "CLOB", "SEXP",
                    "BAG", "ANY" -> throw unsupported("is " + word.toLowerCase(Locale.ROOT));
            default -> throw StatementParsing.malformed("Expected type name");
        };
        return negated(new Conditions.IsType(operand, type), context.NOT());
    }

    private Condition predicate(OperandContext context) {
        OperandContext inner = context;
        while (inner instanceof ParenthesizedOperandContext outer) {
            inner = outer.operand();
        }
        return switch (inner) {
            case FunctionOperandContext function -> function(function.function());
            case SumContext sum -> throw unsupported(sum.getChild(1).getText());
            case ProductContext product -> throw unsupported(product.getChild(1).getText());
            default -> throw DynamoError.validation(
                    "WHERE clause must contain an expression that resolves to a boolean");
        };
    }

    private static boolean isTest(FunctionContext function) {
        return switch (name(function)) {
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains" -> true;
            default -> false;
        };
    }

    /** Functions are the same in any case. */
    static String name(FunctionContext function) {
        return function.getStart().getText().toLowerCase(Locale.ROOT);
    }

    private Condition function(FunctionContext function) {
        String name = name(function);
        if (name.equals("size")) {
            throw DynamoError.validation("WHERE clause must contain an expression that resolves to a boolean");
        }
        if (!isTest(function)) {
            throw DynamoError.validation("Unrecognized function: " + name + StatementParsing.at(function.getStart()));
        }
        boolean single = name.startsWith("attribute_") && !name.equals("attribute_type");
        List<Operand> operands = operands(function, single ? 1 : 2);
        Operand first = operands.getFirst();
        return switch (name) {
            case "attribute_exists", "attribute_not_exists" -> {
                if (!(first instanceof Operand.At)) {
                    throw DynamoError.validation(
                            "Operator or function requires a document path; operator or function: " + name);
                }
                yield new Conditions.Exists(first, name.equals("attribute_exists"));
            }
            case "attribute_type" -> {
                checkTypeName(operands.get(1));
                yield new Conditions.TypeIs(first, operands.get(1));
            }
            case "begins_with" -> {
                check(operands.get(1), name, TEXTUAL);
                yield new Conditions.BeginsWith(first, operands.get(1));
            }
            default -> new Conditions.Contains(first, operands.get(1));
        };
    }

    private void checkTypeName(Operand operand) {
        check(operand, "attribute_type", 1 << Types.S);
        if (operand instanceof Operand.Literal(int place) && Types.of(values.text(place)) == Types.NONE) {
            throw DynamoError.validation("Invalid attribute type name found; type: " + values.text(place)
                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        }
    }

    private List<Operand> operands(FunctionContext function, int count) {
        if (function.operand().size() != count) {
            throw wrongCount(name(function), function.operand().size());
        }
        return function.operand().stream().map(this::operand).toList();
    }

    static DynamoError wrongCount(String function, int count) {
        return DynamoError.validation("Incorrect number of operands for operator or function; operator or function: "
                + function + ", number of operands: " + count);
    }

    Operand operand(OperandContext context) {
        return switch (context) {
            case PathOperandContext path -> new Operand.At(path(path.path()));
            case LiteralOperandContext literal -> new Operand.Literal(values.place(literal.literal()));
            case ParenthesizedOperandContext inner -> operand(inner.operand());
            case FunctionOperandContext function when name(function.function()).equals("size") ->
                    new Operand.Size(operands(function.function(), 1).getFirst());
            case FunctionOperandContext function -> throw DynamoError.validation("Unrecognized function: "
                    + name(function.function()) + StatementParsing.at(function.getStart()));
            default -> throw unsupported(context.getChild(1).getText());
        };
    }

    /** Names, quoted or not, and indexes. A name in brackets is one behind a dot. */
    static DocumentPath path(PathContext context) {
        List<Step> steps = new ArrayList<>();
        for (ParseTree part : context.children) {
            String text = part.getText();
            switch (text) {
                case ".", "[", "]" -> { }
                case "*" -> throw DynamoError.validation("Unexpected path component"
                        + StatementParsing.at(context.getStart()));
                default -> steps.add(part instanceof RuleContext ? Step.of(name(text, steps.isEmpty()))
                        : text.startsWith("'") ? Step.of(StatementValues.unquoted(text)) : Step.of(index(text)));
            }
        }
        return new DocumentPath(steps);
    }

    static String name(String text, boolean first) {
        if (text.startsWith("\"")) {
            return StatementValues.unquoted(text);
        }
        if (StatementParsing.isKeyword(text)) {
            throw StatementParsing.malformed(first ? "Unexpected keyword" : "Invalid path dot component");
        }
        return text;
    }

    private static int index(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw DynamoError.validation("List index is not within the allowable range; index: [" + text + "]");
        }
        return Integer.parseInt(text);
    }
}
