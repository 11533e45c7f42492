package dev.dyno.dynamo.expression;

import java.util.List;

/**
 * A PartiQL statement that was compiled for one request: its literals and parameters are in the request's arena, and
 * conditions and updates find them there. Good as long as the arena is.
 */
public sealed interface Statement {

    /** The table it names. */
    String table();

    /** The condition behind WHERE; null without one. */
    Condition where();

    /**
     * A read.
     *
     * @param index null for the table itself
     * @param selection what it shows; null for everything
     * @param order behind ORDER BY, in the order given
     */
    record Select(String table, String index, Selection selection, Condition where, List<Order> order)
            implements Statement {

        public Select {
            order = List.copyOf(order);
        }
    }

    /** By what a read is ordered. */
    record Order(String attribute, boolean descending) {
    }

    /** A new item, by where it begins and ends in the arena. */
    record Insert(String table, int item, int end) implements Statement {
        @Override
        public Condition where() {
            return null;
        }
    }

    /** @param returning {@code ALL OLD}, {@code MODIFIED NEW}, …; empty for nothing */
    record Change(String table, Update update, Condition where, String returning) implements Statement {
    }

    /** @param returning {@code ALL OLD}, or empty for nothing */
    record Delete(String table, Condition where, String returning) implements Statement {
    }

    /** A condition of a transaction. */
    record Exists(Select select) implements Statement {
        @Override
        public String table() {
            return select.table();
        }

        @Override
        public Condition where() {
            return select.where();
        }
    }
}
