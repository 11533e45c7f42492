package dev.dyno.dynamo;

import dev.dyno.api.Engine;
import dev.dyno.dynamo.control.ControlPlane;
import dev.dyno.dynamo.operation.IndexCheck;
import dev.dyno.dynamo.operation.Replica;
import dev.dyno.dynamo.operation.Throttle;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.typed.Items;

/**
 * DynamoDB on an engine:
 *
 * <pre>{@code
 * try (Engine engine = Engines.named("btree").open(EngineConfig.at(directory));
 *         Dynamo dynamo = Dynamo.open(engine);
 *         DynamoSession session = dynamo.openSession()) {
 *     JsonOutput answer = session.execute("PutItem", body, 0, body.length);
 * }
 * }</pre>
 *
 * <p>The engine may be a stack of layers: with {@code streams} uppermost tables can have streams, with {@code cache} in
 * it reads that are not consistent are those of an accelerator. What the engine promises is what is promised here:
 * nothing acknowledged is lost at the engine's durability, and a change of an item and of its indexes is one batch.
 *
 * <p>Threads: any. Requests go through sessions, each confined to a thread.
 */
public final class Dynamo implements AutoCloseable {

    private final Engine engine;
    private final DynamoOptions options;
    private final Catalogue catalogue;
    private final ControlPlane control;
    private final Throttle throttle;
    private final Replica replica;

    private Dynamo(Engine engine, DynamoOptions options) {
        this.engine = engine;
        this.options = options;
        this.replica = new Replica(engine, options.clock(), options.replicationMillis());
        this.catalogue = Catalogue.open(engine);
        this.throttle = new Throttle(options.throttled(), options.clock());
        this.control = new ControlPlane(engine, catalogue, options);
    }

    /** With the options that most want. The engine stays the caller's, who closes it after this. */
    public static Dynamo open(Engine engine) {
        return open(engine, DynamoOptions.STANDARD);
    }

    /** @throws IllegalArgumentException for options that the engine cannot have */
    public static Dynamo open(Engine engine, DynamoOptions options) {
        return new Dynamo(engine, options);
    }

    /** A session for the calling thread. It owns buffers: keep it, do not open one per request. */
    public DynamoSession openSession() {
        return new DynamoSession(engine, catalogue, control, throttle, replica, options);
    }

    /** Items in Java's types, for the calling thread. */
    public Items openItems() {
        return new Items(openSession());
    }

    /** Proves that every index is what its table's items make of it: see {@link IndexCheck}. */
    public IndexCheck.Report checkIndexes() {
        return new IndexCheck(engine, catalogue).run();
    }

    public Engine engine() {
        return engine;
    }

    public DynamoOptions options() {
        return options;
    }

    /** Close the sessions first, the engine afterwards. A process that ends without it loses nothing. */
    @Override
    public void close() {
        replica.close();
    }
}
