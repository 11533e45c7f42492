package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.Condition;
import dev.dyno.dynamo.expression.Statement;
import dev.dyno.dynamo.expression.WhereTerms;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.TableModel;
import java.util.List;

/**
 * The item that a statement names by its whole key, and the change that the statement makes of it. Confined to a
 * thread.
 */
final class StatementTarget {

    private final Keys keys = new Keys();
    private final Value value = new Value();

    /** Opens a statement's table, whose name is checked in the words of statements. */
    static OpenTable open(Context context, String name) {
        if (!name.startsWith("arn:") && !name.matches("[a-zA-Z0-9_.-]{3,255}")) {
            throw DynamoError.validation("Table name should be within the length [3, 255] and only contain 'a-z', "
                    + "'A-Z', '0-9', '-', '_', '.'.");
        }
        return context.open(name);
    }

    /**
     * Finds the key in a condition and writes it into the request's arena, as {@link Request#key}.
     *
     * @param out the key: valid as long as the arena is unchanged
     * @return what the condition asks besides; null for nothing
     * @throws DynamoError with {@code orElse} if a key attribute is not said to equal a value
     */
    Condition find(Condition where, TableModel table, Request request, Key out, String orElse) {
        WhereTerms terms = WhereTerms.of(where);
        List<KeyAttribute> attributes = table.keys().attributes();
        int[] found = new int[attributes.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = terms.equal(attributes.get(i).name());
            if (found[i] < 0) {
                throw DynamoError.validation(orElse);
            }
            checkTypes(terms, attributes.get(i), request);
        }
        request.key = request.arena.beginItem();
        for (int i = 0; i < found.length; i++) {
            int place = terms.values(found[i], attributes.get(i).name()).getFirst();
            request.arena.name(attributes.get(i).name());
            request.arena.copy(value.wrap(request.arena.buffer(), place));
        }
        request.arena.endItem();
        request.keyEnd = request.arena.end();
        keys.ofKey(value.wrapItem(request.arena.buffer(), request.key, request.keyEnd - request.key), table, out);
        return terms.without(found);
    }

    /** @throws DynamoError if a key attribute is compared with a value of another type */
    void checkTypes(WhereTerms terms, KeyAttribute key, Request request) {
        for (int place : terms.compared(key.name())) {
            if (value.wrap(request.arena.buffer(), place).type() != key.type()) {
                throw wrongType(key);
            }
            if (value.length() == 0) {
                throw DynamoError.validation("One or more parameter values are not valid. The AttributeValue for a key "
                        + "attribute cannot contain an empty " + (key.type() == Types.B ? "binary" : "string")
                        + " value. Key: " + key.name());
            }
        }
    }

    private static DynamoError wrongType(KeyAttribute key) {
        return DynamoError.validation("Key attribute's data type should match its data type in table's schema: Key "
                + key.name());
    }

    /**
     * Prepares the change of a statement that writes.
     *
     * @param change filled: its condition is the statement's, and that there is an item, or none
     * @param out its key: valid as long as the request
     */
    void prepare(Statement statement, OpenTable table, Request request, Change change, Key out) {
        String hash = table.model.keys().hash().name();
        String incomplete = "Where clause does not contain a mandatory equality on all key attributes";
        switch (statement) {
            case Statement.Insert insert -> {
                request.item = insert.item();
                request.itemEnd = insert.end();
                change.begin(Change.Kind.PUT, table.model, request);
                change.condition = WhereTerms.ofMissing(hash);
                checkItem(table.model, request);
                keys.ofItem(value.wrapItem(request.arena.buffer(), request.item, request.itemEnd - request.item),
                        table.model, out);
                ItemOperations.checkSize(request);
            }
            case Statement.Change update -> {
                Condition rest = find(update.where(), table.model, request, out, incomplete);
                change.begin(Change.Kind.UPDATE, table.model, request);
                change.condition = WhereTerms.ofExisting(hash, rest);
                change.update = update.update();
                ItemOperations.checkKeysUntouched(table, change.update);
            }
            case Statement.Delete delete -> {
                Condition rest = find(delete.where(), table.model, request, out, incomplete);
                change.begin(Change.Kind.DELETE, table.model, request);
                change.condition = WhereTerms.ofMissingOr(hash, rest);
            }
            case Statement.Exists exists -> {
                String not = "EXISTS() must contain a single item read with additional condition";
                Condition rest = find(exists.where(), table.model, request, out, not);
                if (rest == null || exists.select().index() != null) {
                    throw DynamoError.validation(not);
                }
                change.begin(Change.Kind.CHECK, table.model, request);
                change.condition = WhereTerms.ofExisting(hash, rest);
            }
            case Statement.Select select -> throw new IllegalStateException("not a write: table=" + select.table());
        }
    }

    private void checkItem(TableModel table, Request request) {
        Value item = new Value().wrapItem(request.arena.buffer(), request.item, request.itemEnd - request.item);
        for (KeyAttribute key : table.keys().attributes()) {
            if (!item.find(key.utf8(), value)) {
                throw DynamoError.validation("Key attribute should be present in the item: Key " + key.name());
            }
            if (value.type() != key.type()) {
                throw wrongType(key);
            }
        }
    }
}
