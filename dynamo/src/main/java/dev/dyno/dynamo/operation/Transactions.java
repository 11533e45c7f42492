package dev.dyno.dynamo.operation;

import dev.dyno.api.Capability;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * TransactWriteItems: all items are read at one snapshot and every action decided there; then everything is one batch
 * of the engine, on condition that each item is the one that was seen. If one is not, somebody else changed it
 * meanwhile, and that is a conflict, reported as DynamoDB reports it: nobody waits, nothing is tried in secret.
 * Confined to a thread.
 */
public final class Transactions {

    static final int ACTIONS_MAX = 100;
    private static final int BYTES_MAX = 4 << 20;
    private static final List<String> ACTIONS = List.of("ConditionCheck", "Put", "Delete", "Update");

    private final Context context;
    private final Writes writes;
    private final Tokens tokens;
    private final Keys keys = new Keys();
    private final Value item = new Value();
    private final ItemView view = new ItemView();
    private final List<Action> pool = new ArrayList<>();

    /** One action: its change, where, and what it saw. */
    private static final class Action {
        final Change change = new Change();
        final Key key = new Key();
        OpenTable table;
        long sequence;
        int operation;

        /** Whether it is wrong whatever its item is; then its key means nothing. */
        boolean isInvalid() {
            return change.refusal != null;
        }
    }

    public Transactions(Context context) {
        this.context = context;
        this.writes = new Writes(context);
        this.tokens = new Tokens(context);
    }

    /** Makes the change of a request's part, by its index. */
    interface Preparing {
        /** @return the table that it is of; the change and its key are filled */
        OpenTable prepare(int part, Change change, Key key);
    }

    /** TransactWriteItems. @param body the request's bytes, which a repeated token must come with again */
    public void write(Request request, byte[] body, int offset, int length) {
        check(request);
        execute(request, body, offset, length, (i, change, key) -> prepare(request.parts.get(i), change, key));
    }

    /** Decides and does the changes of a request's parts. */
    void execute(Request request, byte[] body, int offset, int length, Preparing parts) {
        boolean token = request.clientRequestToken != null;
        if (token && tokens.isDone(request.clientRequestToken, body, offset, length)) {
            answerAgain(request, parts);
            return;
        }
        List<Action> actions = prepare(request, parts);
        decide(actions);
        refuse(actions);
        context.batch.clear();
        Usages used = new Usages();
        for (Action action : actions) {
            action.operation = context.batch.size();
            writes.indexes().clear(action.table);
            writes.add(action.table, action.key, action.change, action.sequence);
            used.add(action.table, 2 * Capacity.writeUnits(Math.max(ItemOperations.size(action.change.oldItem()),
                    ItemOperations.size(action.change.newItem()))));
            used.add(action.table, writes.indexes(), 2);
        }
        if (token) {
            tokens.add(request.clientRequestToken);
        }
        long outcome = context.session.commit(context.batch, context.durability());
        Writes.checkKnown(outcome);
        if (outcome == Outcome.CONDITION_FAILED) {
            conflict(actions, request, body, offset, length);
        }
        used.wrote(context.throttle);
        answer(request, used, "Write");
    }

    private static void check(Request request) {
        new Constraints().notNull(request.parts, "transactItems")
                .length(request.parts, request.parts == null ? 0 : request.parts.size(), "transactItems", 1,
                        ACTIONS_MAX)
                .oneOf(request.returnConsumedCapacity, "returnConsumedCapacity", ItemOperations.CAPACITY)
                .length(request.clientRequestToken,
                        request.clientRequestToken == null ? 0 : request.clientRequestToken.length(),
                        "clientRequestToken", 1, 36).check();
        if (!request.problem.isEmpty()) {
            throw DynamoError.validation(request.problem);
        }
        for (Request part : request.parts) {
            if (!ACTIONS.contains(part.action)) {
                throw DynamoError.validation(
                        "TransactItems can only contain one of Check, Put, Update or Delete");
            }
        }
    }

