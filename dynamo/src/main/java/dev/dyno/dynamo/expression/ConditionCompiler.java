package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.expression.Conditions.Operator;
import dev.dyno.dynamo.expression.DocumentPath.Step;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.AndContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.BetweenContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ComparisonContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ConditionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.FunctionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.FunctionOperandContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.InContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.NotContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.OperandContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.OrContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ParenthesizedContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ParenthesizedOperandContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.PathContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.PathOperandContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.PredicateContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ValueOperandContext;
import dev.dyno.dynamo.item.Types;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;

/** Parse trees of conditions to {@link Condition}s, with the checks that need no item. */
final class ConditionCompiler {

    static final int ORDERED = 1 << Types.S | 1 << Types.N | 1 << Types.B;
    private static final int TEXTUAL = 1 << Types.S | 1 << Types.B;
    private static final int DEPTH_MAX = 32;
    private static final int IN_MAX = 100;
    private static final int OPERATORS_MAX = 300;

    private final Placeholders placeholders;
    final List<ValueCheck> checks = new ArrayList<>();
    private int operators;

    ConditionCompiler(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    Condition condition(ConditionContext context) {
        return switch (context) {
            case ComparisonContext comparison -> comparison(comparison);
            case BetweenContext between -> between(between);
            case InContext in -> in(in);
            case PredicateContext predicate -> predicate(predicate.function());
            case ParenthesizedContext outer -> {
                if (outer.condition() instanceof ParenthesizedContext) {
                    throw placeholders.fail("The expression has redundant parentheses;");
                }
                yield condition(outer.condition());
            }
            case NotContext not -> {
                count();
                yield new Conditions.Not(condition(not.condition()));
            }
            case AndContext and -> {
                count();
                Condition left = condition(and.condition(0));
                yield new Conditions.And(left, condition(and.condition(1)));
            }
            case OrContext or -> {
                count();
                Condition left = condition(or.condition(0));
                yield new Conditions.Or(left, condition(or.condition(1)));
            }
            default -> throw new AssertionError("a condition without a case: " + context.getText());
        };
    }

    private void count() {
        if (++operators > OPERATORS_MAX) {
            throw placeholders.fail("The expression contains too many operators; operator count: " + operators);
        }
    }

    private Condition comparison(ComparisonContext context) {
        count();
        String symbol = context.comparator().getText();
        Operator operator = Operator.of(symbol);
        Operand left = operand(context.operand(0));
        Operand right = operand(context.operand(1));
        distinct(symbol, "operator", left, List.of(right));
        if (operator != Operator.EQ && operator != Operator.NE) {
            ordered(left, "operator or function: " + symbol);
            ordered(right, "operator or function: " + symbol);
        }
        return new Conditions.Comparison(operator, left, right);
    }

    private void ordered(Operand operand, String what) {
        if (operand instanceof Operand.Given given) {
            checks.add(new ValueCheck.TypeIn(given, what, ORDERED));
        }
    }

    private Condition between(BetweenContext context) {
        count();
        Operand value = operand(context.operand(0));
        Operand low = operand(context.operand(1));
        Operand high = operand(context.operand(2));
        distinct("BETWEEN", "operator", value, List.of(low, high));
        ordered(value, "operator or function: BETWEEN");
        ordered(low, "operator or function: BETWEEN");
        ordered(high, "operator or function: BETWEEN");
        if (low instanceof Operand.Given from && high instanceof Operand.Given to) {
            checks.add(new ValueCheck.Bounds(from, to));
        }
        return new Conditions.Between(value, low, high);
    }

    private Condition in(InContext context) {
        count();
        List<Operand> choices = new ArrayList<>();
        Operand value = operand(context.operand(0));
        for (int i = 1; i < context.operand().size(); i++) {
            choices.add(operand(context.operand(i)));
        }
        if (choices.size() > IN_MAX) {
            throw placeholders.fail("The IN operator is provided with too many operands; number of operands: "
                    + choices.size());
        }
        distinct("IN", "operator", value, choices);
        return new Conditions.In(value, choices);
    }

    private void distinct(String name, String kind, Operand first, List<Operand> rest) {
        if (first instanceof Operand.At(DocumentPath path)) {
            for (Operand other : rest) {
                if (other instanceof Operand.At(DocumentPath same) && same.toString().equals(path.toString())) {
                    throw placeholders.fail("The first operand must be distinct from the remaining operands for this "
                            + "operator or function; " + kind + ": " + name + ", first operand: " + path);
                }
            }
        }
    }

    private Condition predicate(FunctionContext function) {
        count();
        String name = function.ID().getText();
        switch (name) {
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains" -> { }
            case "size" -> throw notThisWay(name);
            case "if_not_exists", "list_append" -> throw placeholders.fail(
                    "The function is not allowed in a condition expression; function: " + name);
            default -> throw unknown(name);
        }
        List<Operand> operands = function.operand().stream().map(this::operand).toList();
        boolean single = name.startsWith("attribute_") && !name.equals("attribute_type");
        if (operands.size() != (single ? 1 : 2)) {
            throw wrongCount(name, operands.size());
        }
        return switch (name) {
            case "attribute_exists" -> new Conditions.Exists(pathOf(name, operands.getFirst()), true);
            case "attribute_not_exists" -> new Conditions.Exists(pathOf(name, operands.getFirst()), false);
            case "attribute_type" -> typeIs(operands.get(0), operands.get(1));
            case "begins_with" -> beginsWith(operands.get(0), operands.get(1));
            default -> {
                distinct("contains", "operator", operands.get(0), List.of(operands.get(1)));
                yield new Conditions.Contains(operands.get(0), operands.get(1));
            }
        };
    }

    private Operand pathOf(String function, Operand operand) {
        if (!(operand instanceof Operand.At)) {
            throw placeholders.fail("Operator or function requires a document path; operator or function: " + function);
        }
        return operand;
    }

    private Condition typeIs(Operand operand, Operand type) {
        pathOf("attribute_type", operand);
        if (!(type instanceof Operand.Given given)) {
            throw placeholders.fail("Incorrect operand type for operator or function; operator or function: "
                    + "attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
        }
        checks.add(new ValueCheck.TypeIn(given, "operator or function: attribute_type", 1 << Types.S));
        checks.add(new ValueCheck.TypeName(given));
        return new Conditions.TypeIs(operand, type);
    }

    private Condition beginsWith(Operand operand, Operand prefix) {
        distinct("begins_with", "operator", operand, List.of(prefix));
        for (Operand each : List.of(operand, prefix)) {
            if (each instanceof Operand.Given given) {
                checks.add(new ValueCheck.TypeIn(given, "operator or function: begins_with", TEXTUAL));
            }
        }
        return new Conditions.BeginsWith(operand, prefix);
    }

    Operand operand(OperandContext context) {
        return switch (context) {
            case PathOperandContext path -> new Operand.At(path(path.path()));
            case ValueOperandContext value -> placeholders.value(value.VALUE().getText());
            case ParenthesizedOperandContext inner -> {
                if (inner.operand() instanceof ParenthesizedOperandContext) {
                    throw placeholders.fail("The expression has redundant parentheses;");
                }
                yield operand(inner.operand());
            }
            case FunctionOperandContext function -> size(function.function());
            default -> throw new AssertionError("an operand without a case: " + context.getText());
        };
    }

    private Operand size(FunctionContext function) {
        String name = function.ID().getText();
        switch (name) {
            case "size" -> { }
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains" ->
                    throw notThisWay(name);
            case "if_not_exists", "list_append" -> throw placeholders.fail(
                    "The function is not allowed in a condition expression; function: " + name);
            default -> throw unknown(name);
        }
        if (function.operand().size() != 1) {
            throw wrongCount(name, function.operand().size());
        }
        Operand of = operand(function.operand(0));
        if (of instanceof Operand.Given given) {
            checks.add(new ValueCheck.TypeIn(given, "operator or function: size",
                    ~(1 << Types.N | 1 << Types.NULL | 1 << Types.BOOL)));
        } else if (of instanceof Operand.Size) {
            throw notThisWay(name);
        }
        return new Operand.Size(of);
    }

    private RuntimeException notThisWay(String function) {
        return placeholders.fail(
                "The function is not allowed to be used this way in an expression; function: " + function);
    }

    private RuntimeException unknown(String function) {
        return placeholders.fail("Invalid function name; function: " + function);
    }

    private RuntimeException wrongCount(String function, int count) {
        return placeholders.fail("Incorrect number of operands for operator or function; operator or function: "
                + function + ", number of operands: " + count);
    }

    DocumentPath path(PathContext context) {
        return path(context.children, placeholders);
    }

    /** Names and indexes between dots and brackets. */
    static DocumentPath path(List<ParseTree> parts, Placeholders placeholders) {
        List<Step> steps = new ArrayList<>();
        boolean index = false;
        for (ParseTree part : parts) {
            String text = part.getText();
            switch (text) {
                case "." -> { }
                case "[" -> index = true;
                case "]" -> index = false;
                default -> steps.add(index ? Step.of(index(text, placeholders)) : Step.of(placeholders.name(text)));
            }
        }
        placeholders.attributes.add(steps.getFirst().name());
        if (steps.size() > DEPTH_MAX) {
            throw placeholders.fail("The document path has too many nesting levels; nesting levels: " + steps.size());
        }
        return new DocumentPath(steps);
    }

    private static int index(String text, Placeholders placeholders) {
        if (text.length() > 9) {
            throw placeholders.fail("List index is not within the allowable range; index: [" + text + "]");
        }
        return Integer.parseInt(text);
    }
}
