package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.dynamo.operation.IndexCheck;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker finds nothing where the API wrote, and each kind of damage where somebody wrote past it. */
class IndexCheckTest {

    static List<EngineProvider> stacks() {
        return Stacks.with(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
    }

    private static Api filled(EngineProvider provider) {
        Api api = new Api(provider);
        api.call("CreateTable", "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'g','AttributeType':'N'}],"
                + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                + "'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
                + "'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':['x']}}]}");
        for (int i = 0; i < 300; i++) {
            String g = i % 3 == 0 ? "" : ",'g':{'N':'" + i % 7 + "'}";
            api.call("PutItem", "{'TableName':'tab','Item':{'p':{'S':'p" + i + "'},'x':{'N':'" + i + "'}" + g + "}}");
        }
        return api;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void nothingIsFoundWhereTheApiWrote(EngineProvider provider) {
        try (Api api = filled(provider)) {
            assertEquals(new IndexCheck.Report(1, 1, 300, 200, 0, List.of()), api.dynamo.checkIndexes());
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void everyKindOfDamageIsNamed(EngineProvider provider) {
        try (Api api = filled(provider)) {
            String base = engineTable(api, "tab.d");
            String index = engineTable(api, "tab.glo.d");
            try (Session session = api.engine.openSession()) {
                Table entries = session.table(index);
                entries.delete(keys(entries, 1).get(0));
                assertViolation(api, 1, "I2 violated: the item has no entry: table=tab, index=glo, key=");

                Key another = keys(entries, 1).get(0);
                ExpandableArrayBuffer value = new ExpandableArrayBuffer();
                int length = item(session.table(base), Key.of("p0", ""), value);
                entries.put(another, value, 0, length);
                assertViolation(api, 2, "I2 violated: the entry is not what the index projects");

                session.table(base).delete(Key.of("p299", ""));
                assertViolation(api, 3, "I3 violated: the entry is of no item: table=tab, index=glo, key=");

                session.table(base).put(Key.of("elsewhere", ""), value, 0, length);
                assertViolation(api, 4,
                        "I1 violated: the item's attributes give another key: table=tab, key=elsewhere");
            }
        }
    }

    private static void assertViolation(Api api, int least, String text) {
        IndexCheck.Report report = api.dynamo.checkIndexes();
        assertTrue(report.violations() >= least && report.toString().contains(text), report.toString());
    }

    private static String engineTable(Api api, String prefix) {
        return api.engine.tables().stream().map(TableSpec::name).filter(name -> name.startsWith(prefix)).findFirst()
                .orElseThrow();
    }

    private static List<Key> keys(Table table, int most) {
        KeyBatch batch = new KeyBatch();
        try (Cursor cursor = table.scan(0, 1)) {
            while (batch.size() < most && cursor.next()) {
                batch.add(cursor.key());
            }
        }
        return IntStream.range(0, batch.size()).mapToObj(i -> {
            Key key = new Key();
            batch.get(i, key);
            return key;
        }).toList();
    }

    private static int item(Table table, Key key, ExpandableArrayBuffer into) {
        ItemView view = new ItemView();
        assertTrue(table.strong().get(key, view));
        return view.copyTo(into, 0);
    }

    @Test
    void anIndexWhoseFillingWasCutIsFilledAtTheNextOpen() {
        try (Api api = filled(Engines.named("btree"))) {
            Catalogue catalogue = Catalogue.open(api.engine);
            TableModel table = catalogue.table("tab");
            IndexModel index = table.index("glo");
            try (Session session = api.engine.openSession()) {
                Table entries = session.table(index.engineTable());
                keys(entries, 50).forEach(entries::delete);
            }
            catalogue.store(table.withIndex(index.withState("CREATING")));
            api.reopen();
            assertEquals(new IndexCheck.Report(1, 1, 300, 200, 0, List.of()), api.dynamo.checkIndexes());
            assertEquals(200, api.ask("Scan", "{'TableName':'tab','IndexName':'glo'}").path("Count").asInt());
        }
    }
}
