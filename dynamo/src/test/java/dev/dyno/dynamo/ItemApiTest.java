package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.EngineProvider;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables, and single items in them, on every engine and stack. */
class ItemApiTest {

    static List<EngineProvider> stacks() {
        return Stacks.all();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void itemsAreThereUntilTheyAreDeleted(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("orders", "S", "N");
            String key = "'Key':{'p':{'S':'u7'},'s':{'N':'1'}}";
            api.expect("GetItem", "{'TableName':'orders'," + key + "}", "{}");
            String item = "{'p':{'S':'u7'},'s':{'N':'01.0'},'all':{'L':[{'S':'ü𝄞'},{'N':'-1.50e1'},{'B':'AQI='},"
                    + "{'NULL':true},{'BOOL':false},{'SS':['b','a']},{'NS':['2','1']},{'BS':['Ag==','AQ==']},"
                    + "{'M':{'z':{'S':''},'a':{'B':''}}}]}}";
            api.expect("PutItem", "{'TableName':'orders','Item':" + item + "}", "{}");
            api.reopen();
            String kept = "{'p':{'S':'u7'},'s':{'N':'1'},'all':{'L':[{'S':'ü𝄞'},{'N':'-15'},{'B':'AQI='},"
                    + "{'NULL':true},{'BOOL':false},{'SS':['a','b']},{'NS':['1','2']},{'BS':['AQ==','Ag==']},"
                    + "{'M':{'z':{'S':''},'a':{'B':''}}}]}}";
            api.expect("GetItem", "{'TableName':'orders','ConsistentRead':true," + key + "}", "{'Item':" + kept + "}");
            api.expect("PutItem", "{'TableName':'orders','ReturnValues':'ALL_OLD',"
                    + "'Item':{'p':{'S':'u7'},'s':{'N':'1'}}}", "{'Attributes':" + kept + "}");
            api.expect("DeleteItem", "{'TableName':'orders','ReturnValues':'ALL_OLD'," + key + "}",
                    "{'Attributes':{'p':{'S':'u7'},'s':{'N':'1'}}}");
            api.expect("DeleteItem", "{'TableName':'orders','ReturnValues':'ALL_OLD'," + key + "}", "{}");
            api.expect("GetItem", "{'TableName':'orders'," + key + "}", "{}");
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aFailedConditionGivesTheItemIfAskedFor(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            String key = "{'p':{'S':'a'},'s':{'N':'1'}}";
            String item = "{'p':{'S':'a'},'s':{'N':'1'},'v':{'N':'5'}}";
            api.call("PutItem", "{'TableName':'tab','Item':" + item + "}");
            String failing = ",'ConditionExpression':'v > :v','ExpressionAttributeValues':{':v':{'N':'5'}}";
            String put = "{'TableName':'tab','Item':" + key + failing;
            String update = "{'TableName':'tab','Key':" + key + ",'UpdateExpression':'SET v = :v'" + failing;
            String delete = "{'TableName':'tab','Key':" + key + failing;
            List<String> operations = List.of("PutItem", "UpdateItem", "DeleteItem");
            List<String> requests = List.of(put, update, delete);
            for (int i = 0; i < requests.size(); i++) {
                assertEquals("ConditionalCheckFailedException: The conditional request failed",
                        api.fail(operations.get(i), requests.get(i) + "}"));
                assertEquals("", api.error(operations.get(i), requests.get(i) + "}").extra());
                String asked = requests.get(i) + ",'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}";
                assertEquals(Api.tree(Api.quoted("{'Item':" + item + "}")),
                        Api.tree("{" + api.error(operations.get(i), asked).extra() + "}"));
            }
            api.expect("GetItem", "{'TableName':'tab','Key':" + key + "}", "{'Item':" + item + "}");
            api.call("DeleteItem", delete.replace("v > :v", "v = :v") + "}");
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void anUpdateThatOnlyTakesAwayMakesNoItem(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            String key = "'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}}";
            api.call("UpdateItem", "{" + key + ",'UpdateExpression':'REMOVE v'}");
            api.call("UpdateItem", "{" + key + ",'UpdateExpression':'DELETE t :t','ExpressionAttributeValues':"
                    + "{':t':{'SS':['x']}}}");
            api.expect("GetItem", "{" + key + "}", "{}");
            api.call("UpdateItem", "{" + key + ",'UpdateExpression':'ADD n :n','ExpressionAttributeValues':"
                    + "{':n':{'N':'2'}}}");
            api.expect("GetItem", "{" + key + "}", "{'Item':{'p':{'S':'a'},'s':{'N':'1'},'n':{'N':'2'}}}");
            api.call("UpdateItem", "{'TableName':'tab','Key':{'p':{'S':'b'},'s':{'N':'1'}}}");
            assertEquals(2, api.ask("Scan", "{'TableName':'tab'}").path("Count").asInt(),
                    "one that says nothing makes an item");
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void tablesAreDurableAndCounted(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("bbb", "S", "B");
            api.table(".aa", "N", "S");
            api.call("PutItem", "{'TableName':'.aa','Item':{'p':{'N':'1'},'s':{'S':'x'},'v':{'S':'12345'}}}");
            api.reopen();
            api.expect("ListTables", "{'Limit':1}", "{'TableNames':['.aa'],'LastEvaluatedTableName':'.aa'}");
            api.expect("ListTables", "{'ExclusiveStartTableName':'.aa'}", "{'TableNames':['bbb']}");
            JsonNode table = api.ask("DescribeTable", "{'TableName':'.aa'}").path("Table");
            assertEquals("ACTIVE", table.path("TableStatus").asText());
            assertEquals(1, table.path("ItemCount").asInt());
            assertEquals(1 + 2 + 1 + 1 + 1 + 5, table.path("TableSizeBytes").asInt());
            assertEquals("ResourceInUseException: Table already exists: .aa",
                    api.fail("CreateTable", create(".aa")));
            assertEquals("DELETING", api.ask("DeleteTable", "{'TableName':'.aa'}").path("TableDescription")
                    .path("TableStatus").asText());
            assertEquals("ResourceNotFoundException: Requested resource not found: Table: .aa not found",
                    api.fail("DescribeTable", "{'TableName':'.aa'}"));
            api.call("CreateTable", create(".aa"));
            api.expect("GetItem", "{'TableName':'.aa','Key':{'p':{'S':'1'}}}", "{}");
        }
    }

    private static String create(String name) {
        return "{'TableName':'" + name + "','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}]}";
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void wrongKeysAreRefused(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            String put = "{'TableName':'tab','Item':";
            String invalid = "ValidationException: One or more parameter values were invalid: ";
            assertEquals(invalid + "Missing the key s in the item", api.fail("PutItem", put + "{'p':{'S':'a'}}}"));
            assertEquals(invalid + "Type mismatch for key s expected: N actual: S",
                    api.fail("PutItem", put + "{'p':{'S':'a'},'s':{'S':'a'}}}"));
            assertEquals("ValidationException: The provided key element does not match the schema",
                    api.fail("GetItem", "{'TableName':'tab','Key':{'p':{'S':'a'}}}"));
            assertEquals("ValidationException: Number overflow. Attempting to store a number with magnitude larger "
                    + "than supported range", api.fail("PutItem", put + "{'p':{'S':'a'},'s':{'N':'1e126'}}}"));
            assertEquals("ResourceNotFoundException: Requested resource not found",
                    api.fail("GetItem", "{'TableName':'nope','Key':{'p':{'S':'a'}}}"));
            assertTrue(api.fail("PutItem", put + "{'p':{'S':5},'s':{'N':'1'}}}")
                    .startsWith("SerializationException: NUMBER_VALUE cannot be converted to String"));
            assertEquals("UnknownOperationException: ", api.fail("Nope", "{}"));
        }
    }
}