    private List<Action> prepare(Request request, Preparing parts) {
        List<Action> actions = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < request.parts.size(); i++) {
            if (i == pool.size()) {
                pool.add(new Action());
            }
            Action action = pool.get(i);
            action.table = parts.prepare(i, action.change, action.key);
            action.change.wantsOld = true;
            action.change.transactional = true;
            context.throttle.beforeWrite(action.table.model);
            for (Action other : actions) {
                if (!other.isInvalid() && !action.isInvalid() && other.table == action.table
                        && other.key.sameAs(action.key)) {
                    throw DynamoError.validation(
                            "Transaction request cannot include multiple operations on one item");
                }
            }
            actions.add(action);
            Request part = request.parts.get(i);
            bytes += part.item == Request.NONE ? 0 : part.itemEnd - part.item;
        }
        if (bytes > BYTES_MAX) {
            throw DynamoError.validation("Member must have size less than or equal to 4194304");
        }
        return actions;
    }

    private OpenTable prepare(Request part, Change change, Key key) {
        boolean put = part.action.equals("Put");
        Change.Kind kind = switch (part.action) {
            case "Put" -> Change.Kind.PUT;
            case "Delete" -> Change.Kind.DELETE;
            case "Update" -> Change.Kind.UPDATE;
            default -> Change.Kind.CHECK;
        };
        int place = put ? part.item : part.key;
        String member = "transactItems.member." + Character.toLowerCase(part.action.charAt(0))
                + part.action.substring(1) + ".";
        new Constraints().notNull(part.tableName, member + "tableName").name(part.tableName, member + "tableName")
                .notNull(place == Request.NONE ? null : part, member + (put ? "item" : "key"))
                .notNull(kind == Change.Kind.CHECK && part.conditionExpression == null ? null : part,
                        member + "conditionExpression")
                .notNull(kind == Change.Kind.UPDATE && part.updateExpression == null ? null : part,
                        member + "updateExpression").check();
        change.begin(kind, null, part);
        Compiling.compile(context, part, change);
        OpenTable table = context.open(part.tableName);
        change.table = table.model;
        try {
            if (put) {
                keys.ofItem(item.wrapItem(part.arena.buffer(), part.item, part.itemEnd - part.item), table.model, key);
                ItemOperations.checkSize(part);
            } else {
                keys.ofKey(item.wrapItem(part.arena.buffer(), part.key, part.keyEnd - part.key), table.model, key);
            }
        } catch (DynamoError e) {
            if (Keys.isEmptyKey(e)) {
                throw e;
            }
            change.refuse(e);
        }
        return table;
    }

    private void decide(List<Action> actions) {
        if (context.engine.capabilities().contains(Capability.SNAPSHOT)) {
            try (Snapshot snapshot = context.session.snapshot()) {
                actions.forEach(action -> decide(action, action.table.base.at(snapshot)));
            }
        } else {
            actions.forEach(action -> decide(action, action.table.base.strong()));
        }
    }

    private void decide(Action action, Reader reader) {
        if (action.isInvalid()) {
            return;
        }
        reader.get(action.key, view);
        action.sequence = view.sequence();
        action.change.decide(view);
        try {
            ItemOperations.checkKeysUntouched(action.table, action.change.update);
        } catch (DynamoError e) {
            action.change.refuse(e);
        }
    }

    /** @throws DynamoError if an action cannot be done, with the reasons of all */
    private void refuse(List<Action> actions) {
        List<Cancellation> reasons = new ArrayList<>();
        boolean canceled = false;
        for (Action action : actions) {
            if (action.isInvalid() && Keys.isEmptyKey(action.change.refusal)) {
                throw action.change.refusal;
            }
            Cancellation reason = switch (action.change.decision) {
                case FAILED -> isInsert(action)
                        ? new Cancellation("DuplicateItem", "Duplicate primary key exists in table", "")
                        : new Cancellation("ConditionalCheckFailed", "The conditional request failed", shown(action));
                case REFUSED -> new Cancellation("ValidationError", action.change.refusal.getMessage(), "");
                default -> Cancellation.NONE;
            };
            canceled |= reason != Cancellation.NONE;
            reasons.add(reason);
        }
        if (canceled) {
            throw Cancellation.error(reasons);
        }
    }

    /** INSERT, whose only condition is that there is no item. */
    private static boolean isInsert(Action action) {
        return action.change.kind == Change.Kind.PUT && action.change.request.statement != null;
    }

    private String shown(Action action) {
        boolean asked = "ALL_OLD".equals(action.change.request.returnValuesOnConditionCheckFailure);
        if (!asked || !action.change.oldItem().exists()) {
            return "";
        }
        context.json.map(context.out.clear(), action.change.oldItem());
        return context.out.toString();
    }

    private void conflict(List<Action> actions, Request request, byte[] body, int offset, int length) {
        int failed = context.batch.failedIndex();
        if (failed == context.batch.size() - 1 && request.clientRequestToken != null) {
            if (tokens.isDone(request.clientRequestToken, body, offset, length)) {
                return;
            }
            throw Tokens.inProgress();
        }
        List<Cancellation> reasons = new ArrayList<>();
        for (Action action : actions) {
            reasons.add(action.operation == failed
                    ? new Cancellation("TransactionConflict", "Transaction is ongoing for the item", "")
                    : Cancellation.NONE);
        }
        throw Cancellation.error(reasons);
    }

    /** A transaction that was done already is answered with what reading its items takes. */
    private void answerAgain(Request request, Preparing parts) {
        Usages used = new Usages();
        for (Action action : prepare(request, parts)) {
            action.table.base.strong().get(action.key, view);
            int bytes = view.exists() ? ItemLayout.size(view.value(), 0) : 0;
            used.add(action.table, 2 * Capacity.readUnits(bytes, true));
        }
        answer(request, used, "Read");
    }

    private void answer(Request request, Usages used, String kind) {
        JsonOutput out = context.out.clear().beginObject();
        if (request.parts.getFirst().statement != null) {
            out.name("Responses").beginArray().endArray();
        }
        used.write(out, request.returnConsumedCapacity, kind);
        out.endObject();
    }
}
