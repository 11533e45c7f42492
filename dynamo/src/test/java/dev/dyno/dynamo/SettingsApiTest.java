package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a table has besides its items: tags, protection, time to live, billing, the time that its states take. */
class SettingsApiTest {

    static List<EngineProvider> stacks() {
        return Stacks.all();
    }

    private static String status(Api api) {
        return api.ask("DescribeTable", "{'TableName':'tab'}").path("Table").path("TableStatus").asText();
    }

    private static String arn(Api api) {
        return api.ask("DescribeTable", "{'TableName':'tab'}").path("Table").path("TableArn").asText();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void settingsLastThroughARestart(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            api.call("TagResource", "{'ResourceArn':'" + arn(api) + "','Tags':[{'Key':'a','Value':'1'},"
                    + "{'Key':'b','Value':'2'}]}");
            api.call("UntagResource", "{'ResourceArn':'" + arn(api) + "','TagKeys':['a','nope']}");
            api.call("UpdateTable", "{'TableName':'tab','DeletionProtectionEnabled':true}");
            api.call("UpdateTimeToLive", "{'TableName':'tab','TimeToLiveSpecification':{'AttributeName':'ttl',"
                    + "'Enabled':true}}");
            api.reopen();
            api.expect("ListTagsOfResource", "{'ResourceArn':'" + arn(api) + "'}",
                    "{'Tags':[{'Key':'b','Value':'2'}]}");
            api.expect("DescribeTimeToLive", "{'TableName':'tab'}", "{'TimeToLiveDescription':{'TimeToLiveStatus':"
                    + "'ENABLED','AttributeName':'ttl'}}");
            assertEquals("ValidationException: Resource cannot be deleted as it is currently protected against "
                    + "deletion. Disable deletion protection first.", api.fail("DeleteTable", "{'TableName':'tab'}"));
            api.call("UpdateTable", "{'TableName':'tab','DeletionProtectionEnabled':false}");
            api.call("DeleteTable", "{'TableName':'tab'}");
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void whatDoesNothingHereIsKeptAndTold(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.call("CreateTable", "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                    + "[{'AttributeName':'p','AttributeType':'S'}],"
                    + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'TableClass':'STANDARD_INFREQUENT_ACCESS',"
                    + "'SSESpecification':{'Enabled':true},"
                    + "'OnDemandThroughput':{'MaxReadRequestUnits':5,'MaxWriteRequestUnits':6},"
                    + "'WarmThroughput':{'ReadUnitsPerSecond':7,'WriteUnitsPerSecond':8}}");
            api.reopen();
            JsonNode table = api.ask("DescribeTable", "{'TableName':'tab'}").path("Table");
            assertEquals("STANDARD_INFREQUENT_ACCESS", table.path("TableClassSummary").path("TableClass").asText());
            assertEquals("ENABLED", table.path("SSEDescription").path("Status").asText());
            assertEquals(6, table.path("OnDemandThroughput").path("MaxWriteRequestUnits").asInt());
            assertEquals(7, table.path("WarmThroughput").path("ReadUnitsPerSecond").asInt());
        }
    }

    @Test
    void tagsComeWithATable() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.call("CreateTable", "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                    + "[{'AttributeName':'p','AttributeType':'S'}],"
                    + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                    + "'Tags':[{'Key':'team','Value':'storage'}]}");
            api.expect("ListTagsOfResource", "{'ResourceArn':'" + arn(api) + "'}",
                    "{'Tags':[{'Key':'team','Value':'storage'}]}");
        }
    }

    @Test
    void tagsHaveLimits() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.table("tab", "S", "N");
            StringBuilder tags = new StringBuilder();
            for (int i = 0; i < 51; i++) {
                tags.append(i == 0 ? "" : ",").append("{'Key':'k").append(i).append("','Value':'v'}");
            }
            assertTrue(api.fail("TagResource", "{'ResourceArn':'" + arn(api) + "','Tags':[" + tags + "]}")
                    .contains("The limit is 50"));
            assertTrue(api.fail("TagResource", "{'ResourceArn':'" + arn(api) + "','Tags':[{'Key':'" + "k".repeat(129)
                    + "','Value':'v'}]}").contains("less than or equal to 128"));
            assertTrue(api.fail("ListTagsOfResource", "{'ResourceArn':'nope'}").contains("Invalid ResourceArn"));
        }
    }

    @Test
    void timeToLiveIsSwitchedOnce() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.table("tab", "S", "N");
            String on = "{'TableName':'tab','TimeToLiveSpecification':{'AttributeName':'ttl','Enabled':true}}";
            String off = on.replace("true", "false");
            assertEquals("ValidationException: TimeToLive is already disabled", api.fail("UpdateTimeToLive", off));
            api.call("UpdateTimeToLive", on);
            assertEquals("ValidationException: TimeToLive is already enabled", api.fail("UpdateTimeToLive", on));
            assertTrue(api.fail("UpdateTimeToLive", off.replace("'ttl'", "'other'"))
                    .contains("active on a different AttributeName: current AttributeName is ttl"));
            api.call("UpdateTimeToLive", off);
        }
    }

    @Test
    void billingIsSwitched() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.table("tab", "S", "N");
            assertTrue(api.fail("UpdateTable", "{'TableName':'tab','BillingMode':'PROVISIONED'}")
                    .contains("must both be specified when BillingMode is PROVISIONED"));
            JsonNode table = api.ask("UpdateTable", "{'TableName':'tab','BillingMode':'PROVISIONED',"
                    + "'ProvisionedThroughput':{'ReadCapacityUnits':7,'WriteCapacityUnits':8}}")
                    .path("TableDescription");
            assertEquals(7, table.path("ProvisionedThroughput").path("ReadCapacityUnits").asInt());
            assertTrue(api.fail("UpdateTable", "{'TableName':'tab','ProvisionedThroughput':{'ReadCapacityUnits':7,"
                    + "'WriteCapacityUnits':8}}").contains("will not change"));
            assertEquals("PAY_PER_REQUEST", api.ask("UpdateTable",
                    "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST'}").path("TableDescription")
                    .path("BillingModeSummary").path("BillingMode").asText());
        }
    }

    @Test
    void anIndexComesOrGoesAtATime() {
        try (Api api = new Api(Engines.named("btree"))) {
            api.table("tab", "S", "N");
            String index = "{'Create':{'IndexName':'%s','KeySchema':[{'AttributeName':'s','KeyType':'HASH'}],"
                    + "'Projection':{'ProjectionType':'ALL'}}}";
            String change = "{'TableName':'tab','AttributeDefinitions':[{'AttributeName':'s','AttributeType':'N'}],"
                    + "'GlobalSecondaryIndexUpdates':[%s]}";
            assertTrue(api.fail("UpdateTable", change.formatted(index.formatted("one") + "," + index.formatted("two")))
                    .startsWith("LimitExceededException: Subscriber limit exceeded: Only 1 online index"));
            api.call("UpdateTable", change.formatted(index.formatted("one")));
            api.call("UpdateTable", change.formatted(index.formatted("two")));
            assertEquals(2, api.ask("DescribeTable", "{'TableName':'tab'}").path("Table")
                    .path("GlobalSecondaryIndexes").size());
        }
    }

    @Test
    void statesTakeAsLongAsTheOptionsSay() {
        try (Api api = new Api(Engines.named("btree"), DynamoOptions.STANDARD.withStatusMillis(500))) {
            api.table("tab", "S", "N");
            assertEquals("CREATING", status(api));
            assertEquals("ResourceNotFoundException: Requested resource not found",
                    api.fail("Scan", "{'TableName':'tab'}"));
            assertTrue(api.fail("DeleteTable", "{'TableName':'tab'}").startsWith("ResourceInUseException"));
            api.clock.advance(500_000_000L);
            assertEquals("ACTIVE", status(api));
            String protect = "{'TableName':'tab','DeletionProtectionEnabled':%s}";
            assertEquals("UPDATING", api.ask("UpdateTable", protect.formatted("true")).path("TableDescription")
                    .path("TableStatus").asText());
            assertEquals("UPDATING", status(api));
            assertEquals("ResourceInUseException: Attempt to change a resource which is still in use: Table is being "
                    + "updated: tab", api.fail("UpdateTable", protect.formatted("false")));
            assertTrue(api.fail("DeleteTable", "{'TableName':'tab'}").startsWith("ResourceInUseException"));
            api.expect("Scan", "{'TableName':'tab'}", "{'Items':[],'Count':0,'ScannedCount':0}");
            api.clock.advance(500_000_000L);
            api.call("UpdateTable", protect.formatted("false"));
            api.clock.advance(500_000_000L);
            api.call("DeleteTable", "{'TableName':'tab'}");
            assertEquals("DELETING", status(api));
            api.clock.advance(500_000_000L);
            assertTrue(api.fail("DescribeTable", "{'TableName':'tab'}").startsWith("ResourceNotFoundException"));
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aResetLeavesNothing(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            String transaction = "{'ClientRequestToken':'once','TransactItems':[{'Put':{'TableName':'tab','Item':"
                    + "{'p':{'S':'a'},'s':{'N':'1'}}}}]}";
            api.table("tab", "S", "N");
            api.call("TransactWriteItems", transaction);
            api.call("UpdateTable", "{'TableName':'tab','DeletionProtectionEnabled':true}");
            api.session.reset();
            api.expect("ListTables", "{}", "{'TableNames':[]}");
            assertTrue(api.fail("Scan", "{'TableName':'tab'}").startsWith("ResourceNotFoundException"));
            api.table("tab", "S", "N");
            assertEquals(0, api.ask("Scan", "{'TableName':'tab'}").path("Count").asInt());
            api.call("TransactWriteItems", transaction);
            assertEquals(1, api.ask("Scan", "{'TableName':'tab'}").path("Count").asInt(), "the token is forgotten");
        }
    }

    @Test
    void limitsAndEndpointsAreTold() {
        try (Api api = new Api(Engines.named("btree"))) {
            assertEquals(40_000, api.ask("DescribeLimits", "{}").path("TableMaxReadCapacityUnits").asInt());
            assertEquals("dynamodb.us-east-1.amazonaws.com", api.ask("DescribeEndpoints", "{}").path("Endpoints")
                    .path(0).path("Address").asText());
            api.table("tab", "S", "N");
            assertEquals("DISABLED", api.ask("DescribeContinuousBackups", "{'TableName':'tab'}")
                    .path("ContinuousBackupsDescription").path("PointInTimeRecoveryDescription")
                    .path("PointInTimeRecoveryStatus").asText());
        }
    }
}
