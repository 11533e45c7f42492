package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.StatementParser.AssignmentContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ChangeContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.FunctionContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.FunctionOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.OperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ParenthesizedOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ProductContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.RemoveChangeContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.SetChangeContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.SumContext;
import dev.dyno.dynamo.item.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SET and REMOVE of a statement to an {@link Update}. For one statement. */
final class StatementUpdates {

    private final StatementValues values;
    private final StatementConditions operands;
    private final List<UpdateAction> actions = new ArrayList<>();

    StatementUpdates(StatementValues values, StatementConditions operands) {
        this.values = values;
        this.operands = operands;
    }

    Update update(List<ChangeContext> changes) {
        for (ChangeContext change : changes) {
            switch (change) {
                case SetChangeContext set -> set.assignment().forEach(one -> actions.add(assignment(one)));
                case RemoveChangeContext remove ->
                        actions.add(new UpdateAction.Remove(StatementConditions.path(remove.path())));
                default -> throw new AssertionError("a change without a case: " + change.getText());
            }
        }
        return new Update(actions, "");
    }

    private UpdateAction assignment(AssignmentContext context) {
        DocumentPath path = StatementConditions.path(context.path());
        if (context.operand() instanceof FunctionOperandContext function
                && StatementConditions.name(function.function()).startsWith("set_")) {
            return onSet(path, function.function());
        }
        return new UpdateAction.Set(path, value(context.operand()));
    }

    /** {@code a = set_add(a, <<…>>)} and {@code set_delete}: what ADD and DELETE are in update expressions. */
    private UpdateAction onSet(DocumentPath path, FunctionContext function) {
        String name = StatementConditions.name(function);
        String shown = name.toUpperCase(Locale.ROOT);
        if (!name.equals("set_add") && !name.equals("set_delete")) {
            throw unrecognized(function);
        }
        if (function.operand().size() != 2) {
            throw DynamoError.validation(shown + " must have exactly two arguments"
                    + StatementParsing.at(function.getStart()));
        }
        Operand first = operands.operand(function.operand(0));
        if (!(first instanceof Operand.At(DocumentPath same)) || !same.toString().equals(path.toString())) {
            throw DynamoError.validation("The first argument to " + shown + " must equal the assignment value"
                    + StatementParsing.at(function.getStart()));
        }
        Operand second = operands.operand(function.operand(1));
        if (!(second instanceof Operand.Literal(int place)) || !Types.isSet(values.type(place))) {
            throw DynamoError.validation("The second argument to " + shown + " must be a value with type SET"
                    + StatementParsing.at(function.operand(0).getStart()));
        }
        return name.equals("set_add") ? new UpdateAction.Add(path, second) : new UpdateAction.Delete(path, second);
    }

    private SetValue value(OperandContext context) {
        return switch (context) {
            case SumContext sum when !sum.getChild(1).getText().equals("||") -> new SetValue.Sum(
                    value(sum.operand(0)), value(sum.operand(1)), sum.getChild(1).getText().equals("-"));
            case SumContext sum -> throw unsupported("||");
            case ProductContext product -> throw unsupported(product.getChild(1).getText());
            case FunctionOperandContext function -> function(function.function());
            case ParenthesizedOperandContext inner -> value(inner.operand());
            default -> new SetValue.Of(operands.operand(context));
        };
    }

    private static DynamoError unsupported(String operator) {
        return DynamoError.validation("Unsupported operator in Update Expression. Operator: " + operator);
    }

    private static DynamoError unrecognized(FunctionContext function) {
        return DynamoError.validation("Unrecognized function: " + StatementConditions.name(function)
                + StatementParsing.at(function.getStart()));
    }

    private SetValue function(FunctionContext function) {
        String name = StatementConditions.name(function);
        switch (name) {
            case "if_not_exists", "list_append" -> { }
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size" ->
                    throw DynamoError.validation(
                            "The function is not allowed in an update expression; function: " + name);
            default -> throw unrecognized(function);
        }
        if (function.operand().size() != 2) {
            throw StatementConditions.wrongCount(name, function.operand().size());
        }
        if (name.equals("list_append")) {
            return new SetValue.ListAppend(value(function.operand(0)), value(function.operand(1)));
        }
        Operand path = operands.operand(function.operand(0));
        if (!(path instanceof Operand.At)) {
            throw DynamoError.validation(
                    "Operator or function requires a document path; operator or function: if_not_exists");
        }
        return new SetValue.IfNotExists(path, value(function.operand(1)));
    }
}
