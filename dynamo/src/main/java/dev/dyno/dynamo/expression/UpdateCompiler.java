package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.expression.grammar.ExpressionParser.AddSectionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.DeleteSectionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.FunctionTermContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ParenthesizedTermContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.PathTermContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.RemoveSectionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.SectionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.SetActionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.SetSectionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.SumContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.TermContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.UpdatePathContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.UpdateRootContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ValueActionContext;
import dev.dyno.dynamo.expression.grammar.ExpressionParser.ValueTermContext;
import dev.dyno.dynamo.item.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parse trees of updates to {@link Update}s, with the checks that need no item. */
final class UpdateCompiler {

    private static final int SETS = 1 << Types.SS | 1 << Types.NS | 1 << Types.BS;

    private final Placeholders placeholders;
    private final List<UpdateAction> actions = new ArrayList<>();
    final List<ValueCheck> checks = new ArrayList<>();

    UpdateCompiler(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    Update update(UpdateRootContext root) {
        Set<String> sections = new HashSet<>();
        for (SectionContext section : root.section()) {
            String name = name(section);
            if (!sections.add(name)) {
                throw placeholders.fail("The \"" + name + "\" section can only be used once in an update expression;");
            }
        }
        for (SectionContext section : root.section()) {
            section(section);
        }
        return new Update(actions, ExpressionKind.UPDATE.member());
    }

    private static String name(SectionContext section) {
        return switch (section) {
            case SetSectionContext set -> "SET";
            case RemoveSectionContext remove -> "REMOVE";
            case AddSectionContext add -> "ADD";
            default -> "DELETE";
        };
    }

    private void section(SectionContext section) {
        switch (section) {
            case SetSectionContext set -> {
                for (SetActionContext action : set.setAction()) {
                    DocumentPath path = path(action.updatePath());
                    actions.add(new UpdateAction.Set(path, sum(action.sum())));
                }
            }
            case RemoveSectionContext remove ->
                    remove.updatePath().forEach(path -> actions.add(new UpdateAction.Remove(path(path))));
            case AddSectionContext add -> {
                for (ValueActionContext action : add.valueAction()) {
                    DocumentPath path = path(action.updatePath());
                    Operand.Given value = value(action, "ADD", 1 << Types.N | SETS);
                    actions.add(new UpdateAction.Add(path, value));
                }
            }
            case DeleteSectionContext delete -> {
                for (ValueActionContext action : delete.valueAction()) {
                    DocumentPath path = path(action.updatePath());
                    Operand.Given value = value(action, "DELETE", SETS);
                    actions.add(new UpdateAction.Delete(path, value));
                }
            }
            default -> throw new AssertionError("a section without a case: " + section.getText());
        }
    }

    private Operand.Given value(ValueActionContext action, String name, int types) {
        Operand.Given given = placeholders.value(action.VALUE().getText());
        checks.add(new ValueCheck.ActionType(given, name, types));
        return given;
    }

    private DocumentPath path(UpdatePathContext context) {
        return ConditionCompiler.path(context.children, placeholders);
    }

    private SetValue sum(SumContext context) {
        SetValue left = term(context.term(0));
        if (context.term().size() == 1) {
            return left;
        }
        SetValue right = term(context.term(1));
        String operator = context.getChild(1).getText();
        number(left, operator);
        number(right, operator);
        return new SetValue.Sum(left, right, operator.equals("-"));
    }

    private void number(SetValue side, String operator) {
        typed(side, "operator or function: " + operator, 1 << Types.N);
    }

    private void typed(SetValue side, String what, int types) {
        if (side instanceof SetValue.Of(Operand operand) && operand instanceof Operand.Given given) {
            checks.add(new ValueCheck.TypeIn(given, what, types));
        }
    }

    private SetValue term(TermContext context) {
        return switch (context) {
            case PathTermContext path -> new SetValue.Of(new Operand.At(path(path.updatePath())));
            case ValueTermContext value -> new SetValue.Of(placeholders.value(value.VALUE().getText()));
            case ParenthesizedTermContext inner -> {
                boolean twice = inner.sum().term().size() == 1
                        && inner.sum().term(0) instanceof ParenthesizedTermContext;
                if (twice) {
                    throw placeholders.fail("The expression has redundant parentheses;");
                }
                yield sum(inner.sum());
            }
            case FunctionTermContext function -> function(function);
            default -> throw new AssertionError("a term without a case: " + context.getText());
        };
    }

    private SetValue function(FunctionTermContext context) {
        String name = context.ID().getText();
        switch (name) {
            case "if_not_exists", "list_append" -> { }
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size" ->
                    throw placeholders.fail("The function is not allowed in an update expression; function: " + name);
            default -> throw placeholders.fail("Invalid function name; function: " + name);
        }
        List<SetValue> operands = context.term().stream().map(this::term).toList();
        if (operands.size() != 2) {
            throw placeholders.fail("Incorrect number of operands for operator or function; operator or function: "
                    + name + ", number of operands: " + operands.size());
        }
        if (name.equals("list_append")) {
            operands.forEach(operand -> typed(operand, "operator or function: list_append", 1 << Types.L));
            return new SetValue.ListAppend(operands.get(0), operands.get(1));
        }
        if (operands.getFirst() instanceof SetValue.Of(Operand operand) && operand instanceof Operand.At) {
            return new SetValue.IfNotExists(operand, operands.get(1));
        }
        throw placeholders.fail("Operator or function requires a document path; operator or function: if_not_exists");
    }
}
