package dev.dyno.dynamo.operation;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.expression.Scope;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.ItemJson;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.TableModel;
import java.util.HashMap;
import java.util.Map;

/** What the operations of one session share: its handles, flyweights and output. Confined to a thread. */
public final class Context implements AutoCloseable {

    final Engine engine;
    final Catalogue catalogue;
    final DynamoOptions options;
    final Session session;
    final JsonOutput out = new JsonOutput();
    final ItemJson json = new ItemJson();
    final Scope scope = new Scope();
    final Expressed expressed = new Expressed();
    final Throttle throttle;
    final Key key = new Key();
    final ItemView view = new ItemView();
    final Value value = new Value();
    final WriteOptions write = new WriteOptions();
    final WriteBatch batch = new WriteBatch();
    /** Null if reads are of what is now. */
    private final Replica.Hold replica;
    private final Map<String, OpenTable> tables = new HashMap<>();

    public Context(Engine engine, Catalogue catalogue, DynamoOptions options, Throttle throttle,
            Replica replica) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.options = options;
        this.throttle = throttle;
        this.session = engine.openSession();
        this.replica = replica.hold();
    }

    /**
     * Before each request.
     *
     * @throws DynamoError if the engine has no snapshot to give
     */
    public void begin() {
        if (replica != null) {
            try {
                replica.begin(session);
            } catch (EngineException e) {
                throw unavailable(e);
            }
        }
    }

    /** After each request. */
    public void end() {
        if (replica != null) {
            replica.end();
        }
    }

    /** After a change of tables: there is none that the replica does not know. */
    public void renewReplica() {
        if (replica != null) {
            replica.renew();
        }
    }

    boolean isLate() {
        return replica != null;
    }

    /** Where a read goes: past every layer's memory if it is consistent, and else to the replica if there is one. */
    Reader reader(Table table, boolean consistent) {
        if (consistent || replica == null) {
            return consistent ? table.strong() : table;
        }
        try {
            return table.at(replica.snapshot());
        } catch (EngineException.NoSuchTable e) {
            return table; // made meanwhile: the replica has nothing to say of it
        }
    }

    /** The answer of the operation that ran last. */
    public JsonOutput out() {
        return out;
    }

    /** @throws DynamoError if there is no such table, or it is not there yet or any more */
    OpenTable open(String nameOrArn) {
        String name = nameOf(nameOrArn);
        TableModel model = catalogue.table(name);
        if (model == null || model.isDeleting()
                || model.createdMillis() + options.statusMillis() > options.clock().epochMillis()) {
            throw DynamoError.noSuchResource("Requested resource not found");
        }
        OpenTable open = tables.get(name);
        if (open == null || open.model != model) {
            open = new OpenTable(model, session);
            tables.put(name, open);
        }
        return open;
    }

    /** A table is named by its name or by its resource name. */
    static String nameOf(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
    }

    /** The scope over a request's values. */
    void scopeOf(Request request) {
        if (request.values == Request.NONE) {
            scope.noValues();
        } else {
            scope.values(request.arena.buffer(), request.values, request.valuesEnd - request.values);
        }
        scope.arena(request.arena.buffer());
    }

    Durability durability() {
        return options.durability();
    }

    WriteOptions freshWrite() {
        return write.reset().durability(options.durability());
    }

    /** What the engine cannot do, as an answer to a request. */
    public static DynamoError unavailable(EngineException e) {
        return switch (e) {
            case EngineException.NoSuchTable _ -> DynamoError.noSuchResource("Requested resource not found");
            // Not the server's fault: whoever asks again is answered the same.
            case EngineException.Unsupported denied -> DynamoError.validation(denied.getMessage());
            default -> new DynamoError(ErrorType.INTERNAL_SERVER_ERROR, e.getMessage());
        };
    }

    @Override
    public void close() {
        session.close();
    }
}
