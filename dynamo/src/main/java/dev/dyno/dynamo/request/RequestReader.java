package dev.dyno.dynamo.request;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.json.ItemReader;
import dev.dyno.dynamo.json.JsonInput;
import java.util.ArrayList;
import java.util.List;

/** Reads requests on items from JSON in one pass. Reusable, one for a thread. */
public final class RequestReader {

    private final ItemWriter arena = new ItemWriter();
    private final ItemReader items = new ItemReader(arena);

    /**
     * Reads a request's whole body.
     *
     * @return valid until the next read
     * @throws DynamoError for what is no JSON, or a member of the wrong type
     */
    public Request read(byte[] body, int offset, int length) {
        try (JsonInput in = new JsonInput(body, offset, length)) {
            arena.clear();
            items.clear();
            Request request = new Request(arena);
            members(in, request);
            in.end();
            request.problem = items.problem();
            return request;
        }
    }

    private void members(JsonInput in, Request request) {
        for (String name = in.field(); name != null; name = in.field()) {
            if (!common(in, request, name) && !reading(in, request, name) && !legacy(in, request, name)
                    && !several(in, request, name) && !statements(in, request, name)) {
                in.skip();
            }
        }
    }

    private boolean common(JsonInput in, Request request, String name) {
        switch (name) {
            case "TableName" -> request.tableName = in.string();
            case "Item" -> {
                request.item = items.item(in);
                request.itemEnd = arena.end();
            }
            case "Key" -> {
                request.key = items.item(in);
                request.keyEnd = arena.end();
            }
            case "ExpressionAttributeNames" -> request.names = in.stringMap();
            case "ExpressionAttributeValues" -> {
                request.values = items.item(in);
                request.valuesEnd = arena.end();
            }
            case "ConditionExpression" -> request.conditionExpression = in.string();
            case "UpdateExpression" -> request.updateExpression = in.string();
            case "ProjectionExpression" -> request.projectionExpression = in.string();
            case "ReturnValues" -> request.returnValues = in.string();
            case "ReturnValuesOnConditionCheckFailure" -> request.returnValuesOnConditionCheckFailure = in.string();
            case "ReturnConsumedCapacity" -> request.returnConsumedCapacity = in.string();
            case "ReturnItemCollectionMetrics" -> request.returnItemCollectionMetrics = in.string();
            case "ConsistentRead" -> request.consistentRead = in.bool();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean reading(JsonInput in, Request request, String name) {
        switch (name) {
            case "IndexName" -> request.indexName = in.string();
            case "KeyConditionExpression" -> request.keyConditionExpression = in.string();
            case "FilterExpression" -> request.filterExpression = in.string();
            case "ExclusiveStartKey" -> {
                request.startKey = items.item(in);
                request.startKeyEnd = arena.end();
            }
            case "Limit" -> request.limit = in.number("Integer");
            case "Segment" -> request.segment = in.number("Integer");
            case "TotalSegments" -> request.totalSegments = in.number("Integer");
            case "ScanIndexForward" -> request.forward = in.bool();
            case "Select" -> request.select = in.string();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean legacy(JsonInput in, Request request, String name) {
        switch (name) {
            case "AttributesToGet" -> request.attributesToGet = in.strings();
            case "ConditionalOperator" -> request.conditionalOperator = in.string();
            case "Expected" -> request.expected = legacy(in);
            case "AttributeUpdates" -> request.attributeUpdates = legacy(in);
            case "KeyConditions" -> request.keyConditions = legacy(in);
            case "QueryFilter" -> request.queryFilter = legacy(in);
            case "ScanFilter" -> request.scanFilter = legacy(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean several(JsonInput in, Request request, String name) {
        switch (name) {
            case "RequestItems" -> requestItems(in, request);
            case "TransactItems" -> transactItems(in, request);
            case "Keys" -> {
                request.keys = new ArrayList<>();
                in.beginArray();
                while (in.element()) {
                    request.keys.add(items.item(in));
                    request.keys.add(arena.end());
                }
            }
            case "ClientRequestToken" -> request.clientRequestToken = in.string();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean statements(JsonInput in, Request request, String name) {
        switch (name) {
            case "Statement" -> request.statement = in.string();
            case "NextToken" -> request.nextToken = in.string();
            case "Parameters" -> {
                request.parameters = new ArrayList<>();
                in.beginArray();
                while (in.element()) {
                    request.parameters.add(items.value(in));
                }
            }
            case "Statements", "TransactStatements" -> {
                request.parts = new ArrayList<>();
                in.beginArray();
                while (in.element()) {
                    in.beginObject();
                    members(in, request.part(name));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private List<Legacy> legacy(JsonInput in) {
        List<Legacy> all = new ArrayList<>();
        in.beginObject();
        for (String attribute = in.field(); attribute != null; attribute = in.field()) {
            Legacy one = new Legacy(attribute);
            in.beginObject();
            for (String name = in.field(); name != null; name = in.field()) {
                switch (name) {
                    case "ComparisonOperator", "Action" -> one.operator = in.string();
                    case "Exists" -> one.exists = in.bool();
                    case "Value" -> one.value = items.value(in);
                    case "AttributeValueList" -> {
                        one.list = new ArrayList<>();
                        in.beginArray();
                        while (in.element()) {
                            one.list.add(items.value(in));
                        }
                    }
                    default -> in.skip();
                }
            }
            all.add(one);
        }
        return all;
    }

    /** Of a batch: a map of tables, to keys for a read, or to a list of puts and deletes for a write. */
    private void requestItems(JsonInput in, Request request) {
        request.parts = new ArrayList<>();
        in.beginObject();
        for (String table = in.field(); table != null; table = in.field()) {
            Request part = request.part("Table");
            part.tableName = table;
            if (in.isArray()) {
                part.parts = new ArrayList<>();
                in.beginArray();
                while (in.element()) {
                    action(in, part, table);
                }
            } else {
                in.beginObject();
                members(in, part);
            }
        }
    }

    private void transactItems(JsonInput in, Request request) {
        request.parts = new ArrayList<>();
        in.beginArray();
        while (in.element()) {
            action(in, request, null);
        }
    }

    /** An object with one member that says what is to be done, and with what. */
    private void action(JsonInput in, Request request, String table) {
        in.beginObject();
        Request part = null;
        for (String name = in.field(); name != null; name = in.field()) {
            in.beginObject();
            if (part != null) {
                part.action = "";
            } else {
                part = request.part(name);
                part.tableName = table;
            }
            members(in, part);
        }
        if (part == null) {
            request.part("");
        }
    }
}
