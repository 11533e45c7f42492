package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.cache.store.EntryCopy;
import dev.dyno.dynamo.dax.ItemStore.Place;
import dev.dyno.dynamo.dax.Schemas.Schema;
import dev.dyno.dynamo.http.Operations.Caller;
import dev.dyno.dynamo.http.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GetItem through the item cache. Whole items are asked for and kept; what a projection leaves is taken on the way out.
 *
 * <p>Threads: one.
 */
final class ItemReads {

    private static final byte[] ITEM = "{\"Item\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_ITEM = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> MEMBERS = Set.of("TableName", "Key", "ConsistentRead", "ProjectionExpression",
            "ExpressionAttributeNames", "ReturnConsumedCapacity");
    private static final List<String> PROJECTION = List.of("ProjectionExpression", "ExpressionAttributeNames");

    private final Dax dax;
    private final EntryCopy copy;

    ItemReads(Dax dax, EntryCopy copy) {
        this.dax = dax;
        this.copy = copy;
    }

    /** The answer from memory, or {@link Caller#UNKNOWN}. */
    byte[] known(JsonNode request) {
        Optional<Schema> schema = dax.schemas().known(request.path("TableName").asText());
        Optional<Place> place = schema.flatMap(table -> place(table, request));
        if (place.isEmpty() || !passes(request)) {
            return Caller.UNKNOWN;
        }
        Optional<byte[]> item = dax.items().read(place.get(), copy);
        Optional<Projection> projection = Projection.of(request);
        if (item.isEmpty() || projection.isEmpty()) {
            return Caller.UNKNOWN;
        }
        dax.counts().itemHits.increment();
        return answer(item.get(), projection.get(), request);
    }

    /** Whether a request may be answered from memory, and what is learned from its answer kept. */
    private boolean passes(JsonNode request) {
        if (isStrong(request)) {
            return false;
        }
        for (var member : request.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                return false;
            }
        }
        return !isProjected(request) || dax.isAccepted(Projection.text(request));
    }

    static boolean isStrong(JsonNode request) {
        JsonNode strong = request.path("ConsistentRead");
        return !strong.isMissingNode() && !(strong.isBoolean() && !strong.asBoolean());
    }

    static boolean isProjected(JsonNode request) {
        return request.has("ProjectionExpression") || request.has("ExpressionAttributeNames")
                || request.has("AttributesToGet");
    }

    private static Optional<Place> place(Schema schema, JsonNode request) {
        JsonNode key = request.path("Key");
        return key.size() != schema.keyNames().size() ? Optional.empty()
                : Schemas.place(schema, key).map(bytes -> Place.of(schema.id(), bytes));
    }

    private static byte[] answer(byte[] item, Projection projection, JsonNode request) {
        JsonNode capacity = request.path("ReturnConsumedCapacity");
        if (projection.isAll() && capacity.isMissingNode()) {
            return item.length == 0 ? NO_ITEM : wrapped(item);
        }
        ObjectNode answer = Json.object();
        if (item.length > 0) {
            answer.set("Item", projection.of((ObjectNode) Json.read(item)));
        }
        if (capacity.asText().equals("TOTAL") || capacity.asText().equals("INDEXES")) {
            // Nothing was consumed: the table was not asked.
            answer.putObject("ConsumedCapacity").put("TableName", request.path("TableName").asText())
                    .put("CapacityUnits", 0);
        }
        return Json.write(answer);
    }

    private static byte[] wrapped(byte[] item) {
        byte[] answer = new byte[ITEM.length + item.length + 1];
        System.arraycopy(ITEM, 0, answer, 0, ITEM.length);
        System.arraycopy(item, 0, answer, ITEM.length, item.length);
        answer[answer.length - 1] = '}';
        return answer;
    }

    /** Asks upstream, and keeps what it says where the rules allow. */
    byte[] ask(Target target, byte[] body) {
        JsonNode request = Json.read(body);
        Optional<Schema> schema = isStrong(request) || !request.path("TableName").isTextual() ? Optional.empty()
                : dax.schemas().of(request.path("TableName").asText());
        Optional<Place> place = schema.flatMap(table -> place(table, request));
        if (place.isEmpty() || !passes(request)) {
            byte[] answer = dax.upstream().ask(target, body);
            if (isProjected(request)) {
                dax.accept(Projection.text(request));
            }
            return answer;
        }
        dax.counts().itemMisses.increment();
        Optional<Projection> projection = Projection.of(request);
        if (projection.isEmpty()) {
            return dax.upstream().ask(target, body);
        }
        ObjectNode whole = ((ObjectNode) request).deepCopy().without(PROJECTION);
        return request.has("ReturnConsumedCapacity") ? counted(target, place.get(), whole, projection.get())
                : answer(item(target, place.get(), whole), projection.get(), request);
    }

    /** The item from upstream, shared with others who ask for it now. */
    private byte[] item(Target target, Place place, JsonNode request) {
        long token = dax.items().beginFill(place);
        return dax.options().coalesces()
                ? dax.flights().ask(place, token, () -> fetch(target, place, token, request))
                : fetch(target, place, token, request);
    }

    private byte[] fetch(Target target, Place place, long token, JsonNode request) {
        JsonNode item = Json.read(dax.upstream().ask(target, Json.write(request))).path("Item");
        byte[] json = item.isObject() ? Json.write(item) : Caller.UNKNOWN;
        dax.items().fill(place, token, json);
        return json;
    }

    /** Alone, because the answer says what was consumed. */
    private byte[] counted(Target target, Place place, JsonNode request, Projection projection) {
        long token = dax.items().beginFill(place);
        JsonNode answer = Json.read(dax.upstream().ask(target, Json.write(request)));
        JsonNode item = answer.path("Item");
        dax.items().fill(place, token, item.isObject() ? Json.write(item) : Caller.UNKNOWN);
        if (item.isObject()) {
            ((ObjectNode) answer).set("Item", projection.of((ObjectNode) item));
        }
        return Json.write(answer);
    }

    /** Looks for one item of a batch. */
    Optional<byte[]> read(Place place) {
        return dax.items().read(place, copy);
    }
}
