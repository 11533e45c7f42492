package dev.dyno.dynamo.request;

import dev.dyno.dynamo.item.ItemWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A request on items as it was read: plain data with the names of the API, one class for all operations, because a
 * member means the same in each. What is absent is null, or -1 where it is a number. Items and values are in the
 * arena, by the place where they begin; an item ends at its end, which follows. A request of a batch or transaction
 * has one request for each of its parts, all with one arena.
 */
public final class Request {

    /** Place of something absent. */
    public static final int NONE = -1;

    public final ItemWriter arena;
    /** The first thing wrong with a value; empty if all are right. */
    public String problem = "";

    public String tableName;
    public String indexName;
    public int item = NONE;
    public int itemEnd;
    public int key = NONE;
    public int keyEnd;
    public int startKey = NONE;
    public int startKeyEnd;
    public Map<String, String> names;
    public int values = NONE;
    public int valuesEnd;

    public String conditionExpression;
    public String filterExpression;
    public String keyConditionExpression;
    public String updateExpression;
    public String projectionExpression;

    public String returnValues;
    public String returnValuesOnConditionCheckFailure;
    public String returnConsumedCapacity;
    public String returnItemCollectionMetrics;
    public String select;
    public Boolean consistentRead;
    public boolean forward = true;
    public Long limit;
    public Long segment;
    public Long totalSegments;
    public String clientRequestToken;

    public List<String> attributesToGet;
    public String conditionalOperator;
    public List<Legacy> expected;
    public List<Legacy> attributeUpdates;
    public List<Legacy> keyConditions;
    public List<Legacy> queryFilter;
    public List<Legacy> scanFilter;

    public String statement;
    /** Of a statement: the places of its parameters. */
    public List<Integer> parameters = List.of();
    public String nextToken;

    /** Of a batch: the tables it asks, or its statements. Of a transaction: its actions. */
    public List<Request> parts;
    /** What a part is: {@code Put}, {@code PutRequest}, {@code DeleteRequest}, {@code ConditionCheck}. */
    public String action;
    /** Of a table in a batch read: places and ends of the keys, by turns. */
    public List<Integer> keys;

    public Request(ItemWriter arena) {
        this.arena = arena;
    }

    public boolean isConsistent() {
        return Boolean.TRUE.equals(consistentRead);
    }

    /** A part of this one. */
    Request part(String name) {
        Request part = new Request(arena);
        part.action = name;
        if (parts == null) {
            parts = new ArrayList<>();
        }
        parts.add(part);
        return part;
    }
}
