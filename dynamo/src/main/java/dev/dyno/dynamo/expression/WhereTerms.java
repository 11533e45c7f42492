package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.expression.KeyCondition.Relation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a statement's condition says of keys: the terms of its AND, told apart. Immutable. */
public final class WhereTerms {

    private final List<Condition> terms;

    private WhereTerms(List<Condition> terms) {
        this.terms = terms;
    }

    /** @param where null for none */
    public static WhereTerms of(Condition where) {
        List<Condition> terms = new ArrayList<>();
        collect(where, terms);
        return new WhereTerms(terms);
    }

    private static void collect(Condition condition, List<Condition> terms) {
        if (condition instanceof Conditions.And(Condition left, Condition right)) {
            collect(left, terms);
            collect(right, terms);
        } else if (condition != null) {
            terms.add(condition);
        }
    }

    public int size() {
        return terms.size();
    }

    /** The first term that an attribute equals a value, or one of some. @return its index, or -1 */
    public int equality(String attribute) {
        for (int i = 0; i < terms.size(); i++) {
            if (!places(terms.get(i), attribute).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /** The first term that an attribute equals a value. @return its index, or -1 */
    public int equal(String attribute) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i) instanceof Conditions.Comparison && !places(terms.get(i), attribute).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /** Places of the values that an attribute may have, of a term that {@link #equality} found. */
    public List<Integer> values(int term, String attribute) {
        return places(terms.get(term), attribute);
    }

    private static List<Integer> places(Condition term, String attribute) {
        return switch (term) {
            case Conditions.Comparison(Conditions.Operator operator, Operand left, Operand right)
                    when operator == Conditions.Operator.EQ -> {
                Operand path = left instanceof Operand.At ? left : right;
                Operand value = path == left ? right : left;
                yield isAttribute(path, attribute) && value instanceof Operand.Literal(int place)
                        ? List.of(place) : List.of();
            }
            case Conditions.In(Operand path, List<Operand> choices) when isAttribute(path, attribute) -> {
                List<Integer> places = new ArrayList<>();
                for (Operand choice : choices) {
                    if (!(choice instanceof Operand.Literal(int place))) {
                        yield List.of();
                    }
                    places.add(place);
                }
                yield places;
            }
            default -> List.of();
        };
    }

    private static boolean isAttribute(Operand operand, String attribute) {
        return operand instanceof Operand.At(DocumentPath path) && path.length() == 1
                && path.attribute().equals(attribute);
    }

    /** The first term that bounds a sort key by values. @return its index, or -1 */
    public int bound(String attribute) {
        for (int i = 0; i < terms.size(); i++) {
            if (keyTerm(terms.get(i), attribute) != null) {
                return i;
            }
        }
        return -1;
    }

    /** Places of the values that a term compares a key attribute with; empty if it does not. */
    public List<Integer> compared(String attribute) {
        List<Integer> places = new ArrayList<>();
        for (Condition term : terms) {
            places.addAll(places(term, attribute));
            KeyCondition.Term key = keyTerm(term, attribute);
            if (key != null && key.first() instanceof Operand.Literal(int first)
                    && key.second() instanceof Operand.Literal(int second)) {
                places.add(first);
                places.add(second);
            }
        }
        return places;
    }

    private static KeyCondition.Term keyTerm(Condition term, String attribute) {
        return switch (term) {
            case Conditions.Comparison(Conditions.Operator operator, Operand left, Operand right)
                    when operator != Conditions.Operator.NE -> {
                boolean flipped = !(left instanceof Operand.At);
                Operand value = flipped ? left : right;
                yield isAttribute(flipped ? right : left, attribute) && value instanceof Operand.Literal
                        ? new KeyCondition.Term(attribute, KeyCondition.relation(operator, flipped), value, value)
                        : null;
            }
            case Conditions.Between(Operand path, Operand low, Operand high)
                    when isAttribute(path, attribute) && low instanceof Operand.Literal
                    && high instanceof Operand.Literal ->
                    new KeyCondition.Term(attribute, Relation.BETWEEN, low, high);
            case Conditions.BeginsWith(Operand path, Operand prefix)
                    when isAttribute(path, attribute) && prefix instanceof Operand.Literal ->
                    new KeyCondition.Term(attribute, Relation.BEGINS_WITH, prefix, prefix);
            default -> null;
        };
    }

    /**
     * One partition, and in it what a term says of the sort key.
     *
     * @param place of the partition key's value
     * @param bound a term that {@link #bound} found; -1 for the whole partition
     */
    public KeyCondition keyed(String partition, int place, String sort, int bound) {
        List<KeyCondition.Term> keys = new ArrayList<>();
        Operand value = new Operand.Literal(place);
        keys.add(new KeyCondition.Term(partition, Relation.EQ, value, value));
        if (bound >= 0) {
            keys.add(keyTerm(terms.get(bound), sort));
        }
        return new KeyCondition(keys);
    }

    /** What remains without some terms. @return null if nothing does */
    public Condition without(int... dropped) {
        Condition rest = null;
        for (int i = 0; i < terms.size(); i++) {
            boolean kept = true;
            for (int drop : dropped) {
                kept &= drop != i;
            }
            if (kept) {
                rest = rest == null ? terms.get(i) : new Conditions.And(rest, terms.get(i));
            }
        }
        return rest;
    }

    /** The attributes that the terms' paths begin with, but for terms that are an OR. */
    public Set<String> filtered() {
        Set<String> attributes = new LinkedHashSet<>();
        terms.forEach(term -> attributes(term, attributes));
        return attributes;
    }

    private static void attributes(Condition condition, Set<String> into) {
        switch (condition) {
            case Conditions.And(Condition left, Condition right) -> {
                attributes(left, into);
                attributes(right, into);
            }
            case Conditions.Not(Condition inner) -> attributes(inner, into);
            case Conditions.Comparison(var operator, Operand left, Operand right) -> {
                attribute(left, into);
                attribute(right, into);
            }
            case Conditions.Between(Operand value, Operand low, Operand high) -> {
                attribute(value, into);
                attribute(low, into);
                attribute(high, into);
            }
            case Conditions.In(Operand value, List<Operand> choices) -> attribute(value, into);
            case Conditions.Exists(Operand path, boolean expected) -> attribute(path, into);
            case Conditions.TypeIs(Operand value, Operand name) -> attribute(value, into);
            case Conditions.IsType(Operand value, int type) -> attribute(value, into);
            case Conditions.BeginsWith(Operand value, Operand prefix) -> attribute(value, into);
            case Conditions.Contains(Operand value, Operand part) -> attribute(value, into);
            default -> { }
        }
    }

    private static void attribute(Operand operand, Set<String> into) {
        switch (operand) {
            case Operand.At(DocumentPath path) -> into.add(path.attribute());
            case Operand.Size(Operand of) -> attribute(of, into);
            default -> { }
        }
    }

    /** A condition that holds only for items that there are: of their key attribute, and of what else is asked. */
    public static Condition ofExisting(String keyAttribute, Condition rest) {
        Condition exists = new Conditions.Exists(new Operand.At(DocumentPath.of(keyAttribute)), true);
        return rest == null ? exists : new Conditions.And(exists, rest);
    }

    /** A condition that holds where there is no item, or something else does. */
    public static Condition ofMissingOr(String keyAttribute, Condition rest) {
        Condition missing = new Conditions.Exists(new Operand.At(DocumentPath.of(keyAttribute)), false);
        return rest == null ? null : new Conditions.Or(missing, rest);
    }

    /** A condition that holds where there is no item. */
    public static Condition ofMissing(String keyAttribute) {
        return new Conditions.Exists(new Operand.At(DocumentPath.of(keyAttribute)), false);
    }
}
