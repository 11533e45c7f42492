package dev.dyno.dynamo;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.dynamo.control.ControlPlane;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.operation.BatchOperations;
import dev.dyno.dynamo.operation.Context;
import dev.dyno.dynamo.operation.Expiry;
import dev.dyno.dynamo.operation.ItemOperations;
import dev.dyno.dynamo.operation.QueryOperation;
import dev.dyno.dynamo.operation.Replica;
import dev.dyno.dynamo.operation.ScanOperation;
import dev.dyno.dynamo.operation.StatementOperations;
import dev.dyno.dynamo.operation.StreamOperations;
import dev.dyno.dynamo.operation.Throttle;
import dev.dyno.dynamo.operation.Tokens;
import dev.dyno.dynamo.operation.TransactionReads;
import dev.dyno.dynamo.operation.Transactions;
import dev.dyno.dynamo.request.RequestReader;
import dev.dyno.dynamo.table.Catalogue;

/**
 * Executes requests as they come over the wire, for one thread: an operation's name and its JSON in, JSON out.
 *
 * <p>An endpoint keeps a session for each of its workers and maps {@code X-Amz-Target} to the operation's name; what
 * goes wrong is a {@link DynamoError} that knows its status and body.
 */
public final class DynamoSession implements AutoCloseable {

    private final Context context;
    private final ControlPlane control;
    private final RequestReader reader = new RequestReader();
    private final ItemOperations items;
    private final QueryOperation queries;
    private final ScanOperation scans;
    private final BatchOperations batches;
    private final Transactions transactions;
    private final TransactionReads transactionReads;
    private final StatementOperations statements;
    private final Expiry expiry;
    private final StreamOperations streams;

    DynamoSession(Engine engine, Catalogue catalogue, ControlPlane control, Throttle throttle, Replica replica,
            DynamoOptions options) {
        this.context = new Context(engine, catalogue, options, throttle, replica);
        this.control = control;
        this.items = new ItemOperations(context);
        this.queries = new QueryOperation(context);
        this.scans = new ScanOperation(context);
        this.batches = new BatchOperations(context);
        this.transactions = new Transactions(context);
        this.transactionReads = new TransactionReads(context);
        this.statements = new StatementOperations(context, transactions, transactionReads);
        this.expiry = new Expiry(context);
        this.streams = new StreamOperations(context, expiry);
    }

    /**
     * Executes one request.
     *
     * @param operation {@code PutItem}, without the service's prefix
     * @return the answer: valid until the next call
     * @throws DynamoError for every answer that is not a success, also where the engine cannot do it
     */
    public JsonOutput execute(String operation, byte[] body, int offset, int length) {
        context.begin();
        try {
            if (!onItems(operation, body, offset, length) && !onTables(operation, body, offset, length)
                    && !onStreams(operation, body, offset, length)
                    && !control.settings(operation, body, offset, length, context.out())
                    && !control.backups(operation, body, offset, length, context.out())) {
                throw new DynamoError(ErrorType.UNKNOWN_OPERATION, "");
            }
            return context.out();
        } catch (EngineException e) {
            throw Context.unavailable(e);
        } finally {
            context.end();
        }
    }

    private boolean onItems(String operation, byte[] body, int offset, int length) {
        switch (operation) {
            case "PutItem" -> items.put(reader.read(body, offset, length));
            case "GetItem" -> items.get(reader.read(body, offset, length));
            case "UpdateItem" -> items.update(reader.read(body, offset, length));
            case "Query" -> queries.query(reader.read(body, offset, length));
            case "Scan" -> scans.scan(reader.read(body, offset, length));
            case "BatchGetItem" -> batches.get(reader.read(body, offset, length));
            case "BatchWriteItem" -> batches.write(reader.read(body, offset, length));
            case "TransactWriteItems" ->
                    transactions.write(reader.read(body, offset, length), body, offset, length);
            case "TransactGetItems" -> transactionReads.get(reader.read(body, offset, length));
            case "ExecuteStatement" -> statements.execute(reader.read(body, offset, length));
            case "BatchExecuteStatement" -> statements.batch(reader.read(body, offset, length));
            case "ExecuteTransaction" ->
                    statements.transaction(reader.read(body, offset, length), body, offset, length);
            case "DeleteItem" -> items.delete(reader.read(body, offset, length));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean onTables(String operation, byte[] body, int offset, int length) {
        switch (operation) {
            case "CreateTable" -> {
                control.create(body, offset, length, context.out());
                context.renewReplica();
            }
            case "DescribeTable" -> control.describe(body, offset, length, context.out());
            case "UpdateTable" -> {
                control.update(body, offset, length, context.out());
                context.renewReplica();
            }
            case "DeleteTable" -> control.delete(body, offset, length, context.out());
            case "ListTables" -> control.list(body, offset, length, context.out());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean onStreams(String operation, byte[] body, int offset, int length) {
        switch (operation) {
            case "ListStreams" -> streams.list(body, offset, length);
            case "DescribeStream" -> streams.describe(body, offset, length);
            case "GetShardIterator" -> streams.iterator(body, offset, length);
            case "GetRecords" -> streams.records(body, offset, length);
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Deletes the items whose time to live is over by the clock of the options, and forgets what is kept for a time
     * only. Whoever runs this for long calls it now and then: an endpoint every second or so, a test when it has moved
     * its clock.
     *
     * @return how many items were deleted
     */
    public int expire() {
        context.begin();
        try {
            return expiry.run();
        } finally {
            context.end();
        }
    }

    /**
     * Back to nothing, at once: deletes every table, protected or not, every backup and every token. Streams of tables
     * that were end with them. For tests that want to begin anew without a restart.
     */
    public void reset() {
        try {
            control.reset();
            new Tokens(context).forgetAll();
        } catch (EngineException e) {
            throw Context.unavailable(e);
        }
    }

    @Override
    public void close() {
        streams.close();
        context.close();
    }
}
