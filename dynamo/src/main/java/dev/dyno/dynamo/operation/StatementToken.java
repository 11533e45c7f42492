package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.ItemReader;
import dev.dyno.dynamo.json.JsonInput;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.TableModel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * {@code NextToken} of a SELECT: in which of its partitions the next page begins and behind which key, with a hash of
 * the statement, its parameters and the table, because it is good for these only. The limit may change. Confined to a
 * thread.
 */
final class StatementToken {

    private static final int VERSION = 1;

    private final ItemWriter scratch = new ItemWriter();
    private final Value value = new Value();

    /** What a token is bound to. */
    long hash(Request request, TableModel table) {
        scratch.clear();
        scratch.string(request.statement);
        scratch.string(table.id());
        request.parameters.forEach(place -> scratch.copy(value.wrap(request.arena.buffer(), place)));
        return Bytes.hash(scratch.buffer(), 0, scratch.end());
    }

    String write(long hash, int partition, String lastKey) {
        byte[] json = new JsonOutput().beginObject().name("version").value(VERSION).name("hash").value(hash)
                .name("partition").value(partition).name("key").raw(lastKey).endObject().toString()
                .getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(json);
    }

    /**
     * Reads a request's token; its key becomes the request's start key.
     *
     * @return the partition in which to go on
     * @throws DynamoError if it is no token, or another request's
     */
    int read(Request request, long hash) {
        int partition = -1;
        boolean same = false;
        boolean known = false;
        try {
            byte[] json = Base64.getDecoder().decode(request.nextToken);
            try (JsonInput in = new JsonInput(json, 0, json.length)) {
                for (String name = in.field(); name != null; name = in.field()) {
                    switch (name) {
                        case "version" -> known = in.number("Long") == VERSION;
                        case "hash" -> same = in.number("Long") == hash;
                        case "partition" -> partition = (int) in.number("Integer");
                        case "key" -> {
                            request.startKey = new ItemReader(request.arena).item(in);
                            request.startKeyEnd = request.arena.end();
                        }
                        default -> in.skip();
                    }
                }
                in.end();
            }
        } catch (IllegalArgumentException | DynamoError e) {
            throw invalid();
        }
        if (!known || partition < 0 || request.startKey == Request.NONE) {
            throw invalid();
        }
        if (!same) {
            throw mismatch();
        }
        return partition;
    }

    private static DynamoError invalid() {
        return DynamoError.validation("Invalid NextToken");
    }

    static DynamoError mismatch() {
        return DynamoError.validation("NextToken does not match request");
    }
}
