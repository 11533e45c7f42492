package dev.dyno.dynamo.control;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.request.Constraints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What CreateTable and UpdateTable say of a table, read and checked member by member; how the members fit together is
 * {@link SchemaCheck}'s.
 */
record TableRequest(String tableName, Map<String, String> attributes, List<KeyElement> keys,
        List<IndexRequest> localIndexes, List<IndexRequest> globalIndexes, String billingMode, Units throughput) {

    static final List<String> PROJECTIONS = List.of("ALL", "INCLUDE", "KEYS_ONLY");
    static final List<String> KEY_TYPES = List.of("HASH", "RANGE");
    static final List<String> BILLING_MODES = List.of("PROVISIONED", "PAY_PER_REQUEST");
    private static final List<String> ATTRIBUTE_TYPES = List.of("B", "N", "S");

    record KeyElement(String name, String type) {
    }

    /** Provisioned units, each perhaps null. */
    record Units(Long read, Long write) {
        /** @return null if absent */
        static Units of(Members parent) {
            if (!parent.has("ProvisionedThroughput")) {
                return null;
            }
            Members units = parent.structure("ProvisionedThroughput");
            return new Units(units.number("ReadCapacityUnits"), units.number("WriteCapacityUnits"));
        }

        /** Of a structure that has to be whole. */
        static Units of(Members structure, String at) {
            Units units = new Units(structure.number("ReadCapacityUnits"), structure.number("WriteCapacityUnits"));
            Constraints constraints = new Constraints();
            units.check(at, constraints);
            constraints.check();
            return units;
        }

        void check(String at, Constraints constraints) {
            constraints.notNull(write, at + ".writeCapacityUnits").notNull(read, at + ".readCapacityUnits");
            if (write != null) {
                constraints.atLeast(write, at + ".writeCapacityUnits", 1);
            }
            if (read != null) {
                constraints.atLeast(read, at + ".readCapacityUnits", 1);
            }
        }
    }

    record IndexRequest(String name, List<KeyElement> keys, String projection, List<String> included,
            Units throughput) {

        static IndexRequest of(Members index) {
            Members projection = index.structure("Projection");
            return new IndexRequest(index.string("IndexName"), TableRequest.keys(index.structures("KeySchema")),
                    index.has("Projection") ? projection.string("ProjectionType") : null,
                    projection.strings("NonKeyAttributes"), Units.of(index));
        }

        /** @param projected whether {@code Projection} is there */
        void check(String at, boolean projected, Constraints constraints) {
            constraints.notNull(name, at + ".indexName").name(name, at + ".indexName");
            checkKeys(keys, at + ".keySchema", constraints);
            if (!projected) {
                constraints.notNull(null, at + ".projection");
            }
            constraints.oneOf(projection, at + ".projection.projectionType", PROJECTIONS);
            if (included != null) {
                constraints.length(included, included.size(), at + ".projection.nonKeyAttributes", 1, 20);
            }
            if (throughput != null) {
                throughput.check(at + ".provisionedThroughput", constraints);
            }
        }
    }

    static TableRequest of(Members in) {
        return new TableRequest(in.string("TableName"), attributes(in), keys(in.structures("KeySchema")),
                indexes(in.structures("LocalSecondaryIndexes")), indexes(in.structures("GlobalSecondaryIndexes")),
                in.string("BillingMode"), Units.of(in));
    }

    /** @return null if absent; a name or type that is absent is the word null, which the constraints report */
    static Map<String, String> attributes(Members in) {
        List<Members> definitions = in.structures("AttributeDefinitions");
        if (definitions == null) {
            return null;
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (Members definition : definitions) {
            all.put(definition.string("AttributeName"), definition.string("AttributeType"));
        }
        return all;
    }

    private static List<KeyElement> keys(List<Members> schema) {
        if (schema == null) {
            return null;
        }
        List<KeyElement> all = new ArrayList<>();
        for (Members key : schema) {
            all.add(new KeyElement(key.string("AttributeName"), key.string("KeyType")));
        }
        return all;
    }

    private static List<IndexRequest> indexes(List<Members> indexes) {
        return indexes == null ? null : indexes.stream().map(IndexRequest::of).toList();
    }

    /** Every member's own constraints, in AWS's order. */
    void check(Members in) {
        if (tableName == null) {
            throw DynamoError.validation("The parameter 'TableName' is required but was not present in the request");
        }
        Constraints constraints = new Constraints();
        constraints.notNull(attributes, "attributeDefinitions");
        checkAttributes(attributes, constraints);
        constraints.name(tableName, "tableName")
                .oneOf(billingMode, "billingMode", BILLING_MODES);
        if (throughput != null) {
            throughput.check("provisionedThroughput", constraints);
        }
        checkKeys(keys, "keySchema", constraints);
        checkIndexes(in, "LocalSecondaryIndexes", "localSecondaryIndexes", localIndexes, constraints);
        checkIndexes(in, "GlobalSecondaryIndexes", "globalSecondaryIndexes", globalIndexes, constraints);
        constraints.check();
    }

    static void checkAttributes(Map<String, String> attributes, Constraints constraints) {
        int i = 1;
        for (Map.Entry<String, String> definition : attributes == null ? Map.<String, String>of().entrySet()
                : attributes.entrySet()) {
            String at = "attributeDefinitions." + i++ + ".member.";
            constraints.notNull(definition.getKey(), at + "attributeName")
                    .notNull(definition.getValue(), at + "attributeType")
                    .oneOf(definition.getValue(), at + "attributeType", ATTRIBUTE_TYPES);
            if (definition.getKey() != null) {
                constraints.length(definition.getKey(), definition.getKey().length(), at + "attributeName", 1, 255);
            }
        }
    }

    private static void checkIndexes(
            Members in, String member, String at, List<IndexRequest> indexes, Constraints constraints) {
        for (int i = 0; indexes != null && i < indexes.size(); i++) {
            boolean projected = in.structures(member).get(i).has("Projection");
            indexes.get(i).check(at + "." + (i + 1) + ".member", projected, constraints);
        }
    }

    private static void checkKeys(List<KeyElement> keys, String at, Constraints constraints) {
        constraints.notNull(keys, at);
        if (keys == null) {
            return;
        }
        constraints.length(keys.stream().map(key -> "KeySchemaElement(attributeName=" + key.name() + ", keyType="
                + key.type() + ")").toList(), keys.size(), at, 1, 2);
        for (int i = 0; i < keys.size(); i++) {
            String member = at + "." + (i + 1) + ".member.";
            constraints.notNull(keys.get(i).name(), member + "attributeName")
                    .notNull(keys.get(i).type(), member + "keyType")
                    .oneOf(keys.get(i).type(), member + "keyType", KEY_TYPES);
        }
    }
}
