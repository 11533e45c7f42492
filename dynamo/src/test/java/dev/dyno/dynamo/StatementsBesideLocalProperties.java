package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Engines;
import dev.dyno.dynamo.RandomStatements.Item;
import dev.dyno.dynamo.RandomStatements.Texts;
import dev.dyno.dynamo.StatementProperties.Select;
import dev.dyno.dynamo.StatementProperties.Write;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random statements, put to DynamoDB Local and to this one: both find the same, and refuse the same. The seed is fixed,
 * because Local has faults of its own that others may meet.
 */
class StatementsBesideLocalProperties {

    /** Where Local breaks: on some NOT beside a key, for one. */
    private static final String LOCALS_OWN = "InternalFailure";

    private static Local local;

    @BeforeContainer
    static void start() throws Exception {
        local = new Local();
    }

    @AfterContainer
    static void stop() {
        local.close();
    }

    @Provide
    Arbitrary<List<Item>> items() {
        return RandomStatements.items();
    }

    @Provide
    Arbitrary<List<Write>> writes() {
        return new StatementProperties().writes();
    }

    @Provide
    Arbitrary<List<Select>> selects() {
        return new StatementProperties().selects();
    }

    @Property(tries = 20, seed = "20261129", edgeCases = EdgeCasesMode.NONE)
    void bothUnderstandTheSame(@ForAll("items") List<Item> items, @ForAll("writes") List<Write> writes,
            @ForAll("selects") List<Select> selects) throws Exception {
        try (Api api = new Api(Engines.named("btree"))) {
            same(api, "CreateTable", Api.quoted(StatementProperties.createTable("tab")));
            for (Item item : items) {
                same(api, "PutItem", "{\"TableName\":\"tab\",\"Item\":" + item.json() + "}");
            }
            for (Write write : writes) {
                same(api, "ExecuteStatement", statement(write.texts()));
            }
            for (Select select : selects) {
                same(api, "ExecuteStatement", statement(select.texts()));
            }
        } finally {
            local.ask("DeleteTable", Api.quoted("{'TableName':'tab'}"));
        }
    }

    private static String statement(Texts texts) {
        return StatementProperties.statement(texts, "");
    }

    private static void same(Api api, String operation, String request) throws Exception {
        String theirs = outcome(local.ask(operation, request));
        String ours = outcome(Local.ours(api, operation, request));
        if (!theirs.equals(LOCALS_OWN)) {
            assertEquals(theirs, ours, request);
        }
    }

    /** Local orders a scan in its own way, and has other words for what it refuses. */
    private static String outcome(String answer) {
        return answer.startsWith("{") ? Local.sorted(Api.tree(answer).path("Items")).toString()
                : answer.substring(0, answer.indexOf(':'));
    }
}
