package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.dynamo.dax.ItemStore.Ended;
import dev.dyno.dynamo.dax.ItemStore.Place;
import dev.dyno.dynamo.dax.Schemas.Schema;
import dev.dyno.dynamo.http.Operations.Caller;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes go to upstream first. When it has written, the item cache knows the item before the caller hears of it; when
 * it has refused, nothing changes; when nobody knows, nothing is known.
 *
 * <p>Threads: one.
 */
final class Writes {

    private static final int CLIENT_FAULT = 400;
    private static final int SERVER_FAULT = 500;

    private final Dax dax;

    Writes(Dax dax) {
        this.dax = dax;
    }

    /**
     * One item that is written.
     *
     * @param image the item afterwards, if the request says it; no bytes for none
     */
    private record Write(Place place, Optional<byte[]> image) {
    }

    /** PutItem, DeleteItem, UpdateItem. */
    byte[] one(Target target, byte[] body) {
        JsonNode request = Json.read(body);
        boolean put = target.operation().equals("PutItem");
        JsonNode attributes = request.path(put ? "Item" : "Key");
        Optional<Write> write = write(request.path("TableName"), attributes,
                put ? Optional.of(Json.write(Json.normal(attributes)))
                        : target.operation().equals("DeleteItem") ? Optional.of(Caller.UNKNOWN) : Optional.empty());
        if (write.isEmpty()) {
            return dax.upstream().ask(target, body);
        }
        return target.operation().equals("UpdateItem") ? update(target, (ObjectNode) request, write.get().place)
                : through(target, body, List.of(write.get()));
    }

    private Optional<Write> write(JsonNode table, JsonNode attributes, Optional<byte[]> image) {
        Optional<Schema> schema = table.isTextual() ? dax.schemas().of(table.asText()) : Optional.empty();
        return schema.flatMap(known -> Schemas.place(known, attributes)
                .map(bytes -> new Write(Place.of(known.id(), bytes), image)));
    }

    private byte[] through(Target target, byte[] body, List<Write> writes) {
        long[] tokens = writes.stream().mapToLong(write -> dax.items().beginWrite(write.place)).toArray();
        Ended ended = Ended.UNKNOWN;
        try {
            byte[] answer = dax.upstream().ask(target, body);
            ended = Ended.KNOWN;
            return answer;
        } catch (WireError e) {
            ended = refused(e);
            throw e;
        } finally {
            for (int i = 0; i < tokens.length; i++) {
                Optional<byte[]> image = writes.get(i).image;
                Ended each = ended == Ended.KNOWN && image.isEmpty() ? Ended.UNKNOWN : ended;
                dax.items().endWrite(writes.get(i).place, tokens[i], each, image.orElse(Caller.UNKNOWN));
            }
        }
    }

    private static Ended refused(WireError error) {
        return error.status() >= CLIENT_FAULT && error.status() < SERVER_FAULT ? Ended.REFUSED : Ended.UNKNOWN;
    }

    /** The new image is asked for where the caller's own wish allows, else the next reader fetches the item. */
    private byte[] update(Target target, ObjectNode request, Place place) {
        String wish = request.path("ReturnValues").asText("NONE");
        if (!wish.equals("NONE") && !wish.equals("ALL_NEW")) {
            return through(target, Json.write(request), List.of(new Write(place, Optional.empty())));
        }
        long token = dax.items().beginWrite(place);
        Ended ended = Ended.UNKNOWN;
        byte[] image = Caller.UNKNOWN;
        try {
            ObjectNode answer = (ObjectNode) Json.read(dax.upstream().ask(target,
                    Json.write(request.deepCopy().put("ReturnValues", "ALL_NEW"))));
            JsonNode attributes = answer.path("Attributes");
            if (attributes.isObject()) {
                image = Json.write(attributes);
                ended = Ended.KNOWN;
            }
            return Json.write(wish.equals("NONE") ? answer.without("Attributes") : answer);
        } catch (WireError e) {
            ended = refused(e);
            throw e;
        } finally {
            dax.items().endWrite(place, token, ended, image);
        }
    }

    /** What upstream left for later was not written. */
    byte[] batch(Target target, byte[] body) {
        List<Write> writes = new ArrayList<>();
        Set<JsonNode> requests = new HashSet<>();
        for (var table : Json.read(body).path("RequestItems").properties()) {
            JsonNode name = Json.object().put("n", table.getKey()).path("n");
            for (JsonNode request : table.getValue()) {
                JsonNode put = request.path("PutRequest").path("Item");
                Optional<Write> write = put.isObject()
                        ? write(name, put, Optional.of(Json.write(Json.normal(put))))
                        : write(name, request.path("DeleteRequest").path("Key"), Optional.of(Caller.UNKNOWN));
                if (write.isEmpty() || !requests.add(request)) {
                    return passed(target, body, writes);
                }
                writes.add(write.get());
            }
        }
        long[] tokens = writes.stream().mapToLong(write -> dax.items().beginWrite(write.place)).toArray();
        Ended ended = Ended.UNKNOWN;
        boolean all = false;
        try {
            byte[] answer = dax.upstream().ask(target, body);
            all = Json.read(answer).path("UnprocessedItems").isEmpty();
            ended = Ended.KNOWN;
            return answer;
        } catch (WireError e) {
            ended = refused(e);
            throw e;
        } finally {
            for (int i = 0; i < tokens.length; i++) {
                dax.items().endWrite(writes.get(i).place, tokens[i],
                        ended == Ended.KNOWN && !all ? Ended.UNKNOWN : ended,
                        writes.get(i).image.orElse(Caller.UNKNOWN));
            }
        }
    }

    /** A batch that upstream will refuse as a whole; should it not, what is written is not known. */
    private byte[] passed(Target target, byte[] body, List<Write> writes) {
        return through(target, body, writes.stream().map(write -> new Write(write.place, Optional.empty())).toList());
    }

    /** Items that a transaction updates are fetched again by their next reader. */
    byte[] transaction(Target target, byte[] body) {
        List<Write> writes = new ArrayList<>();
        for (JsonNode action : Json.read(body).path("TransactItems")) {
            JsonNode put = action.path("Put");
            JsonNode delete = action.path("Delete");
            JsonNode update = action.path("Update");
            Optional<Write> write = put.isObject()
                    ? write(put.path("TableName"), put.path("Item"),
                            Optional.of(Json.write(Json.normal(put.path("Item")))))
                    : delete.isObject()
                    ? write(delete.path("TableName"), delete.path("Key"), Optional.of(Caller.UNKNOWN))
                    : write(update.path("TableName"), update.path("Key"), Optional.empty());
            write.ifPresent(writes::add);
        }
        return through(target, body, writes);
    }
}
