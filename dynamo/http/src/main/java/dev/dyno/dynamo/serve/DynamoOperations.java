package dev.dyno.dynamo.serve;

import dev.dyno.api.Durability;
import dev.dyno.dynamo.Dynamo;
import dev.dyno.dynamo.DynamoSession;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.http.Operations;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;
import dev.dyno.dynamo.json.JsonOutput;
import java.util.Arrays;
import java.util.Set;

/** The API on an engine, as an endpoint wants it: a session for each thread that serves. */
public final class DynamoOperations implements Operations {

    private static final Set<String> STREAMS =
            Set.of("ListStreams", "DescribeStream", "GetShardIterator", "GetRecords");
    private static final byte[] NOTHING = {'{', '}'};
    /** Work on few items: microseconds where no sync is waited for. */
    private static final Set<String> SHORT = Set.of("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query",
            "BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems", "GetShardIterator",
            "GetRecords");

    private final Dynamo dynamo;
    private final boolean syncs;

    /** @param durability of writes: the engine's own, where the API does not say otherwise */
    public DynamoOperations(Dynamo dynamo, Durability durability) {
        this.dynamo = dynamo;
        this.syncs = durability == Durability.SYNC;
    }

    @Override
    public boolean waits(Target target) {
        return syncs || !SHORT.contains(target.operation());
    }

    @Override
    public Caller openCaller() {
        return new SessionCaller(dynamo.openSession());
    }

    private record SessionCaller(DynamoSession session) implements Caller {

        @Override
        public byte[] call(Target target, byte[] request) {
            try {
                if (target.equals(Target.RESET)) {
                    session.reset();
                    return NOTHING;
                }
                Target.Service service = STREAMS.contains(target.operation()) ? Target.Service.STREAMS
                        : Target.Service.DYNAMODB;
                if (target.service() != service) {
                    throw new DynamoError(ErrorType.UNKNOWN_OPERATION, "");
                }
                JsonOutput answer = session.execute(target.operation(), request, 0, request.length);
                return Arrays.copyOf(answer.bytes(), answer.length());
            } catch (DynamoError e) {
                throw new WireError(e.status(), e.getMessage(), e.body());
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
