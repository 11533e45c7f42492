package dev.dyno.bench.api;

/**
 * A short life of an endpoint, of requests of each kind that programs make again and again: what the JVM loaded,
 * linked and counted meanwhile is what the launcher has it keep for the next starts (decision 0095). By the bare
 * client, for what an SDK loads is of no use to an endpoint.
 */
public final class Rehearsal {

    private static final int ROUNDS = 40;
    private static final String TABLE = "{\"TableName\":\"rehearsal\"";
    private static final String STREAM = "\"StreamArn\":\"";
    private static final String SHARD = "\"ShardId\":\"";
    private static final String ITERATOR = "\"ShardIterator\":\"";

    private Rehearsal() {
    }

    /** Leaves no table behind. @throws IllegalStateException for an answer that is not a success */
    public static void run(int port) {
        try (HttpLoad client = new HttpLoad(port, 1)) {
            client.ask("ListTables", "{}");
            client.ask("CreateTable", TABLE + ",\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}],"
                    + "\"AttributeDefinitions\":[{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"}],"
                    + "\"BillingMode\":\"PAY_PER_REQUEST\","
                    + "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
            String stream = value(client.ask("DescribeTable", TABLE + "}"), "\"LatestStreamArn\":\"");
            for (int i = 0; i < ROUNDS; i++) {
                writeAndRead(client, i);
                follow(client, stream);
            }
            client.ask("DeleteTable", TABLE + "}");
        }
    }

    private static void writeAndRead(HttpLoad client, int i) {
        String pk = "\"pk\":{\"S\":\"" + i + "\"}";
        String item = "{" + pk + ",\"n\":{\"N\":\"" + i + "\"},\"text\":{\"S\":\"rehearsed\"}}";
        String one = ",\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}";
        client.ask("PutItem", TABLE + ",\"Item\":" + item + "}");
        client.ask("UpdateItem", TABLE + ",\"Key\":{" + pk + "},\"UpdateExpression\":\"SET n = n + :one\","
                + "\"ConditionExpression\":\"n < :one OR attribute_exists(pk)\"" + one + "}");
        client.ask("GetItem", TABLE + ",\"Key\":{" + pk + "},\"ConsistentRead\":true}");
        client.ask("Query", TABLE + ",\"KeyConditionExpression\":\"pk = :pk\","
                + "\"ExpressionAttributeValues\":{\":pk\":{\"S\":\"" + i + "\"}}}");
        client.ask("Scan", TABLE + ",\"FilterExpression\":\"n > :one\",\"Limit\":10" + one + "}");
        client.ask("BatchWriteItem", "{\"RequestItems\":{\"rehearsal\":[{\"PutRequest\":{\"Item\":" + item + "}}]}}");
        client.ask("BatchGetItem", "{\"RequestItems\":{\"rehearsal\":{\"Keys\":[{" + pk + "}]}}}");
        client.ask("TransactWriteItems", "{\"TransactItems\":[{\"Put\":" + TABLE + ",\"Item\":" + item + "}}]}");
        client.ask("ExecuteStatement", "{\"Statement\":\"SELECT * FROM rehearsal WHERE pk = '" + i + "'\"}");
    }

    private static void follow(HttpLoad client, String stream) {
        String arn = "{" + STREAM + stream + "\"";
        String shard = value(client.askStreams("DescribeStream", arn + "}"), SHARD);
        String iterator = value(client.askStreams("GetShardIterator", arn + "," + SHARD + shard
                + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"), ITERATOR);
        client.askStreams("GetRecords", "{" + ITERATOR + iterator + "\"}");
    }

    private static String value(String answer, String before) {
        int from = answer.indexOf(before) + before.length();
        return answer.substring(from, answer.indexOf('"', from));
    }
}
