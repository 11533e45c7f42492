package dev.dyno.dynamo.dax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.dynamo.dax.ItemStore.Place;
import dev.dyno.dynamo.dax.Schemas.Schema;
import dev.dyno.dynamo.http.Operations.Caller;
import dev.dyno.dynamo.http.Target;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * BatchGetItem through the item cache: many look-ups, whose misses go on as one call. A batch with anything unusual in
 * it (a strong read, a projection, a key twice) passes by as it is.
 *
 * <p>Threads: one.
 */
final class BatchReads {

    private static final String REQUESTS = "RequestItems";
    private static final int KEYS_MAX = 100;
    /** Stands for an item that upstream did not get to. */
    private static final byte[] LEFT = {0};

    private final Dax dax;
    private final ItemReads items;

    BatchReads(Dax dax, ItemReads items) {
        this.dax = dax;
        this.items = items;
    }

    /** One item that is asked for. @param found JSON, no bytes for a known absence; empty: a miss */
    private record Wanted(String table, Schema schema, JsonNode key, Place place, Optional<byte[]> found) {
    }

    /** The answer from memory if all of it is known, or {@link Caller#UNKNOWN}. */
    byte[] known(JsonNode request) {
        List<Wanted> wanted = wanted(request, false);
        if (wanted.isEmpty() || wanted.stream().anyMatch(one -> one.found.isEmpty())) {
            return Caller.UNKNOWN;
        }
        dax.counts().itemHits.add(wanted.size());
        ObjectNode answer = Json.object();
        ObjectNode responses = answer.putObject("Responses");
        wanted.forEach(one -> give(responses, one));
        answer.putObject("UnprocessedKeys");
        return Json.write(answer);
    }

    private static void give(ObjectNode responses, Wanted one) {
        ArrayNode list = responses.withArrayProperty(one.table);
        one.found.filter(item -> item.length > 0).ifPresent(item -> list.add(Json.read(item)));
    }

    /** Everything that is asked for, looked up; empty for a batch that passes by. */
    private List<Wanted> wanted(JsonNode request, boolean mayWait) {
        List<Wanted> wanted = new ArrayList<>();
        Set<List<Object>> places = new HashSet<>();
        if (request.size() != 1) {
            return List.of();
        }
        for (var table : request.path(REQUESTS).properties()) {
            Optional<Schema> schema = mayWait ? dax.schemas().of(table.getKey()) : dax.schemas().known(table.getKey());
            JsonNode asked = table.getValue();
            int plainMembers = asked.has("ConsistentRead") ? 2 : 1;
            if (schema.isEmpty() || ItemReads.isStrong(asked) || asked.size() != plainMembers) {
                return List.of();
            }
            for (JsonNode key : asked.path("Keys")) {
                Optional<byte[]> bytes = key.size() == schema.get().keyNames().size()
                        ? Schemas.place(schema.get(), key) : Optional.empty();
                if (bytes.isEmpty() || !places.add(List.of(table.getKey(), ByteBuffer.wrap(bytes.get())))) {
                    return List.of();
                }
                Place place = Place.of(schema.get().id(), bytes.get());
                wanted.add(new Wanted(table.getKey(), schema.get(), key, place, items.read(place)));
            }
        }
        return wanted.size() > KEYS_MAX ? List.of() : wanted;
    }

    /** Asks upstream for the misses, and keeps what it says. */
    byte[] ask(Target target, byte[] body) {
        List<Wanted> wanted = wanted(Json.read(body), true);
        if (wanted.isEmpty()) {
            return dax.upstream().ask(target, body);
        }
        List<Wanted> misses = wanted.stream().filter(one -> one.found.isEmpty()).toList();
        dax.counts().itemHits.add(wanted.size() - misses.size());
        dax.counts().itemMisses.add(misses.size());
        long[] tokens = misses.stream().mapToLong(one -> dax.items().beginFill(one.place)).toArray();
        ObjectNode question = Json.object();
        misses.forEach(one -> question.withObjectProperty(REQUESTS).withObjectProperty(one.table)
                .withArrayProperty("Keys").add(one.key));
        ObjectNode answer = misses.isEmpty() ? Json.object()
                : (ObjectNode) Json.read(dax.upstream().ask(target, Json.write(question)));
        fill(misses, tokens, answer);
        ObjectNode responses = answer.withObjectProperty("Responses");
        wanted.stream().filter(one -> one.found.isPresent()).forEach(one -> give(responses, one));
        answer.withObjectProperty("UnprocessedKeys");
        return Json.write(answer);
    }

    /** Items that came are known, and so is the absence of those that did not, unless they were left for later. */
    private void fill(List<Wanted> misses, long[] tokens, JsonNode answer) {
        Map<ByteBuffer, byte[]> came = new LinkedHashMap<>();
        for (int i = 0; i < misses.size(); i++) {
            Wanted miss = misses.get(i);
            if (i == 0 || !miss.table.equals(misses.get(i - 1).table)) {
                came.clear();
                for (JsonNode item : answer.path("Responses").path(miss.table)) {
                    Schemas.place(miss.schema, item).ifPresent(at -> came.put(ByteBuffer.wrap(at), Json.write(item)));
                }
                for (JsonNode left : answer.path("UnprocessedKeys").path(miss.table).path("Keys")) {
                    Schemas.place(miss.schema, left).ifPresent(at -> came.put(ByteBuffer.wrap(at), LEFT));
                }
            }
            byte[] item = came.getOrDefault(ByteBuffer.wrap(miss.place.bytes()), Caller.UNKNOWN);
            if (item != LEFT) {
                dax.items().fill(miss.place, tokens[i], item);
            }
        }
    }
}
