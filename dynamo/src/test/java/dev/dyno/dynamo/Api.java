package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.json.JsonOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** DynamoDB on an engine in memory, spoken to in JSON with single quotes. */
final class Api implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final EngineProvider provider;
    private final MemoryDisk disk = new MemoryDisk();
    private final Path directory = directory();
    final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final DynamoOptions options;
    Engine engine;
    Dynamo dynamo;
    DynamoSession session;

    Api(EngineProvider provider) {
        this(provider, DynamoOptions.STANDARD);
    }

    Api(EngineProvider provider, DynamoOptions options) {
        this.provider = provider;
        this.options = options.withClock(clock);
        open();
    }

    private void open() {
        engine = provider.open(ground().withClock(clock).withWork(new SeededWork(1))
                .withDurability(isDurable() ? Durability.PROCESS : Durability.MEMORY));
        dynamo = Dynamo.open(engine, options);
        session = dynamo.openSession();
    }

    /** In memory, or in a directory for an engine whose data lie elsewhere. */
    private EngineConfig ground() {
        if (provider.capabilities().contains(Capability.INJECTED_DISK)) {
            return EngineConfig.on(disk);
        }
        return EngineConfig.at(directory).withOptions(Map.of("contact-points",
                System.getProperty("dyno.contact-points", "127.0.0.1:9042")));
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "stores")), "api");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isDurable() {
        return provider.capabilities().contains(Capability.DURABLE_PROCESS);
    }

    /** Closes and opens everything, if the engine keeps anything. */
    void reopen() {
        if (isDurable()) {
            close();
            open();
        }
    }

    /** Executes a request. Single quotes are double ones, so that Java reads well. */
    String call(String operation, String json) {
        return exact(operation, quoted(json));
    }

    /** Executes a request as it is, with its single quotes. */
    String exact(String operation, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        JsonOutput out = session.execute(operation, body, 0, body.length);
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }

    JsonNode ask(String operation, String json) {
        return tree(call(operation, json));
    }

    /** Executes a request that fails. @return the error's short name and message */
    String fail(String operation, String json) {
        DynamoError error = assertThrows(DynamoError.class, () -> call(operation, json), operation + " " + json);
        return error.type().shortName() + ": " + error.getMessage();
    }

    DynamoError error(String operation, String json) {
        return assertThrows(DynamoError.class, () -> call(operation, json), operation + " " + json);
    }

    /** Executes a request and compares the answer, whatever the order of members. */
    void expect(String operation, String json, String answer) {
        assertEquals(tree(quoted(answer)), ask(operation, json), operation + " " + json);
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** A table with a partition key {@code p} and a sort key {@code s} of these types. */
    void table(String name, String partitionType, String sortType) {
        call("CreateTable", "{'TableName':'" + name + "','BillingMode':'PAY_PER_REQUEST',"
                + "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'" + partitionType + "'},"
                + "{'AttributeName':'s','AttributeType':'" + sortType + "'}],"
                + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}]}");
    }

    @Override
    public void close() {
        session.close();
        dynamo.close();
        engine.close();
    }
}
