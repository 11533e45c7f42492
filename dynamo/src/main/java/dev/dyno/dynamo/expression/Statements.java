package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.StatementParser.AliasContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ColumnContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.DeleteStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ExistsStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.InsertStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.OtherStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.PathContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.PathOperandContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.ReturningContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.RootContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.SelectContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.SelectStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.SourceContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.StatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.TypeStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.UpdateStatementContext;
import dev.dyno.dynamo.expression.grammar.StatementParser.WhereContext;
import dev.dyno.dynamo.item.ItemWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compiles PartiQL statements, and keeps their parse trees: programs ask the same few again and again, with other
 * parameters. One for a session, confined to its thread.
 */
public final class Statements {

    private static final int KEPT_MAX = 500;

    private final Map<String, RootContext> kept = new HashMap<>();

    /**
     * Compiles a statement.
     *
     * @param arena where its literals go
     * @param parameters places of its parameters in the arena, in order
     * @throws DynamoError for what is wrong with it, as far as the text tells
     */
    public Statement compile(String text, ItemWriter arena, List<Integer> parameters) {
        RootContext root = kept.get(text);
        if (root == null) {
            root = StatementParsing.parse(text);
            if (kept.size() >= KEPT_MAX) {
                kept.clear();
            }
            kept.put(text, root);
        }
        StatementValues values = new StatementValues(arena, parameters);
        return statement(root.statement(), values, new StatementConditions(values), arena);
    }

    private static Statement statement(StatementContext context, StatementValues values,
            StatementConditions conditions, ItemWriter arena) {
        return switch (context) {
            case SelectStatementContext select -> select(select.select(), conditions);
            case InsertStatementContext insert -> {
                String table = table(names(insert.path()),
                        "FROM clause may only contain a single table name in data manipulation statements");
                if (insert.returning() != null) {
                    throw DynamoError.validation("RETURNING is not supported in INSERT");
                }
                int item = values.item(insert.operand());
                yield new Statement.Insert(table, item, arena.end());
            }
            case UpdateStatementContext update -> {
                String table = table(source(update.source()), "This operation is not supported on an index");
                boolean fromFirst = update.FROM() != null; // parameters are in the order of the text
                Condition where = fromFirst ? where(update.where(), conditions) : null;
                Update changes = new StatementUpdates(values, conditions).update(update.change());
                where = fromFirst ? where : where(update.where(), conditions);
                yield new Statement.Change(table, changes, where, returning(update.returning()));
            }
            case DeleteStatementContext delete -> {
                String table = table(source(delete.source()), "This operation is not supported on an index");
                String returning = returning(delete.returning());
                if (!returning.isEmpty() && !returning.equals("ALL OLD")) {
                    throw DynamoError.validation("Invalid returning clause: RETURNING " + returning
                            + " *. Only RETURNING ALL OLD * is allowed in DELETE statements.");
                }
                yield new Statement.Delete(table, where(delete.where(), conditions), returning);
            }
            case ExistsStatementContext exists -> new Statement.Exists(select(exists.select(), conditions));
            case TypeStatementContext type -> throw DynamoError.validation("Unsupported operation: IsType");
            case OtherStatementContext other -> throw DynamoError.validation("Unsupported operation: "
                    + switch (other.getStart().getText().toUpperCase(Locale.ROOT)) {
                        case "CREATE" -> "CreateTable";
                        case "DROP" -> "DropTable";
                        default -> "Exec";
                    });
            default -> throw new AssertionError("a statement without a case: " + context.getText());
        };
    }

    private static Statement.Select select(SelectContext context, StatementConditions conditions) {
        checkClauses(context);
        List<String> names = source(context.source(0));
        Selection selection = context.columns().column().isEmpty() ? null : selection(context.columns().column());
        Condition where = where(context.where(), conditions);
        List<Statement.Order> order = new ArrayList<>();
        if (context.order() != null) {
            context.order().orderTerm().forEach(term -> order.add(
                    new Statement.Order(StatementConditions.path(term.path()).attribute(), term.DESC() != null)));
        }
        return new Statement.Select(names.getFirst(), names.size() > 1 ? names.get(1) : null, selection, where, order);
    }

    private static void checkClauses(SelectContext context) {
        if (context.DISTINCT() != null) {
            throw DynamoError.validation("Unsupported token in expression: DISTINCT");
        }
        if (context.VALUE() != null) {
            throw DynamoError.validation("Select projection doesn't support value or pivot keywords");
        }
        if (context.source().size() > 1) {
            throw DynamoError.validation("Only select from a single table or index is supported.");
        }
        if (context.group() != null) {
            throw DynamoError.validation("Unsupported clause: GROUP BY");
        }
        if (context.limit() != null) {
            throw DynamoError.validation("Unsupported clause: LIMIT"
                    + StatementParsing.at(context.limit().operand().getStart()));
        }
    }

    private static Selection selection(List<ColumnContext> columns) {
        List<DocumentPath> paths = new ArrayList<>();
        for (ColumnContext column : columns) {
            checkAlias(column.alias());
            if (!(column.operand() instanceof PathOperandContext path)) {
                throw DynamoError.validation("Unexpected path component"
                        + StatementParsing.at(column.operand().getStart()));
            }
            paths.add(StatementConditions.path(path.path()));
        }
        Selection selection = new Selection(paths);
        if (selection.duplicate() != null) {
            throw DynamoError.validation("Duplicate identifiers in select clause: " + selection.duplicate());
        }
        return selection;
    }

    private static void checkAlias(AliasContext alias) {
        if (alias != null) {
            throw DynamoError.validation("Aliasing is not supported");
        }
    }

    /** The table, and perhaps an index. */
    private static List<String> source(SourceContext source) {
        checkAlias(source.alias());
        return names(source.path());
    }

    private static List<String> names(PathContext path) {
        List<String> names = new ArrayList<>();
        path.name().forEach(name -> names.add(StatementConditions.name(name.getText(), names.isEmpty())));
        if (names.contains("")) {
            throw DynamoError.validation("Path component cannot be an empty string");
        }
        if (names.size() > 2 || path.getChildCount() > 2 * names.size() - 1) {
            throw DynamoError.validation("A path may contain at most 2 components in the FROM clause");
        }
        return names;
    }

    private static String table(List<String> names, String orElse) {
        if (names.size() > 1) {
            throw DynamoError.validation(orElse);
        }
        return names.getFirst();
    }

    private static Condition where(WhereContext where, StatementConditions conditions) {
        return where == null ? null : conditions.condition(where.condition());
    }

    private static String returning(ReturningContext returning) {
        return returning == null ? "" : (returning.ALL() != null ? "ALL " : "MODIFIED ")
                + (returning.OLD() != null ? "OLD" : "NEW");
    }
}
