package dev.dyno.dynamo.operation;

import dev.dyno.api.Reader;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Expression;
import dev.dyno.dynamo.expression.Projection;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.KeySchema;
import java.util.List;
import java.util.stream.Stream;

/** What a Query or Scan reads: a table or one of its indexes, and what it shows of the items. Good for one request. */
final class Target {

    private static final List<String> SELECTS =
            List.of("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");
    private static final List<String> OPERATORS = List.of("OR", "AND");
    private static final int SEGMENTS_MAX = 1_000_000;

    final OpenTable table;
    /** Null for the table itself. */
    final IndexModel index;
    final boolean consistent;
    final boolean counting;
    /** Null: everything. */
    final Projection projection;
    /** Whether items have to be read from the table, because the index does not have all that is shown. */
    final boolean fetches;

    Target(OpenTable table, Request request, Projection projection) {
        this.table = table;
        this.projection = projection;
        this.consistent = request.isConsistent();
        this.counting = "COUNT".equals(request.select);
        this.index = request.indexName == null ? null : table.model.index(request.indexName);
        if (index == null && request.indexName != null) {
            throw DynamoError.validation("The table does not have the specified index: " + request.indexName);
        }
        if (index != null && index.state().equals("CREATING")) {
            throw DynamoError.validation("Cannot read from backfilling global secondary index: " + index.name());
        }
        if (index != null && index.global() && consistent) {
            throw DynamoError.validation("Consistent reads are not supported on global secondary indexes");
        }
        this.fetches = index != null && !index.projectsAll() && needsMore(request);
        if (fetches && index.global()) {
            throw DynamoError.invalid("ALL_ATTRIBUTES".equals(request.select)
                    ? "Select type ALL_ATTRIBUTES is not supported for global secondary index " + index.name()
                            + " because its projection type is not ALL"
                    : "Global secondary index " + index.name() + " does not project " + projection.attributes().stream()
                            .filter(attribute -> !isProjected(attribute)).toList());
        }
    }

    private boolean needsMore(Request request) {
        if (projection != null) {
            return !projection.isWithin(this::isProjected);
        }
        return "ALL_ATTRIBUTES".equals(request.select);
    }

    /** Whether an attribute can be seen without going back from an index to the table. */
    boolean hasAttribute(String attribute) {
        return index == null || index.projectsAll() || isProjected(attribute);
    }

    private boolean isProjected(String attribute) {
        return table.model.keys().has(attribute) || index.keys().has(attribute) || index.included().contains(attribute);
    }

    /** Where the items or entries are. */
    Reader reader(Context context) {
        return context.reader(index == null ? table.base : table.index(index), consistent);
    }

    KeySchema keys() {
        return index == null ? table.model.keys() : index.keys();
    }

    /** Whether an attribute is part of the key that tells one answer from another: the table's, and the index's. */
    List<KeyAttribute> startKeys() {
        if (index == null) {
            return table.model.keys().attributes();
        }
        return Stream.concat(table.model.keys().attributes().stream(),
                index.keys().attributes().stream().filter(key -> !table.model.keys().has(key.name()))).toList();
    }

    /**
     * Constraints that Query and Scan share.
     *
     * @param newer whether the limit's sentence is of AWS's newer kind: Query's
     */
    static void check(Request request, boolean newer) {
        Constraints.tableNameLength(request.tableName);
        Constraints constraints = new Constraints();
        constraints.notNull(request.tableName, "tableName").name(request.tableName, "tableName")
                .name(request.indexName, "indexName").oneOf(request.select, "select", SELECTS)
                .oneOf(request.conditionalOperator, "conditionalOperator", OPERATORS)
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", ItemOperations.CAPACITY);
        if (newer && request.limit != null && request.limit < 1) {
            constraints.add("", "Limit", "Member must have value greater than or equal to 1");
        } else if (request.limit != null) {
            constraints.atLeast(request.limit, "limit", 1);
        }
        if (request.segment != null) {
            constraints.atLeast(request.segment, "segment", 0).atMost(request.segment, "segment", SEGMENTS_MAX - 1);
        }
        if (request.totalSegments != null) {
            constraints.atLeast(request.totalSegments, "totalSegments", 1)
                    .atMost(request.totalSegments, "totalSegments", SEGMENTS_MAX);
        }
        constraints.check();
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
    }

    /** How {@code Select} and what is to be shown go together. */
    static void checkSelect(Request request, Expression projection) {
        String what = projection != null ? "ProjectionExpression"
                : request.attributesToGet != null ? "AttributesToGet" : null;
        String select = request.select;
        if (select == null) {
            return;
        }
        if (select.equals("SPECIFIC_ATTRIBUTES") && what == null) {
            throw DynamoError.validation("Must specify the AttributesToGet or ProjectionExpression when choosing to "
                    + "get SPECIFIC_ATTRIBUTES");
        }
        if (!select.equals("SPECIFIC_ATTRIBUTES") && what != null) {
            throw DynamoError.validation("Cannot specify the " + what + " when choosing to get "
                    + (select.equals("COUNT") ? "only the Count" : select));
        }
        if (select.equals("ALL_PROJECTED_ATTRIBUTES") && request.indexName == null) {
            throw DynamoError.validation(
                    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
    }
}
