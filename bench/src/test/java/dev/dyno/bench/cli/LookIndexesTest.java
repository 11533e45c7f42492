package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.serve.ServeOptions;
import dev.dyno.bench.serve.Served;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.dax.HttpUpstream;
import dev.dyno.dynamo.http.HttpOptions;
import dev.dyno.dynamo.http.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Indexes are looked at in what a killed endpoint left (files copied under it), and its streams lose nothing by that.
 */
@Timeout(60)
class LookIndexesTest {

    private static final String TABLE = "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','KeySchema':["
            + "{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],'AttributeDefinitions':["
            + "{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
            + "{'AttributeName':'g','AttributeType':'S'}],'LocalSecondaryIndexes':[{'IndexName':'local','KeySchema':["
            + "{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'g','KeyType':'RANGE'}],"
            + "'Projection':{'ProjectionType':'KEYS_ONLY'}}],'GlobalSecondaryIndexes':[{'IndexName':'by-g',"
            + "'KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}],"
            + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_IMAGE'}}";
    private static final int ITEMS = 50;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"btree", "lsm", "hash"})
    void whatAKilledEndpointLeft(String engine) throws IOException {
        Path killed = directory.resolve("killed");
        try (Served served = open(engine, directory.resolve("live"), "log")) {
            ask(served, "CreateTable", TABLE);
            for (int i = 0; i < ITEMS; i++) {
                ask(served, "PutItem", "{'TableName':'tab','Item':{'p':{'S':'p" + i % 7 + "'},'s':{'N':'" + i
                        + "'},'g':{'S':'g" + i % 3 + "'}}}");
            }
            copy(directory.resolve("live"), killed);
        }
        for (int look = 0; look < 2; look++) {
            Said said = Said.by("look", killed.toString(), "--indexes");
            assertEquals(0, said.code(), said.err());
            assertEquals("tables=1 indexes=2 items=50 entries=100 violations=0\n", said.out());
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> open(engine, killed, "none")).getMessage()
                .contains("streams are on here that would miss changes"));
        try (Served served = open(engine, killed, "")) {
            assertEquals(ITEMS, records(served));
        }
    }

    @Test
    void aDirectoryWithoutTablesIsTold() throws IOException {
        Said said = Said.by("look", Files.createDirectories(directory.resolve("empty")).toString(), "--indexes");
        assertEquals(2, said.code());
    }

    private static Served open(String engine, Path where, String capture) throws IOException {
        return Served.open(new ServeOptions(engine, Map.of(), where.toString(), Durability.PROCESS, capture, "",
                PolicyKind.LRU, "", "us-east-1"), HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, fault -> {
                    throw new AssertionError(fault);
                });
    }

    private static JsonNode ask(Served served, String operation, String request) throws IOException {
        Target.Service service = operation.contains("Stream") || operation.matches("GetShardIterator|GetRecords")
                ? Target.Service.STREAMS : Target.Service.DYNAMODB;
        try (HttpUpstream endpoint = new HttpUpstream(served.url(), "us-east-1", "any", "any")) {
            return new ObjectMapper().readTree(endpoint.ask(new Target(service, operation),
                    request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static int records(Served served) throws IOException {
        String arn = "{'StreamArn':" + ask(served, "ListStreams", "{}").path("Streams").path(0).path("StreamArn");
        int records = 0;
        for (JsonNode shard : ask(served, "DescribeStream", arn + "}").path("StreamDescription").path("Shards")) {
            JsonNode iterator = ask(served, "GetShardIterator", arn + ",'ShardId':" + shard.path("ShardId")
                    + ",'ShardIteratorType':'TRIM_HORIZON'}").path("ShardIterator");
            records += ask(served, "GetRecords", "{'ShardIterator':" + iterator + "}").path("Records").size();
        }
        return records;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
