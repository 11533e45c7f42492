package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.Statement;
import dev.dyno.dynamo.expression.Statements;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ExecuteStatement, BatchExecuteStatement and ExecuteTransaction: PartiQL statements, compiled to the reads, changes
 * and transactions that the other operations are made of. Confined to a thread.
 */
public final class StatementOperations {

    private static final int STATEMENT_CHARACTERS_MAX = 8192;
    private static final int BATCH_MAX = 25;
    private static final String NOT_BY_KEY =
            "Select statements within %s must specify the primary key in the where clause.";

    private final Context context;
    private final Statements statements = new Statements();
    private final StatementTarget targets = new StatementTarget();
    private final SelectOperation selects;
    private final Transactions transactions;
    private final TransactionReads transactionReads;
    private final Writes writes;
    private final Change change = new Change();
    private final Value item = new Value();
    private final ItemWriter projected = new ItemWriter();

    public StatementOperations(Context context, Transactions transactions, TransactionReads transactionReads) {
        this.context = context;
        this.transactions = transactions;
        this.transactionReads = transactionReads;
        this.selects = new SelectOperation(context, targets);
        this.writes = new Writes(context);
    }

    /** ExecuteStatement. */
    public void execute(Request request) {
        Constraints constraints = new Constraints();
        member(constraints, request, "").oneOf(request.returnConsumedCapacity, "returnConsumedCapacity",
                ItemOperations.CAPACITY);
        if (request.limit != null) {
            constraints.atLeast(request.limit, "limit", 1);
        }
        constraints.check();
        checkProblem(request);
        Statement statement = compile(request, request);
        if (statement instanceof Statement.Exists) {
            throw DynamoError.validation("EXISTS can only be used in ExecuteTransaction write requests.");
        }
        if (statement instanceof Statement.Select select) {
            selects.select(select, request);
            return;
        }
        OpenTable table = StatementTarget.open(context, statement.table());
        double units = write(statement, table, request, request.returnConsumedCapacity);
        JsonOutput out = context.out.clear().beginObject().name("Items").beginArray();
        returned(out, statement, "");
        out.endArray();
        if (Capacity.isAsked(request.returnConsumedCapacity)) {
            Capacity.write(out.name("ConsumedCapacity"), request.returnConsumedCapacity, table.model, units,
                    indexUnits(table), "");
        }
        out.endObject();
    }

    private static Constraints member(Constraints constraints, Request request, String at) {
        return constraints.notNull(request.statement, at + "statement").length(request.statement,
                request.statement == null ? 0 : request.statement.length(), at + "statement", 1,
                STATEMENT_CHARACTERS_MAX);
    }

    private static void checkProblem(Request request) {
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
    }

    private Statement compile(Request request, Request whole) {
        return statements.compile(request.statement, whole.arena, request.parameters);
    }

    /** Makes one change. @return write units of the table itself */
    private double write(Statement statement, OpenTable table, Request request, String capacity) {
        targets.prepare(statement, table, request, change, context.key);
        change.wantsOld = statement instanceof Statement.Change || !returning(statement).isEmpty()
                || "ALL_OLD".equals(request.returnValuesOnConditionCheckFailure) || Capacity.isAsked(capacity)
                || context.options.throttled();
        context.throttle.beforeWrite(table.model);
        boolean held = writes.apply(table, context.key, change);
        double units = Capacity.writeUnits(
                Math.max(ItemOperations.size(change.oldItem()), ItemOperations.size(change.newItem())));
        context.throttle.wrote(table.model, units);
        if (!held) {
            throw statement instanceof Statement.Insert
                    ? new DynamoError(ErrorType.DUPLICATE_ITEM, "Duplicate primary key exists in table")
                    : ItemOperations.failed(context, request, change.oldItem());
        }
        return units;
    }

    private double[] indexUnits(OpenTable table) {
        double[] units = new double[table.indexes.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = writes.indexes().units(i);
        }
        return units;
    }

    private static String returning(Statement statement) {
        return switch (statement) {
            case Statement.Change update -> update.returning();
            case Statement.Delete delete -> delete.returning();
            default -> "";
        };
    }

