package dev.dyno.dynamo.control;

import dev.dyno.dynamo.control.TableRequest.IndexRequest;
import dev.dyno.dynamo.control.TableRequest.KeyElement;
import dev.dyno.dynamo.control.TableRequest.Units;
import dev.dyno.dynamo.error.DynamoError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the parts of a table's definition fit together, in the order and with the sentences of AWS. */
final class SchemaCheck {

    private static final int LOCAL_MAX = 5;
    private static final int GLOBAL_MAX = 20;
    private static final int PROJECTED_MAX = 100;
    private static final long UNITS_MAX = 1_000_000_000_000L;

    private SchemaCheck() {
    }

    static void check(TableRequest table) {
        checkBilling(table);
        List<String> keys = names(table.keys());
        checkKeys(table.keys(), keys, table.attributes());
        Set<String> used = new HashSet<>(keys);
        Set<String> indexNames = new HashSet<>();
        if (table.localIndexes() != null) {
            checkLocal(table, used, indexNames);
        }
        if (table.globalIndexes() != null) {
            checkGlobal(table, used, indexNames);
        }
        checkUnused(table.attributes(), used);
    }

    /** Definitions that no key uses are refused. */
    static void checkUnused(Map<String, String> attributes, Set<String> used) {
        if (used.size() != attributes.size()) {
            throw DynamoError.invalid("Number of attributes in KeySchema does not exactly match number of attributes "
                    + "defined in AttributeDefinitions");
        }
    }

    static void checkBilling(TableRequest table) {
        boolean byRequest = "PAY_PER_REQUEST".equals(table.billingMode());
        Units units = table.throughput();
        if (byRequest && units != null) {
            throw DynamoError.invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                    + "BillingMode is PAY_PER_REQUEST");
        }
        if (!byRequest && units == null) {
            throw DynamoError.invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when "
                    + "BillingMode is PROVISIONED");
        }
        checkBounds(units, "");
    }

    static void checkBounds(Units units, String index) {
        if (units != null && units.read() > UNITS_MAX) {
            throw DynamoError.validation(
                    "Given value " + units.read() + " for ReadCapacityUnits is out of bounds" + index);
        }
        if (units != null && units.write() > UNITS_MAX) {
            throw DynamoError.validation(
                    "Given value " + units.write() + " for WriteCapacityUnits is out of bounds" + index);
        }
    }

    static List<String> names(List<KeyElement> keys) {
        return keys.stream().map(KeyElement::name).toList();
    }

    private static void checkKeys(List<KeyElement> keys, List<String> names, Map<String, String> attributes) {
        if (names.size() > attributes.size()) {
            throw DynamoError.validation("Invalid KeySchema: Some index key attribute have no definition");
        }
        checkDefined(names, attributes);
        checkShape(keys);
    }

    private static void checkDefined(List<String> names, Map<String, String> attributes) {
        if (!attributes.keySet().containsAll(names)) {
            throw DynamoError.invalid("Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    + names + ", AttributeDefinitions: " + new ArrayList<>(attributes.keySet()));
        }
    }

    private static void checkShape(List<KeyElement> keys) {
        if (keys.size() == 2 && keys.get(0).name().equals(keys.get(1).name())) {
            throw DynamoError.validation(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }
        if (!keys.get(0).type().equals("HASH")) {
            throw DynamoError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        if (keys.size() == 2 && !keys.get(1).type().equals("RANGE")) {
            throw DynamoError.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
    }

    private static void checkLocal(TableRequest table, Set<String> used, Set<String> indexNames) {
        if (table.localIndexes().isEmpty()) {
            throw DynamoError.invalid("List of LocalSecondaryIndexes is empty");
        }
        if (table.keys().size() != 2) {
            throw DynamoError.invalid("Table KeySchema does not have a range key, which is required when specifying a "
                    + "LocalSecondaryIndex");
        }
        String tableHash = table.keys().get(0).name();
        for (IndexRequest index : table.localIndexes()) {
            checkDefined(names(index.keys()), table.attributes());
            checkShape(index.keys());
            if (index.keys().size() != 2) {
                throw DynamoError.invalid(
                        "Index KeySchema does not have a range key for index: " + index.name());
            }
            String indexHash = index.keys().get(0).name();
            if (!indexHash.equals(tableHash)) {
                throw DynamoError.invalid("Index KeySchema does not have the same leading hash key as table KeySchema "
                        + "for index: " + index.name() + ". index hash key: " + indexHash + ", table hash key: "
                        + tableHash);
            }
            checkProjection(index);
            checkName(index, indexNames);
            used.addAll(names(index.keys()));
        }
        if (table.localIndexes().size() > LOCAL_MAX) {
            throw DynamoError.invalid("Number of LocalSecondaryIndexes exceeds per-table limit of " + LOCAL_MAX);
        }
        checkProjected(table.localIndexes());
    }

    private static void checkGlobal(TableRequest table, Set<String> used, Set<String> indexNames) {
        if (table.globalIndexes().isEmpty()) {
            throw DynamoError.invalid("List of GlobalSecondaryIndexes is empty");
        }
        boolean byRequest = "PAY_PER_REQUEST".equals(table.billingMode());
        for (IndexRequest index : table.globalIndexes()) {
            checkGlobal(index, table.attributes(), byRequest);
            checkName(index, indexNames);
            used.addAll(names(index.keys()));
        }
        if (table.globalIndexes().size() > GLOBAL_MAX) {
            throw DynamoError.invalid("GlobalSecondaryIndex count exceeds the per-table limit of " + GLOBAL_MAX);
        }
        checkProjected(table.globalIndexes());
    }

    /** A global index by itself. */
    static void checkGlobal(IndexRequest index, Map<String, String> attributes, boolean byRequest) {
        checkDefined(names(index.keys()), attributes);
        checkShape(index.keys());
        checkProjection(index);
        if (byRequest && index.throughput() != null) {
            throw DynamoError.invalid("ProvisionedThroughput should not be specified for index: " + index.name()
                    + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!byRequest && index.throughput() == null) {
            throw DynamoError.invalid("ProvisionedThroughput must be specified for index: " + index.name());
        }
        checkBounds(index.throughput(), " for index " + index.name());
    }

    private static void checkProjection(IndexRequest index) {
        if (index.projection() == null) {
            throw DynamoError.invalid("Unknown ProjectionType: null");
        }
        boolean includes = index.projection().equals("INCLUDE");
        if (index.included() != null && !includes) {
            throw DynamoError.invalid("ProjectionType is " + index.projection()
                    + ", but NonKeyAttributes is specified");
        }
        if (index.included() == null && includes) {
            throw DynamoError.invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
    }

    private static void checkName(IndexRequest index, Set<String> names) {
        if (!names.add(index.name())) {
            throw DynamoError.invalid("Duplicate index name: " + index.name());
        }
    }

    private static void checkProjected(List<IndexRequest> indexes) {
        int projected = indexes.stream().mapToInt(i -> i.included() == null ? 0 : i.included().size()).sum();
        if (projected > PROJECTED_MAX) {
            throw DynamoError.invalid("The sum of the number of user-specified attributes projected into all secondary "
                    + "indexes exceeds the limit of " + PROJECTED_MAX);
        }
    }
}
