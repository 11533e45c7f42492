package dev.dyno.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.bench.api.EndpointKills.Writer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.bag.Bag;
import org.eclipse.collections.api.bag.MutableBag;
import org.eclipse.collections.api.factory.Bags;
import org.eclipse.collections.api.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.api.map.primitive.ObjectIntMap;

/**
 * What an endpoint tells after a kill.
 *
 * @param items of the table by their key: a pair's halves with 0, a counter with its number
 * @param changes the key of each record of the stream
 */
record KillEvidence(ObjectIntMap<String> items, Bag<String> changes) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SHOWN_MAX = 20;

    static KillEvidence read(HttpLoad client) throws IOException {
        return new KillEvidence(scan(client), streamed(client));
    }

    /** What may not be, given what the writers were told; the first of it. */
    List<String> contradictions(List<Writer> writers) {
        List<String> wrong = new ArrayList<>();
        for (Writer writer : writers) {
            for (int n = 0; n <= writer.pairs(); n++) {
                String pair = writer.name() + "-" + n;
                boolean left = items.containsKey(pair + "-left");
                if (left != items.containsKey(pair + "-right")) {
                    wrong.add("half a transaction: pair=" + pair);
                } else if (!left && n < writer.pairs()) {
                    wrong.add("acknowledged and lost: pair=" + pair);
                }
            }
            int count = items.getIfAbsent(writer.name(), 0);
            if (count < writer.counts() || count > writer.counts() + 1) {
                wrong.add("counter: writer=" + writer.name() + ", acknowledged=" + writer.counts() + ", is=" + count);
            }
        }
        items.forEachKeyValue((key, count) -> {
            int expected = Math.max(1, count);
            int told = changes.occurrencesOf(key);
            if (told != expected) {
                wrong.add("stream: key=" + key + ", changes=" + expected + ", records=" + told);
            }
        });
        changes.toSet().reject(items::containsKey)
                .forEach(key -> wrong.add("stream tells of what is not there: key=" + key));
        return wrong.size() <= SHOWN_MAX ? wrong : wrong.subList(0, SHOWN_MAX);
    }

    private static ObjectIntMap<String> scan(HttpLoad client) throws IOException {
        MutableObjectIntMap<String> items = ObjectIntMaps.mutable.empty();
        String from = "";
        do {
            JsonNode page = ask(client, false, "Scan",
                    "{\"TableName\":\"pairs\",\"ConsistentRead\":true" + from + "}");
            page.path("Items").forEach(item -> items.put(item.path("pk").path("S").asText(),
                    item.path("n").path("N").asInt(0)));
            from = page.has("LastEvaluatedKey") ? ",\"ExclusiveStartKey\":" + page.path("LastEvaluatedKey") : "";
        } while (!from.isEmpty());
        return items;
    }

    private static Bag<String> streamed(HttpLoad client) throws IOException {
        MutableBag<String> changes = Bags.mutable.empty();
        String arn = ask(client, false, "DescribeTable", "{\"TableName\":\"pairs\"}").path("Table")
                .path("LatestStreamArn").asText();
        JsonNode stream = ask(client, true, "DescribeStream", "{\"StreamArn\":\"" + arn + "\"}");
        for (JsonNode shard : stream.path("StreamDescription").path("Shards")) {
            String iterator = ask(client, true, "GetShardIterator", "{\"StreamArn\":\"" + arn + "\",\"ShardId\":"
                    + shard.path("ShardId") + ",\"ShardIteratorType\":\"TRIM_HORIZON\"}")
                    .path("ShardIterator").asText();
            boolean more = true;
            while (more && !iterator.isEmpty()) {
                JsonNode page = ask(client, true, "GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
                page.path("Records").forEach(record -> changes.add(record.path("dynamodb").path("Keys").path("pk")
                        .path("S").asText()));
                more = !page.path("Records").isEmpty();
                iterator = page.path("NextShardIterator").asText("");
            }
        }
        return changes;
    }

    private static JsonNode ask(HttpLoad client, boolean streams, String operation, String body) throws IOException {
        String answer = streams ? client.askStreams(operation, body) : client.ask(operation, body);
        return MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
}