    /** What RETURNING asks of the change that was made, if there is anything. */
    private void returned(JsonOutput out, Statement statement, String member) {
        String returning = returning(statement);
        if (returning.isEmpty()) {
            return;
        }
        Value image = returning.endsWith("OLD") ? change.oldItem() : change.newItem();
        if (!image.exists()) {
            return;
        }
        if (returning.startsWith("ALL")) {
            context.json.map(named(out, member), image);
            return;
        }
        change.update.updated().write(image, projected.clear());
        if (projected.end() > ItemLayout.HEADER_LENGTH) {
            context.json.item(named(out, member), projected.buffer(), 0, projected.end());
        }
    }

    private static JsonOutput named(JsonOutput out, String member) {
        return member.isEmpty() ? out : out.name(member);
    }

    /** BatchExecuteStatement: each statement on its own, with an answer or an error of its own. */
    public void batch(Request request) {
        Constraints constraints = new Constraints();
        checkParts(constraints, request, "statements", BATCH_MAX);
        checkProblem(request);
        List<Object> compiled = new ArrayList<>();
        for (Request part : request.parts) {
            try {
                compiled.add(compile(part, request));
            } catch (DynamoError e) {
                compiled.add(e);
            }
        }
        boolean reads = compiled.stream().anyMatch(Statement.Select.class::isInstance);
        boolean changes = compiled.stream().anyMatch(
                one -> one instanceof Statement && !(one instanceof Statement.Select));
        if (reads && changes) {
            throw DynamoError.validation("Read and write requests together in the same batch is not supported.");
        }
        checkDuplicates(compiled, request.parts);
        JsonOutput answer = new JsonOutput().beginObject().name("Responses").beginArray();
        Usages used = new Usages();
        for (int i = 0; i < compiled.size(); i++) {
            answer.beginObject();
            one(compiled.get(i), request.parts.get(i), request, answer, used);
            answer.endObject();
        }
        answer.endArray();
        used.write(answer, request.returnConsumedCapacity, "");
        context.out.clear().raw(answer.endObject().toString());
    }

    /** No item twice. What a statement cannot say of its key it says again when it runs. */
    private void checkDuplicates(List<Object> compiled, List<Request> parts) {
        Map<String, KeyBatch> named = new HashMap<>();
        Key before = new Key();
        boolean twice = false;
        for (int i = 0; i < compiled.size(); i++) {
            try {
                if (!(compiled.get(i) instanceof Statement statement)) {
                    continue;
                }
                OpenTable table = StatementTarget.open(context, statement.table());
                if (statement instanceof Statement.Select select) {
                    targets.find(select.where(), table.model, parts.get(i), context.key, "");
                } else {
                    targets.prepare(statement, table, parts.get(i), change, context.key);
                }
                KeyBatch keys = named.computeIfAbsent(statement.table(), any -> new KeyBatch());
                for (int j = 0; j < keys.size(); j++) {
                    keys.get(j, before);
                    twice |= before.sameAs(context.key);
                }
                keys.add(context.key);
            } catch (DynamoError e) {
                continue; // it is this statement's own answer
            }
        }
        if (twice) {
            throw DynamoError.validation("Provided list of item keys contains duplicates");
        }
    }

    private static void checkParts(Constraints constraints, Request request, String at, int most) {
        constraints.notNull(request.parts, at);
        if (request.parts != null) {
            constraints.length("[]", request.parts.size(), at, 1, most);
            for (int i = 0; i < request.parts.size(); i++) {
                member(constraints, request.parts.get(i), at + "." + (i + 1) + ".member.");
            }
        }
        constraints.oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", ItemOperations.CAPACITY).check();
    }

    private void one(Object compiled, Request part, Request whole, JsonOutput out, Usages used) {
        OpenTable ran = null;
        try {
            if (compiled instanceof DynamoError e) {
                throw e;
            }
            Statement statement = (Statement) compiled;
            OpenTable table = StatementTarget.open(context, statement.table());
            if (statement instanceof Statement.Select select) {
                used.add(table, read(select, table, part, out));
            } else if (statement instanceof Statement.Exists) {
                throw DynamoError.validation("EXISTS can only be used in ExecuteTransaction write requests.");
            } else {
                part.returnValuesOnConditionCheckFailure = null; // Amazon's takes it and does nothing with it
                targets.prepare(statement, table, part, change, context.key);
                ran = table;
                used.add(table, write(statement, table, part, whole.returnConsumedCapacity));
                used.add(table, writes.indexes(), 1);
                returned(out, statement, "Item");
            }
            out.name("TableName").value(table.model.name());
        } catch (DynamoError e) {
            String code = e.type() == ErrorType.VALIDATION ? "ValidationError"
                    : e.type().shortName().replace("Exception", "");
            out.name("Error").beginObject().name("Code").value(code).name("Message").value(e.getMessage()).endObject();
            if (ran != null) {
                out.name("TableName").value(ran.model.name());
            }
        }
    }

