package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup is the table at one instant, whatever comes after; a restored table has its items and indexes. */
class BackupApiTest {

    static List<EngineProvider> stacks() {
        return Stacks.with(Capability.SNAPSHOT);
    }

    private static void create(Api api, int items) {
        api.call("CreateTable", "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'g','AttributeType':'N'}],"
                + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                + "'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
                + "'Projection':{'ProjectionType':'KEYS_ONLY'}}]}");
        for (int i = 0; i < items; i++) {
            put(api, i, i % 5);
        }
    }

    private static void put(Api api, int i, int g) {
        api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'p" + i + "'},'g':{'N':'" + g + "'}}}");
    }

    private static String backup(Api api, String name) {
        JsonNode details = api.ask("CreateBackup", "{'TableName':'tab','BackupName':'" + name + "'}")
                .path("BackupDetails");
        assertEquals("AVAILABLE", details.path("BackupStatus").asText());
        return details.path("BackupArn").asText();
    }

    private static int count(Api api, String members) {
        return IndexApiTest.pages(api, "Scan", members).size();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void aRestoredTableIsTheTableAsItWas(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            create(api, 60);
            String arn = backup(api, "before");
            for (int i = 0; i < 30; i++) {
                put(api, i, 9);
                api.call("DeleteItem", "{'TableName':'tab','Key':{'p':{'S':'p" + (i + 30) + "'}}}");
            }
            api.call("DeleteTable", "{'TableName':'tab'}");
            api.reopen();
            JsonNode source = api.ask("DescribeBackup", "{'BackupArn':'" + arn + "'}").path("BackupDescription");
            assertEquals(60, source.path("SourceTableDetails").path("ItemCount").asInt());
            assertEquals("glo", source.path("SourceTableFeatureDetails").path("GlobalSecondaryIndexes").path(0)
                    .path("IndexName").asText());
            api.call("RestoreTableFromBackup", "{'TargetTableName':'again','BackupArn':'" + arn + "'}");
            assertEquals(60, count(api, "'TableName':'again'"));
            assertEquals(60, count(api, "'TableName':'again','IndexName':'glo'"));
            assertEquals(0, api.ask("Query", "{'TableName':'again','IndexName':'glo','KeyConditionExpression':'g = :g',"
                    + "'ExpressionAttributeValues':{':g':{'N':'9'}}}").path("Count").asInt());
            api.call("PutItem", "{'TableName':'again','Item':{'p':{'S':'new'},'g':{'N':'1'}}}");
            assertTrue(api.dynamo.checkIndexes().isConsistent());
            int tables = api.engine.tables().size();
            api.call("DeleteBackup", "{'BackupArn':'" + arn + "'}");
            assertEquals(tables - 1, api.engine.tables().size());
            assertEquals("BackupNotFoundException: Backup not found: " + arn,
                    api.fail("DescribeBackup", "{'BackupArn':'" + arn + "'}"));
        }
    }

    @Test
    void backupsAreListedInPagesAndByTime() {
        try (Api api = new Api(Engines.named("btree"))) {
            create(api, 1);
            for (int i = 0; i < 5; i++) {
                backup(api, "backup" + i);
                api.clock.advance(10_000_000_000L);
            }
            JsonNode first = api.ask("ListBackups", "{'Limit':3}");
            assertEquals(3, first.path("BackupSummaries").size());
            JsonNode rest = api.ask("ListBackups", "{'ExclusiveStartBackupArn':'"
                    + first.path("LastEvaluatedBackupArn").asText() + "'}");
            assertEquals(2, rest.path("BackupSummaries").size());
            assertEquals("backup3", rest.path("BackupSummaries").path(0).path("BackupName").asText());
            long second = 1_700_000_000L;
            assertEquals(2, api.ask("ListBackups", "{'TimeRangeLowerBound':" + (second + 10) + ",'TimeRangeUpperBound':"
                    + (second + 30) + "}").path("BackupSummaries").size());
            assertEquals(0, api.ask("ListBackups", "{'TableName':'other'}").path("BackupSummaries").size());
            assertEquals(0, api.ask("ListBackups", "{'BackupType':'SYSTEM'}").path("BackupSummaries").size());
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        try (Api api = new Api(Engines.named("btree"))) {
            create(api, 1);
            String arn = backup(api, "one");
            assertEquals("TableAlreadyExistsException: Table already exists: tab",
                    api.fail("RestoreTableFromBackup", "{'TargetTableName':'tab','BackupArn':'" + arn + "'}"));
            assertEquals("ResourceNotFoundException: Requested resource not found: Table: nope not found",
                    api.fail("CreateBackup", "{'TableName':'nope','BackupName':'one'}"));
            assertTrue(api.fail("CreateBackup", "{'TableName':'tab','BackupName':'a b'}")
                    .contains("Value 'a b' at 'backupName' failed to satisfy constraint"));
            JsonNode none = api.ask("RestoreTableFromBackup", "{'TargetTableName':'bare','BackupArn':'" + arn
                    + "','GlobalSecondaryIndexOverride':[],'BillingModeOverride':'PROVISIONED',"
                    + "'ProvisionedThroughputOverride':{'ReadCapacityUnits':3,'WriteCapacityUnits':4}}")
                    .path("TableDescription");
            assertTrue(none.path("GlobalSecondaryIndexes").isMissingNode());
            assertEquals(4, none.path("ProvisionedThroughput").path("WriteCapacityUnits").asInt());
        }
    }
}
