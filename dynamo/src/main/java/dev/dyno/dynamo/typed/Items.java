package dev.dyno.dynamo.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.dynamo.DynamoSession;
import dev.dyno.dynamo.json.JsonOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Items in process, in Java's types:
 *
 * <pre>{@code
 * try (Items items = dynamo.openItems()) {
 *     items.put("views", Item.of("site_id", "a", "totalViews", 0));
 *     Item now = items.update("views", Item.of("site_id", "a"),
 *             Expr.of("ADD totalViews :one").value(":one", 1), null);
 *     for (Item item : items.find(Find.in("views").withFilter(Expr.of("totalViews > :n").value(":n", 10)))) { … }
 * }
 * }</pre>
 *
 * <p>What goes wrong is a {@link dev.dyno.dynamo.error.DynamoError}, as over the wire. Confined to a thread.
 */
public final class Items implements AutoCloseable {

    private final DynamoSession session;

    /** The session is this one's from now on. */
    public Items(DynamoSession session) {
        this.session = session;
    }

    /** Any operation by its name, for what has no method here: members and answer as the wire has them. */
    public JsonNode request(String operation, JsonNode members) {
        try {
            byte[] body = Values.JSON.writeValueAsBytes(members);
            JsonOutput out = session.execute(operation, body, 0, body.length);
            return out.length() == 0 ? Values.JSON.createObjectNode()
                    : Values.JSON.readTree(out.bytes(), 0, out.length());
        } catch (IOException e) {
            throw new AssertionError("requests and answers are JSON: operation=" + operation, e);
        }
    }

    private static ObjectNode of(String table) {
        return Values.JSON.createObjectNode().put("TableName", table);
    }

    /** Puts an item. @return the item that it replaced, or null */
    public Item put(String table, Item item) {
        return put(table, item, null);
    }

    /** @param condition null for none. @return the item that it replaced, or null */
    public Item put(String table, Item item, Expr condition) {
        ObjectNode members = of(table).put("ReturnValues", "ALL_OLD");
        members.set("Item", Values.map(item.attributes()));
        express(members, "ConditionExpression", condition);
        return Values.item(request("PutItem", members).path("Attributes"));
    }

    /** Reads an item, consistently. @return null if there is none */
    public Item get(String table, Item key) {
        ObjectNode members = of(table).put("ConsistentRead", true);
        members.set("Key", Values.map(key.attributes()));
        return Values.item(request("GetItem", members).path("Item"));
    }

    /** Changes an item, or makes one. @param condition null for none. @return the item as it is now, or null */
    public Item update(String table, Item key, Expr update, Expr condition) {
        ObjectNode members = of(table).put("ReturnValues", "ALL_NEW");
        members.set("Key", Values.map(key.attributes()));
        express(members, "UpdateExpression", update);
        express(members, "ConditionExpression", condition);
        return Values.item(request("UpdateItem", members).path("Attributes"));
    }

    /** Deletes an item. @param condition null for none. @return the item that was there, or null */
    public Item delete(String table, Item key, Expr condition) {
        ObjectNode members = of(table).put("ReturnValues", "ALL_OLD");
        members.set("Key", Values.map(key.attributes()));
        express(members, "ConditionExpression", condition);
        return Values.item(request("DeleteItem", members).path("Attributes"));
    }

    /** Runs a PartiQL statement to its end, over all pages. @return the items that it shows */
    public List<Item> statement(String text, Object... parameters) {
        ObjectNode members = Values.JSON.createObjectNode().put("Statement", text);
        if (parameters.length > 0) {
            ArrayNode given = members.putArray("Parameters");
            for (Object parameter : parameters) {
                given.add(Values.of(parameter));
            }
        }
        List<Item> all = new ArrayList<>();
        while (true) {
            JsonNode page = request("ExecuteStatement", members);
            page.path("Items").forEach(item -> all.add(Values.item(item)));
            if (!page.has("NextToken")) {
                return all;
            }
            members.set("NextToken", page.get("NextToken"));
        }
    }

    /** Queries or scans. A page is read when the one before is used up; other calls may come in between. */
    public Iterable<Item> find(Find find) {
        return () -> new Pages(find);
    }

    private static void express(ObjectNode members, String member, Expr expression) {
        if (expression == null) {
            return;
        }
        members.put(member, expression.text());
        for (Map.Entry<String, String> name : expression.names().entrySet()) {
            members.withObjectProperty("ExpressionAttributeNames").put(name.getKey(), name.getValue());
        }
        for (Map.Entry<String, Object> value : expression.values().entrySet()) {
            members.withObjectProperty("ExpressionAttributeValues").set(value.getKey(), Values.of(value.getValue()));
        }
    }

    /** The items of all pages, one after the other. */
    private final class Pages implements Iterator<Item> {

        private final String operation;
        private final ObjectNode members;
        private final Deque<Item> page = new ArrayDeque<>();
        private boolean last;

        Pages(Find find) {
            operation = find.keys() == null ? "Scan" : "Query";
            members = of(find.table()).put("ConsistentRead", find.consistent());
            if (find.keys() != null) {
                members.put("ScanIndexForward", !find.backward());
            }
            if (find.index() != null) {
                members.put("IndexName", find.index());
            }
            if (find.projection() != null) {
                members.put("ProjectionExpression", find.projection());
            }
            if (find.pageItems() > 0) {
                members.put("Limit", find.pageItems());
            }
            express(members, "KeyConditionExpression", find.keys());
            express(members, "FilterExpression", find.filter());
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && !last) {
                JsonNode answer = request(operation, members);
                answer.path("Items").forEach(item -> page.add(Values.item(item)));
                last = !answer.has("LastEvaluatedKey");
                members.set("ExclusiveStartKey", answer.get("LastEvaluatedKey"));
            }
            return !page.isEmpty();
        }

        @Override
        public Item next() {
            if (!hasNext()) {
                throw new NoSuchElementException("behind the last item");
            }
            return page.remove();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
