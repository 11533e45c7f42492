package dev.dyno.bench.api;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is asked of an endpoint: one request after another over a loaded table of partitions of 100 items, each of a
 * key, a counter and 100 characters.
 */
public enum ApiWorkload {
    PUT("put", "PutItem"),
    UPDATE("update", "UpdateItem"),
    GET("get", "GetItem"),
    QUERY_10("query-10", "Query"),
    QUERY_100("query-100", "Query"),
    /** Puts into the same table while its changes are captured, in turns with puts while they are not. */
    PUT_STREAM("put-stream", "PutItem");

    /** Items of a partition: sort keys 0 to 99. */
    public static final int PARTITION_ITEMS = 100;

    private static final String TABLE = "{\"TableName\":\"race\",";
    private static final int TEXT_LENGTH = 100;

    private final String label;
    private final String operation;

    ApiWorkload(String label, String operation) {
        this.label = label;
        this.operation = operation;
    }

    public String label() {
        return label;
    }

    /** Whether the table has a stream meanwhile. */
    boolean isStreamed() {
        return this == PUT_STREAM;
    }

    /** @throws IllegalArgumentException if there is none, with those that there are */
    public static ApiWorkload named(String label) {
        return Stream.of(values()).filter(each -> each.label.equals(label)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("no such workload: workload=" + label + ", known="
                        + Stream.of(values()).map(ApiWorkload::label).collect(Collectors.joining(" "))));
    }

    /** As the header names it, without the service. */
    public String operation() {
        return operation;
    }

    /** A request for an item drawn uniformly, and what its answer must contain. */
    public Request draw(SplittableRandom random, int items) {
        return request(random.nextInt(items), random.nextLong());
    }

    /** A request for one item. @param drawn decides what is written */
    Request request(int item, long drawn) {
        int sort = item % PARTITION_ITEMS;
        String partition = partition(item);
        String key = "\"pk\":{\"S\":\"" + partition + "\"},\"sk\":{\"N\":\"" + sort + "\"}";
        return switch (this) {
            case PUT, PUT_STREAM -> new Request(TABLE + "\"Item\":{" + key + ",\"n\":{\"N\":\"" + (drawn & 0xffff)
                    + "\"},\"text\":{\"S\":\"" + text(drawn) + "\"}}}", "{");
            case UPDATE -> new Request(TABLE + "\"Key\":{" + key + "},\"UpdateExpression\":\"SET n = n + :one\","
                    + "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}", "{");
            case GET -> new Request(TABLE + "\"Key\":{" + key + "}}", partition);
            case QUERY_10 -> query(partition, ",\"Limit\":10", "\"Count\":10");
            case QUERY_100 -> query(partition, "", "\"Count\":" + PARTITION_ITEMS);
        };
    }

    private static Request query(String partition, String more, String expected) {
        return new Request(TABLE + "\"KeyConditionExpression\":\"pk = :p\","
                + "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"" + partition + "\"}}" + more + "}", expected);
    }

    /** The table, before anything is asked. @param streamed whether its changes are captured */
    static String createTable(boolean streamed) {
        return TABLE + "\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},"
                + "{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}],\"AttributeDefinitions\":["
                + "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},"
                + "{\"AttributeName\":\"sk\",\"AttributeType\":\"N\"}],"
                + "\"BillingMode\":\"PAY_PER_REQUEST\"" + (streamed
                ? ",\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}" : "")
                + "}";
    }

    /** Up to 25 items from one on, as one request. */
    static String batch(int from, int to) {
        StringBuilder puts = new StringBuilder("{\"RequestItems\":{\"race\":[");
        for (int item = from; item < to; item++) {
            puts.append(item == from ? "" : ",").append("{\"PutRequest\":{\"Item\":{\"pk\":{\"S\":\"")
                    .append(partition(item)).append("\"},\"sk\":{\"N\":\"").append(item % PARTITION_ITEMS)
                    .append("\"},\"n\":{\"N\":\"0\"},\"text\":{\"S\":\"").append(text(item)).append("\"}}}}");
        }
        return puts.append("]}}").toString();
    }

    private static String partition(int item) {
        return "partition-" + (1_000_000 + item / PARTITION_ITEMS);
    }

    private static String text(long drawn) {
        char[] text = new char[TEXT_LENGTH];
        long bits = drawn;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            bits = bits * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            text[i] = (char) ('a' + (bits >>> 33) % 26);
        }
        return new String(text);
    }

    /**
     * @param body the request's JSON
     * @param expected a part of the answer's
     */
    record Request(byte[] body, byte[] expected) {

        Request(String body, String expected) {
            this(body.getBytes(StandardCharsets.US_ASCII), expected.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
