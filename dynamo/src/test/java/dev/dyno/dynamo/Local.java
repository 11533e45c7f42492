package dev.dyno.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.dyno.dynamo.error.DynamoError;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** DynamoDB Local, in memory, in this process, asked over HTTP; and answers of both in a form that can be compared. */
final class Local implements AutoCloseable {

    /** What cannot be equal, or is Local's own: see FEATURES, section 1. */
    private static final Set<String> DROPPED = Set.of("TableArn", "TableId", "CreationDateTime", "IndexArn",
            "LatestStreamArn", "LatestStreamLabel", "BillingModeSummary", "LastUpdateToPayPerRequestDateTime",
            "DeletionProtectionEnabled", "NumberOfDecreasesToday", "TableSizeBytes", "IndexSizeBytes",
            "ProvisionedThroughput");

    private final DynamoDBProxyServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI uri;

    Local() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        server = ServerRunner.createServerFromCommandLineArgs(new String[] {"-inMemory", "-port", "" + port});
        server.start();
        uri = URI.create("http://127.0.0.1:" + port + "/");
    }

    /** The answer, as {@link #ours} has it. */
    String ask(String operation, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).header("X-Amz-Target", target(operation))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=key/20240101/us-east-1/dynamodb/aws4_request, "
                        + "SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = Api.tree(response.body());
        if (response.statusCode() == 200) {
            return plain(body).toString();
        }
        String type = body.path("__type").asText();
        return type.substring(type.indexOf('#') + 1) + ": " + body.path("Message").asText(body.path("message").asText())
                + reasons(body);
    }

    private static String target(String operation) {
        boolean stream = operation.endsWith("Stream") || operation.endsWith("Streams")
                || operation.equals("GetRecords") || operation.equals("GetShardIterator");
        return (stream ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + operation;
    }

    static String ours(Api api, String operation, String json) {
        try {
            return plain(Api.tree(api.exact(operation, json))).toString();
        } catch (DynamoError e) {
            JsonNode body = Api.tree(new String(e.body(), StandardCharsets.UTF_8));
            return e.type().shortName() + ": " + e.getMessage() + reasons(body);
        }
    }

    private static String reasons(JsonNode body) {
        ObjectNode kept = Api.JSON.createObjectNode();
        for (String name : List.of("CancellationReasons", "Item")) {
            if (body.has(name)) {
                kept.set(name, plain(body.get(name)));
            }
        }
        return kept.isEmpty() ? "" : " " + kept;
    }

    /** Members sorted, sets sorted, what cannot be equal left out. */
    static JsonNode plain(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = Api.JSON.createObjectNode();
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            names.stream().sorted().filter(name -> !DROPPED.contains(name)).forEach(name -> sorted.set(name,
                    Set.of("SS", "NS", "BS", "AttributeDefinitions").contains(name) ? sorted(node.get(name))
                            : plain(node.get(name))));
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode all = Api.JSON.createArrayNode();
            node.forEach(each -> all.add(plain(each)));
            return all;
        }
        return node.isNumber() ? new TextNode("" + node.doubleValue()) : node;
    }

    static JsonNode sorted(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(each -> all.add(plain(each)));
        all.sort(Comparator.comparing(JsonNode::toString));
        return Api.JSON.createArrayNode().addAll(all);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }
}
