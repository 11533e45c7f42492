package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.StatementParser.BagContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.BoolContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.EntryContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.FunctionOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ListContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.LiteralContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.LiteralOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.MissingContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.NullContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.NumberContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.OperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ParameterContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ParenthesizedOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.StringContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.TupleContext;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.NumberException;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes the literals of a statement into the arena, and finds its parameters there. For one statement. */
final class StatementValues {

    private static final String ROOT = "root";

    private final ItemWriter arena;
    private final List<Integer> parameters;
    private final Value value = new Value();
    private int used;

    /** @param parameters places of values in the arena, in the order of the question marks */
    StatementValues(ItemWriter arena, List<Integer> parameters) {
        this.arena = arena;
        this.parameters = parameters;
    }

    /** @return the place of a literal or parameter */
    int place(LiteralContext literal) {
        if (literal instanceof ParameterContext) {
            return parameter();
        }
        int at = arena.end();
        literal(literal, ROOT);
        return at;
    }

    private int parameter() {
        if (used == parameters.size()) {
            throw DynamoError.validation("Number of parameters in request and statement don't match.");
        }
        return parameters.get(used++);
    }

    /** The type of a value that was placed. */
    int type(int place) {
        return value.wrap(arena.buffer(), place).type();
    }

    /** The text of a string or number that was placed. */
    String text(int place) {
        return value.wrap(arena.buffer(), place).text();
    }

    /** Whether the first of two placed values is greater. */
    boolean isGreater(int first, int second) {
        return value.wrap(arena.buffer(), first).compareTo(new Value().wrap(arena.buffer(), second)) > 0;
    }

    /** Writes a tuple as an item. @return where it begins; it ends at the arena's end */
    int item(OperandContext operand) {
        if (!(operand instanceof LiteralOperandContext literal) || !(literal.literal() instanceof TupleContext tuple)) {
            throw DynamoError.validation("Unsupported format in item expression. Please use struct format {...} to "
                    + "express item values for insert statement." + StatementParsing.at(operand.getStart()));
        }
        int at = arena.beginItem();
        Set<String> names = new HashSet<>();
        for (EntryContext entry : tuple.entry()) {
            arena.name(name(entry, names, ROOT));
            write(entry.operand(1), ROOT);
        }
        arena.endItem();
        return at;
    }

    private static String name(EntryContext entry, Set<String> names, String path) {
        OperandContext key = entry.operand(0);
        if (!(key instanceof LiteralOperandContext literal) || !(literal.literal() instanceof StringContext string)) {
            String kind = key instanceof LiteralOperandContext ? "Literal" : "VariableReference";
            throw DynamoError.validation("Tuple keys must be of type String. Actual type: " + kind + " under " + path
                    + StatementParsing.at(key.getStart()));
        }
        String name = unquoted(string.STRING().getText());
        if (!names.add(name)) {
            throw DynamoError.validation("Duplicate keys in tuple. Key: " + name + " under " + path
                    + StatementParsing.at(key.getStart()));
        }
        return name;
    }

    /** The text between quotes, of which two stand for one. */
    static String unquoted(String quoted) {
        String quote = quoted.substring(0, 1);
        return quoted.substring(1, quoted.length() - 1).replace(quote + quote, quote);
    }

    private void write(OperandContext operand, String path) {
        switch (operand) {
            case LiteralOperandContext literal -> literal(literal.literal(), path);
            case ParenthesizedOperandContext inner -> write(inner.operand(), path);
            case FunctionOperandContext function -> throw unsupported(
                    function.function().getStart().getText(), operand, path);
            default -> throw unsupported("VariableReference", operand, path);
        }
    }

    private static DynamoError unsupported(String what, OperandContext operand, String path) {
        return DynamoError.validation("Unsupported data type: " + what + " under key " + path
                + StatementParsing.at(operand.getStart()));
    }

    private void literal(LiteralContext literal, String path) {
        switch (literal) {
            case StringContext string -> arena.string(unquoted(string.STRING().getText()));
            case NumberContext number -> number(number.getText(), path);
            case BoolContext bool -> arena.bool(bool.TRUE() != null);
            case NullContext none -> arena.nil();
            case ParameterContext parameter -> arena.copy(value.wrap(arena.buffer(), parameter()));
            case MissingContext missing ->
                    throw DynamoError.validation("MISSING must be compared using IS operator");
            case ListContext list -> {
                int at = arena.begin(Types.L);
                for (int i = 0; i < list.operand().size(); i++) {
                    write(list.operand(i), path + "[" + i + "]");
                }
                arena.end(at);
            }
            case TupleContext tuple -> {
                int at = arena.begin(Types.M);
                Set<String> names = new HashSet<>();
                for (EntryContext entry : tuple.entry()) {
                    String name = name(entry, names, path);
                    arena.name(name);
                    write(entry.operand(1), path + "." + name);
                }
                arena.end(at);
            }
            case BagContext bag -> bag(bag);
            default -> throw new AssertionError("a literal without a case: " + literal.getText());
        }
    }

    private void number(String text, String path) {
        try {
            // The exponent and the scale must be ints: that is the parser's rule, before the store's.
            int e = Math.max(text.indexOf('e'), text.indexOf('E'));
            if (e >= 0) {
                Integer.parseInt(text.substring(e + 1));
            }
            new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw StatementParsing.malformed("");
        }
        try {
            arena.number(text);
        } catch (NumberException e) {
            throw DynamoError.validation(e.getMessage() + " under " + path);
        }
    }

    /** A set: of strings, of numbers, or of binaries, which only parameters can be. */
    private void bag(BagContext bag) {
        if (bag.operand().isEmpty()) {
            throw DynamoError.validation("Empty bags are not supported");
        }
        List<Integer> members = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int first = Types.NONE;
        int begin = arena.end();
        ItemWriter own = new ItemWriter();
        for (OperandContext operand : bag.operand()) {
            int place = arena.end();
            write(operand, ROOT);
            int type = type(place);
            first = first == Types.NONE ? type : first;
            if (type != first || !Types.isScalar(type)) {
                throw DynamoError.validation("Unsupported data type in Bag. DynamoDB only supports either numbers or "
                        + "strings in bags" + StatementParsing.at(operand.getStart()));
            }
            members.add(place);
            texts.add(text(place));
        }
        int at = own.begin(first - Types.S + Types.SS);
        for (int place : members) {
            value.wrap(arena.buffer(), place);
            own.member(value.buffer(), value.offset(), value.length());
        }
        own.end(at);
        if (own.takeDuplicateMember()) {
            throw DynamoError.invalid("Input collection " + texts + " contains duplicates.");
        }
        arena.truncate(begin);
        arena.copy(new Value().wrap(own.buffer(), at));
    }
}
