package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.dynamo.http.Operations;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;

/** Decides what becomes of a request: answered from memory, written through, or passed by. Confined to a thread. */
final class DaxCaller implements Operations.Caller {

    private final Dax dax;
    private final ItemReads reads;
    private final BatchReads batches;
    private final ResultReads results;
    private final Writes writes;

    DaxCaller(Dax dax, EntryCopy copy) {
        this.dax = dax;
        reads = new ItemReads(dax, copy);
        batches = new BatchReads(dax, reads);
        results = new ResultReads(dax, copy);
        writes = new Writes(dax);
    }

    @Override
    public byte[] known(Target target, byte[] request) {
        if (!Dax.isCached(target)) {
            return UNKNOWN;
        }
        JsonNode json = Json.read(request);
        return switch (target.operation()) {
            case "GetItem" -> reads.known(json);
            case "BatchGetItem" -> batches.known(json);
            default -> results.known(target.operation(), json);
        };
    }

    @Override
    public byte[] call(Target target, byte[] request) {
        try {
            return switch (target.service()) {
                case DYNAMODB -> answer(target, request);
                case STREAMS -> dax.upstream().ask(target, request);
                case DYNO -> throw WireError.unknownOperation(); // it would not know what it still has
            };
        } catch (Upstream.UnknownOutcomeException e) {
            dax.counts().errors.increment();
            throw WireError.unavailable("The endpoint behind this accelerator did not answer");
        } catch (WireError e) {
            dax.counts().errors.increment();
            throw e;
        }
    }

    private byte[] answer(Target target, byte[] request) {
        return switch (target.operation()) {
            case "GetItem" -> reads.ask(target, request);
            case "BatchGetItem" -> batches.ask(target, request);
            case "Query", "Scan" -> results.ask(target, request);
            case "PutItem", "DeleteItem", "UpdateItem" -> writes.one(target, request);
            case "BatchWriteItem" -> writes.batch(target, request);
            case "TransactWriteItems" -> writes.transaction(target, request);
            case "CreateTable", "UpdateTable", "DeleteTable" -> {
                try {
                    yield dax.upstream().ask(target, request);
                } finally {
                    dax.schemas().forget(Json.read(request).path("TableName").asText());
                }
            }
            default -> dax.upstream().ask(target, request);
        };
    }

    @Override
    public void close() {
        // owns nothing but memory
    }
}
