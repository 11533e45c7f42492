package dev.dyno.dynamo.control;

import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.TableModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table has besides its schema: tags, and the attribute that says when items expire.
 *
 * <p>Threads: under the control plane's lock.
 */
final class TableSettings {

    static final Set<String> OPERATIONS = Set.of("UpdateTimeToLive", "DescribeTimeToLive", "TagResource",
            "UntagResource", "ListTagsOfResource", "DescribeLimits", "DescribeEndpoints", "DescribeContinuousBackups");
    private static final int TAGS_MAX = 50;
    private static final int TAG_KEY_MAX = 128;
    private static final int TAG_VALUE_MAX = 256;
    private static final long ACCOUNT_UNITS_MAX = 80_000;
    private static final long TABLE_UNITS_MAX = 40_000;
    private static final long CACHE_MINUTES = 1440;

    private final Catalogue catalogue;
    private final DynamoOptions options;

    TableSettings(Catalogue catalogue, DynamoOptions options) {
        this.catalogue = catalogue;
        this.options = options;
    }

    void updateTimeToLive(TableModel table, Members in, JsonOutput out) {
        Members specification = in.structure("TimeToLiveSpecification");
        String attribute = specification.string("AttributeName");
        Boolean enabled = specification.bool("Enabled");
        new Constraints()
                .notNull(in.has("TimeToLiveSpecification") ? in : null, "timeToLiveSpecification")
                .notNull(attribute, "timeToLiveSpecification.attributeName")
                .length(attribute, attribute == null ? 0 : attribute.length(),
                        "timeToLiveSpecification.attributeName", 1, 255)
                .notNull(enabled, "timeToLiveSpecification.enabled").check();
        boolean on = !table.ttlAttribute().isEmpty();
        if (enabled == on) {
            throw DynamoError.validation("TimeToLive is already " + (on ? "enabled" : "disabled"));
        }
        if (on && !table.ttlAttribute().equals(attribute)) {
            throw DynamoError.validation("TimeToLive is active on a different AttributeName: current AttributeName is "
                    + table.ttlAttribute());
        }
        catalogue.store(table.withTtl(enabled ? attribute : ""));
        out.clear().beginObject().name("TimeToLiveSpecification").beginObject().name("AttributeName").value(attribute)
                .name("Enabled").value(enabled).endObject().endObject();
    }

    void describeTimeToLive(TableModel table, JsonOutput out) {
        boolean on = !table.ttlAttribute().isEmpty();
        out.clear().beginObject().name("TimeToLiveDescription").beginObject().name("TimeToLiveStatus")
                .value(on ? "ENABLED" : "DISABLED");
        if (on) {
            out.name("AttributeName").value(table.ttlAttribute());
        }
        out.endObject().endObject();
    }

    /** The tags that a request brings. */
    static Map<String, String> tags(Members in) {
        Map<String, String> tags = new LinkedHashMap<>();
        List<Members> given = in.structures("Tags");
        for (int i = 0; given != null && i < given.size(); i++) {
            String key = given.get(i).string("Key");
            String value = given.get(i).string("Value");
            String at = "tags." + (i + 1) + ".member.";
            new Constraints().notNull(key, at + "key").notNull(value, at + "value")
                    .length(key, key == null ? 0 : key.length(), at + "key", 1, TAG_KEY_MAX)
                    .length(value, value == null ? 0 : value.length(), at + "value", 0, TAG_VALUE_MAX).check();
            if (tags.put(key, value) != null) {
                throw DynamoError.validation("Duplicate tag key: " + key);
            }
        }
        check(tags);
        return tags;
    }

    private static void check(Map<String, String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw DynamoError.validation("Number of tags exceeds the current limits. The limit is " + TAGS_MAX);
        }
    }

    void tag(Members in, JsonOutput out) {
        TableModel table = resource(in);
        new Constraints().notNull(in.has("Tags") ? in : null, "tags").check();
        Map<String, String> tags = new LinkedHashMap<>(table.tags());
        tags.putAll(tags(in));
        check(tags);
        catalogue.store(table.withTags(tags));
        out.clear();
    }

    void untag(Members in, JsonOutput out) {
        TableModel table = resource(in);
        List<String> keys = in.strings("TagKeys");
        new Constraints().notNull(keys, "tagKeys").check();
        Map<String, String> tags = new LinkedHashMap<>(table.tags());
        tags.keySet().removeAll(keys);
        catalogue.store(table.withTags(tags));
        out.clear();
    }

    void listTags(Members in, JsonOutput out) {
        TableModel table = resource(in);
        out.clear().beginObject().name("Tags").beginArray();
        table.tags().forEach((key, value) ->
                out.beginObject().name("Key").value(key).name("Value").value(value).endObject());
        out.endArray().endObject();
    }

    private TableModel resource(Members in) {
        String arn = in.string("ResourceArn");
        new Constraints().notNull(arn, "resourceArn").check();
        int slash = arn.lastIndexOf(":table/");
        if (!arn.startsWith("arn:") || slash < 0) {
            throw DynamoError.validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        TableModel table = catalogue.table(arn.substring(slash + ":table/".length()));
        if (table == null) {
            throw DynamoError.noSuchResource("Requested resource not found: ResourcArn: " + arn + " not found");
        }
        return table;
    }

    static void describeLimits(JsonOutput out) {
        out.clear().beginObject().name("AccountMaxReadCapacityUnits").value(ACCOUNT_UNITS_MAX)
                .name("AccountMaxWriteCapacityUnits").value(ACCOUNT_UNITS_MAX)
                .name("TableMaxReadCapacityUnits").value(TABLE_UNITS_MAX)
                .name("TableMaxWriteCapacityUnits").value(TABLE_UNITS_MAX).endObject();
    }

    /** As of a table whose recovery to a point in time was never asked for: Terraform looks at every table's. */
    static void describeContinuousBackups(JsonOutput out) {
        out.clear().beginObject().name("ContinuousBackupsDescription").beginObject()
                .name("ContinuousBackupsStatus").value("ENABLED").name("PointInTimeRecoveryDescription").beginObject()
                .name("PointInTimeRecoveryStatus").value("DISABLED").endObject().endObject().endObject();
    }

    void describeEndpoints(JsonOutput out) {
        out.clear().beginObject().name("Endpoints").beginArray().beginObject().name("Address")
                .value("dynamodb." + options.region() + ".amazonaws.com").name("CachePeriodInMinutes")
                .value(CACHE_MINUTES).endObject().endArray().endObject();
    }
}
