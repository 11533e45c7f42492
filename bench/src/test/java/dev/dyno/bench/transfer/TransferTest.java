package dev.dyno.bench.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.serve.ServeOptions;
import dev.dyno.bench.serve.Served;
import dev.dyno.dynamo.dax.HttpUpstream;
import dev.dyno.dynamo.dax.Upstream;
import dev.dyno.dynamo.http.HttpOptions;
import dev.dyno.dynamo.http.Target;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table goes into a folder and comes back, over HTTP, with its indexes and every item. */
@Timeout(60)
class TransferTest {

    /** Some pages of a scan. */
    private static final int ITEMS = 60;
    private static final String TEXT = "x".repeat(50_000);
    private static final String TABLE = "{'TableName':'tab','BillingMode':'PAY_PER_REQUEST','KeySchema':["
            + "{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],'AttributeDefinitions':["
            + "{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'},"
            + "{'AttributeName':'g','AttributeType':'S'}],'GlobalSecondaryIndexes':[{'IndexName':'by-g','KeySchema':["
            + "{'AttributeName':'g','KeyType':'HASH'}],'Projection':{'ProjectionType':'KEYS_ONLY'}}]}";

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private Served served;
    private HttpUpstream endpoint;
    private Asker asker;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws IOException {
        served = Served.open(ServeOptions.of("btree", ""), HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, faults::add);
        endpoint = new HttpUpstream(served.url(), "us-east-1", "any", "any");
        asker = new Asker(endpoint);
        ask("CreateTable", TABLE);
    }

    @AfterEach
    void close() {
        endpoint.close();
        served.close();
        assertEquals(List.of(), List.copyOf(faults));
    }

    private JsonNode ask(String operation, String request) throws IOException {
        return asker.ask(operation, Asker.JSON.readTree(request.replace('\'', '"')));
    }

    @Test
    void aTableComesBackAsItWas() throws IOException {
        for (int i = 0; i < ITEMS; i++) {
            ask("PutItem", "{'TableName':'tab','Item':{'p':{'S':'p" + i % 7 + "'},'s':{'N':'" + i + "'},'g':{'S':'g"
                    + i % 3 + "'},'all':{'M':{'n':{'N':'1.50'},'b':{'B':'AP8='},'set':{'SS':['a','b']},"
                    + "'z':{'NULL':true},'l':{'L':[{'BOOL':true},{'S':'\u00fc'}]}}},'text':{'S':'" + TEXT + "'}}}");
        }
        Path folder = directory.resolve("tab");
        assertEquals(ITEMS, new TableExport(endpoint).run("tab", folder));
        assertEquals(ITEMS, new TableImport(endpoint).run(folder, "copy"));
        JsonNode copy = ask("DescribeTable", "{'TableName':'copy'}").path("Table");
        assertEquals("by-g", copy.path("GlobalSecondaryIndexes").path(0).path("IndexName").asText());
        assertEquals(ITEMS, copy.path("ItemCount").asInt());
        for (int i = 0; i < ITEMS; i++) {
            String key = "'Key':{'p':{'S':'p" + i % 7 + "'},'s':{'N':'" + i + "'}}}";
            assertEquals(ask("GetItem", "{'TableName':'tab'," + key), ask("GetItem", "{'TableName':'copy'," + key));
        }
        assertThrows(FileAlreadyExistsException.class, () -> new TableExport(endpoint).run("tab", folder));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new TableImport(endpoint).run(folder, ""))
                .getMessage().contains("Table already exists: tab"));
        assertTrue(served.checkIndexes().isConsistent());
    }

    private Upstream failingAt(String operation) {
        return new Upstream() {
            @Override
            public byte[] ask(Target target, byte[] request) {
                if (target.operation().equals(operation)) {
                    throw new UnknownOutcomeException("cut off", new IOException());
                }
                return endpoint.ask(target, request);
            }

            @Override
            public void close() {
                endpoint.close();
            }
        };
    }

    @Test
    void anExportThatFailedLeavesNothingThatLooksWholeAndCanBeRunAgain() throws IOException {
        ask("PutItem", "{'TableName':'tab','Item':{'p':{'S':'a'},'s':{'N':'1'}}}");
        Path folder = directory.resolve("tab");
        assertThrows(IOException.class, () -> new TableExport(failingAt("Scan")).run("tab", folder));
        assertThrows(IOException.class, () -> new TableImport(endpoint).run(folder, "copy"));
        assertEquals(1, new TableExport(endpoint).run("tab", folder));
        assertEquals(1, new TableImport(endpoint).run(folder, "copy"));
    }

    @Test
    void aFileOfItemsGoesIntoATableThatIsThere() throws IOException {
        Path file = directory.resolve("items.json");
        Files.writeString(file, "{\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"1\"}}}\n\n");
        assertEquals(1, new TableImport(endpoint).run(file, "tab"));
        assertEquals(1, ask("Scan", "{'TableName':'tab'}").path("Count").asInt());
        Files.writeString(file, "{\"item\":1}\n");
        assertThrows(IllegalArgumentException.class, () -> new TableImport(endpoint).run(file, "tab"));
        assertThrows(IllegalArgumentException.class, () -> new TableImport(endpoint).run(file, ""));
    }
}