    /** Reads one item by its key. @return read units */
    private double read(Statement.Select select, OpenTable table, Request part, JsonOutput out) {
        byKey(select, table, part, "BatchExecuteStatement");
        context.throttle.beforeRead(table.model);
        boolean found = context.reader(table.base, part.isConsistent()).get(context.key, context.view);
        int bytes = found ? ItemLayout.size(context.view.value(), 0) : 0;
        if (found && select.selection() == null) {
            context.json.item(out.name("Item"), context.view.value(), 0, context.view.length());
        } else if (found) {
            select.selection().write(item.wrapItem(context.view.value(), 0, context.view.length()), projected.clear());
            context.json.item(out.name("Item"), projected.buffer(), 0, projected.end());
        }
        double units = Capacity.readUnits(bytes, part.isConsistent());
        context.throttle.read(table.model, units);
        return units;
    }

    /** @throws DynamoError if the condition is anything but the key */
    private void byKey(Statement.Select select, OpenTable table, Request part, String operation) {
        String not = String.format(NOT_BY_KEY, operation);
        Condition rest = select.index() == null ? targets.find(select.where(), table.model, part, context.key, not)
                : null;
        if (select.index() != null || rest != null) {
            throw DynamoError.validation(not);
        }
    }

    /** ExecuteTransaction: all statements read, or all write or check. */
    public void transaction(Request request, byte[] body, int offset, int length) {
        checkParts(new Constraints(), request, "transactStatements", Transactions.ACTIONS_MAX);
        checkProblem(request);
        List<Statement> compiled = new ArrayList<>();
        for (int i = 0; i < request.parts.size(); i++) {
            compiled.add(compiled(request, i));
        }
        boolean reads = compiled.stream().anyMatch(Statement.Select.class::isInstance);
        if (reads && !compiled.stream().allMatch(Statement.Select.class::isInstance)) {
            throw DynamoError.validation("ExecuteTransaction API does not support both read and write operations in "
                    + "the same request.");
        }
        if (reads) {
            transactionReads.get(request, i -> select((Statement.Select) compiled.get(i), request, i));
        } else {
            transactions.execute(request, body, offset, length, (i, into, key) -> {
                OpenTable table = StatementTarget.open(context, compiled.get(i).table());
                try {
                    targets.prepare(compiled.get(i), table, request.parts.get(i), into, key);
                } catch (DynamoError e) {
                    if (!e.getMessage().startsWith("Key attribute")) {
                        throw inTransaction(e, i);
                    }
                    into.refuse(e);
                }
                return table;
            });
        }
    }

    private Statement compiled(Request request, int i) {
        try {
            Statement statement = compile(request.parts.get(i), request);
            if (!returning(statement).isEmpty()) {
                throw DynamoError.validation("RETURNING clause is not supported in ExecuteTransaction.");
            }
            if (statement instanceof Statement.Select select && select.index() != null) {
                throw DynamoError.validation("Reads on indices are not supported within transactions.");
            }
            return statement;
        } catch (DynamoError e) {
            throw inTransaction(e, i);
        }
    }

    private static DynamoError inTransaction(DynamoError e, int i) {
        return e.type() != ErrorType.VALIDATION ? e
                : DynamoError.validation("Validation failed in TransactStatements[" + i + "]: " + e.getMessage());
    }

    private TransactionReads.Read select(Statement.Select select, Request request, int i) {
        OpenTable table = StatementTarget.open(context, select.table());
        try {
            byKey(select, table, request.parts.get(i), "ExecuteTransaction");
        } catch (DynamoError e) {
            throw inTransaction(e, i);
        }
        Request part = request.parts.get(i);
        return transactionReads.read(part, table, select.selection());
    }
}
