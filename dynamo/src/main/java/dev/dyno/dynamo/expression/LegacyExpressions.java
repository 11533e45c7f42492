package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.expression.Conditions.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters that expressions replaced, as compiled expressions: there is one way to evaluate. Their values have no
 * placeholders and are found by their places in the request's arena.
 */
public final class LegacyExpressions {

    private LegacyExpressions() {
    }

    /**
     * One attribute.
     *
     * @param operator {@code EQ}, {@code NOT_NULL}, …; of an update {@code PUT}, {@code ADD}, {@code DELETE}
     * @param values places of its arguments
     */
    public record Term(String attribute, String operator, List<Integer> values) {
        public Term {
            values = List.copyOf(values);
        }
    }

    /** All terms hold, or one of them. */
    public static Condition condition(List<Term> terms, boolean any) {
        Condition all = null;
        for (Term term : terms) {
            Condition next = condition(term);
            all = all == null ? next : any ? new Conditions.Or(all, next) : new Conditions.And(all, next);
        }
        return all;
    }

    private static Condition condition(Term term) {
        Operand at = new Operand.At(DocumentPath.of(term.attribute()));
        List<Operand> values = new ArrayList<>();
        term.values().forEach(place -> values.add(new Operand.Placed(place)));
        return switch (term.operator()) {
            case "NULL" -> new Conditions.Exists(at, false);
            case "NOT_NULL" -> new Conditions.Exists(at, true);
            case "BEGINS_WITH" -> new Conditions.BeginsWith(at, values.getFirst());
            case "CONTAINS" -> new Conditions.Contains(at, values.getFirst());
            case "NOT_CONTAINS" -> new Conditions.And(new Conditions.Exists(at, true),
                    new Conditions.Not(new Conditions.Contains(at, values.getFirst())));
            case "IN" -> new Conditions.In(at, values);
            case "BETWEEN" -> new Conditions.Between(at, values.get(0), values.get(1));
            default -> new Conditions.Comparison(Operator.valueOf(term.operator()), at, values.getFirst());
        };
    }

    public static KeyCondition keyCondition(List<Term> terms) {
        List<KeyCondition.Term> all = new ArrayList<>();
        for (Term term : terms) {
            Operand first = new Operand.Placed(term.values().getFirst());
            all.add(new KeyCondition.Term(term.attribute(), KeyCondition.Relation.valueOf(term.operator()), first,
                    new Operand.Placed(term.values().getLast())));
        }
        return new KeyCondition(all);
    }

    public static Update update(List<Term> terms) {
        List<UpdateAction> actions = new ArrayList<>();
        for (Term term : terms) {
            DocumentPath path = DocumentPath.of(term.attribute());
            Operand value = term.values().isEmpty() ? null : new Operand.Placed(term.values().getFirst());
            actions.add(switch (term.operator()) {
                case "ADD" -> new UpdateAction.Add(path, value);
                case "DELETE" -> value == null ? new UpdateAction.Remove(path) : new UpdateAction.Delete(path, value);
                default -> new UpdateAction.Set(path, new SetValue.Of(value));
            });
        }
        return new Update(actions, "AttributeUpdates");
    }
}
