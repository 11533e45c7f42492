package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.kit.model.ModelEngineProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a replication delay, reads that are not consistent see what was; the others see what is. */
class ReplicationApiTest {

    private static final long DELAY_MILLIS = 500;
    private static final DynamoOptions LATE = DynamoOptions.STANDARD.withReplicationMillis(DELAY_MILLIS);
    private static final String TABLE = "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
            + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
            + "{'AttributeName':'g','AttributeType':'S'},{'AttributeName':'l','AttributeType':'N'}],'KeySchema':"
            + "[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],"
            + "'LocalSecondaryIndexes':[{'IndexName':'loc','KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
            + "{'AttributeName':'l','KeyType':'RANGE'}],'Projection':{'ProjectionType':'KEYS_ONLY'}}],"
            + "'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
            + "'Projection':{'ProjectionType':'ALL'}}]}";
    private static final String KEY = "{'p':{'S':'a'},'s':{'N':'1'}}";
    private static final String CONSISTENT = ",'ConsistentRead':true";

    static List<EngineProvider> stacks() {
        return Stacks.with(Capability.SNAPSHOT).stream()
                .filter(each -> each.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS)).toList();
    }

    private static void put(Api api, String g, int l) {
        api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'1'},'g':{'S':'" + g + "'},'l':{'N':'"
                + l + "'},'v':{'S':'v" + l + "'}}}");
    }

    private static void pass(Api api, long millis) {
        api.clock.advance(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static int count(Api api, String operation, String members) {
        return api.ask(operation, "{'TableName':'tab'," + members + "}").path("Count").asInt();
    }

    /** What every way to read finds of the one item: its {@code v}, or nothing. */
    private static List<String> seen(Api api, String consistency) {
        List<JsonNode> found = new ArrayList<>();
        found.add(api.ask("GetItem", "{'TableName':'tab','Key':" + KEY + consistency + "}").path("Item"));
        found.add(api.ask("BatchGetItem", "{'RequestItems':{'tab':{'Keys':[" + KEY + "]" + consistency + "}}}")
                .path("Responses").path("tab").path(0));
        String condition = "'KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':{'S':'a'}}";
        found.add(api.ask("Query", "{'TableName':'tab'," + condition + consistency + "}").path("Items").path(0));
        found.add(api.ask("Query", "{'TableName':'tab','IndexName':'loc','Select':'ALL_ATTRIBUTES'," + condition
                + consistency + "}").path("Items").path(0));
        found.add(api.ask("Scan", "{'TableName':'tab'" + consistency + "}").path("Items").path(0));
        found.add(api.ask("ExecuteStatement", "{'Statement':'SELECT * FROM tab WHERE p = ?','Parameters':"
                + "[{'S':'a'}]" + consistency + "}").path("Items").path(0));
        found.add(api.ask("BatchExecuteStatement", "{'Statements':[{'Statement':'SELECT * FROM tab WHERE p = ? AND"
                + " s = 1','Parameters':[{'S':'a'}]" + consistency + "}]}").path("Responses").path(0).path("Item"));
        return found.stream().map(item -> item.path("v").path("S").asText()).distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aWriteIsSeenWhenTheDelayIsOver(EngineProvider provider) {
        try (Api api = new Api(provider, LATE)) {
            api.call("CreateTable", TABLE);
            put(api, "x", 1);
            assertEquals(List.of("v1"), seen(api, CONSISTENT));
            assertEquals(List.of(""), seen(api, ""));
            pass(api, DELAY_MILLIS - 1);
            assertEquals(List.of(""), seen(api, ""));
            pass(api, 1);
            assertEquals(List.of("v1"), seen(api, ""));
            pass(api, DELAY_MILLIS);
            put(api, "y", 2);
            assertEquals(List.of("v1"), seen(api, ""));
            assertEquals(List.of("v2"), seen(api, CONSISTENT));
            pass(api, DELAY_MILLIS);
            assertEquals(List.of("v2"), seen(api, ""));
            pass(api, DELAY_MILLIS);
            api.call("DeleteItem", "{'TableName':'tab','Key':" + KEY + "}");
            assertEquals(List.of("v2"), seen(api, ""));
            assertEquals(List.of(""), seen(api, CONSISTENT));
            pass(api, DELAY_MILLIS);
            assertEquals(List.of(""), seen(api, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void anIndexIsOfTheSameInstantAsItsTable(EngineProvider provider) {
        try (Api api = new Api(provider, LATE)) {
            api.call("CreateTable", TABLE);
            String global = "'IndexName':'glo','KeyConditionExpression':'g = :g','ExpressionAttributeValues':{':g':"
                    + "{'S':'%s'}}";
            put(api, "x", 1);
            pass(api, DELAY_MILLIS);
            put(api, "y", 2);
            assertEquals(1, count(api, "Query", global.formatted("x")));
            assertEquals(0, count(api, "Query", global.formatted("y")));
            pass(api, DELAY_MILLIS);
            assertEquals(0, count(api, "Query", global.formatted("x")));
            assertEquals(1, count(api, "Query", global.formatted("y")));
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void conditionsAndTransactionsAreOfWhatIs(EngineProvider provider) {
        try (Api api = new Api(provider, LATE)) {
            api.call("CreateTable", TABLE);
            put(api, "x", 1);
            api.call("UpdateItem", "{'TableName':'tab','Key':" + KEY + ",'UpdateExpression':'ADD l :n',"
                    + "'ConditionExpression':'l = :n','ExpressionAttributeValues':{':n':{'N':'1'}}}");
            assertEquals("2", api.ask("TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'tab','Key':" + KEY
                    + "}}]}").path("Responses").path(0).path("Item").path("l").path("N").asText());
            assertEquals(List.of(""), seen(api, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void tablesComeAndGoAtOnce(EngineProvider provider) {
        try (Api api = new Api(provider, LATE)) {
            api.table("older", "S", "N");
            api.call("GetItem", "{'TableName':'older','Key':" + KEY + "}");
            api.call("CreateTable", TABLE);
            put(api, "x", 1);
            assertEquals(List.of(""), seen(api, ""));
            String backup = api.ask("CreateBackup", "{'TableName':'tab','BackupName':'one'}").path("BackupDetails")
                    .path("BackupArn").asText();
            api.call("RestoreTableFromBackup", "{'TargetTableName':'again','BackupArn':'" + backup + "'}");
            assertEquals(1, api.ask("Scan", "{'TableName':'again'}").path("Count").asInt(),
                    "the replica does not know it: it is read as it is");
            api.call("DeleteTable", "{'TableName':'tab'}");
            assertTrue(api.fail("Scan", "{'TableName':'tab'}").startsWith("ResourceNotFoundException"));
            api.reopen();
            api.session.reset();
            api.expect("ListTables", "{}", "{'TableNames':[]}");
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void sessionsShareOneReplicaThatOutlivesThem(EngineProvider provider) {
        try (Api api = new Api(provider, LATE)) {
            api.call("CreateTable", TABLE);
            try (DynamoSession first = api.dynamo.openSession()) {
                byte[] list = Api.quoted("{'TableName':'tab'}").getBytes(StandardCharsets.UTF_8);
                first.execute("Scan", list, 0, list.length);
            }
            put(api, "x", 1);
            assertEquals(List.of(""), seen(api, ""), "taken by a session that is closed");
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        try (Engine engine = new ModelEngineProvider().open(EngineConfig.on(new MemoryDisk())
                .withDurability(Durability.MEMORY))) {
            Engine plain = new ForwardingEngine(engine) {
                @Override
                public Set<Capability> capabilities() {
                    return Capability.allBut(Capability.SNAPSHOT);
                }
            };
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Dynamo.open(plain, LATE)).getMessage()
                    .contains("denied=SNAPSHOT"));
            assertThrows(IllegalArgumentException.class,
                    () -> Dynamo.open(engine, DynamoOptions.STANDARD.withReplicationMillis(-1)));
        }
    }

    @Test
    void anEngineThatGivesNoSnapshotIsAnswered() {
        try (Engine engine = new ModelEngineProvider().open(EngineConfig.on(new MemoryDisk())
                .withDurability(Durability.MEMORY))) {
            Engine full = new ForwardingEngine(engine) {
                @Override
                public Session openSession() {
                    return new ForwardingSession(super.openSession()) {
                        @Override
                        public Snapshot snapshot() {
                            throw new EngineException.Full("no memory for a snapshot", null);
                        }
                    };
                }
            };
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            try (Dynamo dynamo = Dynamo.open(full, LATE); DynamoSession session = dynamo.openSession()) {
                assertThrows(DynamoError.class, () -> session.execute("ListTables", body, 0, body.length));
                assertThrows(DynamoError.class, session::expire);
            }
        }
    }
}
