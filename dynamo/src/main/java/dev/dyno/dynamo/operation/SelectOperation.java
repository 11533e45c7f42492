package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.KeyCondition;
import dev.dyno.dynamo.expression.Statement;
import dev.dyno.dynamo.expression.WhereTerms;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.KeySchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * SELECT: a query of each partition that the condition names, or a scan if it names none; the rest of the condition is
 * a filter. Confined to a thread.
 */
final class SelectOperation {

    private final Context context;
    private final StatementTarget targets;
    private final Page page;
    private final KeyRange bounds = new KeyRange();
    private final StartKey startKey = new StartKey();
    private final StatementToken token = new StatementToken();
    private final HashOrder order;
    private final Value value = new Value();
    private final Value other = new Value();

    SelectOperation(Context context, StatementTarget targets) {
        this.context = context;
        this.targets = targets;
        this.page = new Page(context);
        this.order = new HashOrder(page::add);
    }

    /** What is read: how the condition divides into keys and a filter. */
    private record Plan(WhereTerms terms, List<Integer> partitions, int bound, Condition filter, boolean reverse) {
        boolean isKeyed() {
            return !partitions.isEmpty();
        }
    }

    void select(Statement.Select select, Request request) {
        OpenTable table = StatementTarget.open(context, select.table());
        request.tableName = select.table();
        request.indexName = select.index();
        checkIndex(select, table, request);
        Target target = new Target(table, request, select.selection());
        Plan plan = plan(select, target, request);
        long hash = token.hash(request, table.model);
        int first = request.nextToken == null ? 0 : token.read(request, hash);
        context.scopeOf(request);
        context.throttle.beforeRead(table.model);
        page.begin(target, plan.filter, request);
        int last = plan.isKeyed() ? query(plan, target, request, first) : scan(target, request);
        String lastKey = page.lastKey();
        page.endStatement(request, lastKey == null ? null : token.write(hash, last, lastKey));
    }

    private static void checkIndex(Statement.Select select, OpenTable table, Request request) {
        if (select.index() == null) {
            return;
        }
        IndexModel index = table.model.index(select.index());
        if (index == null) {
            throw DynamoError.validation("The table does not have the specified index");
        }
        if (index.global() && request.isConsistent()) {
            throw DynamoError.validation("Strongly consistent read is not supported on Global Secondary Indexes");
        }
    }

    private Plan plan(Statement.Select select, Target target, Request request) {
        KeySchema schema = target.keys();
        WhereTerms terms = WhereTerms.of(select.where());
        for (KeyAttribute key : schema.attributes()) {
            targets.checkTypes(terms, key, request);
        }
        int keyed = terms.equality(schema.hash().name());
        boolean reverse = order(select, schema, keyed >= 0);
        if (keyed < 0) {
            return new Plan(terms, List.of(), -1, select.where(), false);
        }
        int bound = schema.hasRange() ? terms.bound(schema.range().name()) : -1;
        Condition filter = terms.without(keyed, bound);
        checkFilter(WhereTerms.of(filter).filtered(), target);
        List<Integer> partitions = sorted(terms.values(keyed, schema.hash().name()), request);
        boolean byHash = false;
        boolean descending = false;
        for (Statement.Order term : select.order()) {
            byHash |= term.attribute().equals(schema.hash().name());
            descending |= term.attribute().equals(schema.hash().name()) && term.descending();
        }
        if (partitions.size() > 1 && !select.order().isEmpty() && !byHash) {
            throw DynamoError.validation("Must have hash key in ORDER BY clause when more than one hash key condition "
                    + "specified in WHERE clause.");
        }
        return new Plan(terms, descending ? partitions.reversed() : partitions, bound, filter, reverse);
    }

    /** @return whether the sort key descends */
    private static boolean order(Statement.Select select, KeySchema schema, boolean keyed) {
        boolean reverse = false;
        for (Statement.Order term : select.order()) {
            if (select.where() == null) {
                throw DynamoError.validation("Must have WHERE clause in the statement when using ORDER BY clause.");
            }
            if (!schema.has(term.attribute())) {
                throw DynamoError.validation("Variable reference " + term.attribute()
                        + " in ORDER BY clause must be part of the primary key");
            }
            reverse |= term.descending() && schema.hasRange() && schema.range().name().equals(term.attribute());
        }
        if (!select.order().isEmpty() && !keyed) {
            throw DynamoError.validation("Must have at least one non-optional hash key condition in WHERE clause when "
                    + "using ORDER BY clause.");
        }
        return reverse;
    }

    /** A keyed read of an index does not go back to the table for what it filters by. */
    private static void checkFilter(Set<String> filtered, Target target) {
        Set<String> missing = new LinkedHashSet<>(filtered);
        missing.removeIf(target::hasAttribute);
        if (!missing.isEmpty()) {
            throw DynamoError.invalid("Secondary index " + target.index.name()
                    + " does not project one or more filter attributes: " + missing);
        }
    }

    /** Partitions in the order of their keys, each once. */
    private List<Integer> sorted(List<Integer> places, Request request) {
        List<Integer> all = new ArrayList<>();
        for (int place : places) {
            int at = 0;
            int order = 1;
            while (at < all.size() && order > 0) {
                order = value.wrap(request.arena.buffer(), place)
                        .compareTo(other.wrap(request.arena.buffer(), all.get(at)));
                at += order > 0 ? 1 : 0;
            }
            if (order != 0 || all.isEmpty()) {
                all.add(at, place);
            }
        }
        return all;
    }

    /** @return the partition in which the page ends */
    private int query(Plan plan, Target target, Request request, int first) {
        KeySchema schema = target.keys();
        String sort = schema.hasRange() ? schema.range().name() : "";
        for (int i = first; i < plan.partitions.size(); i++) {
            KeyCondition keys = plan.terms.keyed(schema.hash().name(), plan.partitions.get(i), sort, plan.bound);
            Range range = bounds.of(keys, 0, target, context.scope).reverse(plan.reverse);
            if (i == first && request.startKey != Request.NONE) {
                start(range, startKey.of(request, target));
            }
            if (read(target, range)) {
                return i;
            }
        }
        return plan.partitions.size();
    }

    private static void start(Range range, Key key) {
        boolean inside = Bytes.equal(key.partition(), 0, key.partition().capacity(), range.partition(), 0,
                range.partition().capacity());
        if (!inside) {
            throw StatementToken.mismatch();
        }
        range.after(key.sort(), 0, key.sort().capacity());
    }

    private boolean read(Target target, Range range) {
        boolean full = false;
        try (Cursor cursor = target.reader(context).query(range)) {
            while (!full && cursor.next()) {
                full = page.add(cursor.item().value(), 0, cursor.item().length());
            }
        }
        return full;
    }

    private int scan(Target target, Request request) {
        Key after = request.startKey == Request.NONE ? null : startKey.of(request, target);
        order.walk(target.reader(context), 0, 1, after, page.wanted());
        return 0;
    }
}
