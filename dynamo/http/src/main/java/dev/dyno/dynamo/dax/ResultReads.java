package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.dynamo.dax.ItemStore.Place;
import dev.dyno.dynamo.dax.Schemas.Schema;
import dev.dyno.dynamo.http.Operations.Caller;
import dev.dyno.dynamo.http.Target;
import java.util.Optional;

/**
 * Query and Scan through the query cache. It knows nothing of items: a write leaves cached results as they are, only
 * age and eviction end them.
 *
 * <p>Threads: one.
 */
final class ResultReads {

    private final Dax dax;
    private final EntryCopy copy;

    ResultReads(Dax dax, EntryCopy copy) {
        this.dax = dax;
        this.copy = copy;
    }

    /** The answer from memory, or {@link Caller#UNKNOWN}. */
    byte[] known(String operation, JsonNode request) {
        Optional<Schema> schema = dax.schemas().known(request.path("TableName").asText());
        Optional<Place> place = schema.flatMap(table -> place(table, operation, request));
        Optional<byte[]> result = place.flatMap(known -> dax.results().read(known, copy));
        result.ifPresent(hit -> dax.counts().result(operation.equals("Scan"), true));
        return result.orElse(Caller.UNKNOWN);
    }

    private static Optional<Place> place(Schema schema, String operation, JsonNode request) {
        return ItemReads.isStrong(request) ? Optional.empty()
                : Question.of(operation, request).map(bytes -> Place.of(schema.id(), bytes));
    }

    /** Asks upstream and keeps the result, empty or not. */
    byte[] ask(Target target, byte[] body) {
        JsonNode request = Json.read(body);
        Optional<Schema> schema = request.path("TableName").isTextual()
                ? dax.schemas().of(request.path("TableName").asText()) : Optional.empty();
        Optional<Place> place = schema.flatMap(table -> place(table, target.operation(), request));
        if (place.isEmpty()) {
            return dax.upstream().ask(target, body);
        }
        dax.counts().result(target.operation().equals("Scan"), false);
        long token = dax.results().beginFill(place.get());
        byte[] answer = dax.options().coalesces()
                ? dax.flights().ask(place.get(), token, () -> dax.upstream().ask(target, body))
                : dax.upstream().ask(target, body);
        dax.results().fill(place.get(), token, answer);
        return answer;
    }
}
