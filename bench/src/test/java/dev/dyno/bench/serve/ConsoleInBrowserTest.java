package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The console as a person uses it, in headless Chromium; screenshots are left in {@code target/console}. One visit, in
 * this order: what one step makes, the next ones use.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleInBrowserTest {

    private static final String[] VIEWS = {"items", "query", "partiql", "stream", "engine", "cache"};
    private static final String ROWS = "document.querySelectorAll('#%s tbody tr').length";
    private static final int ITEMS = 60;

    private static final Queue<Throwable> FAULTS = new ConcurrentLinkedQueue<>();
    private static Served served;
    private static DynamoDbClient client;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        browser = new Browser(Path.of("target", "console"));
        served = Served.open(new ServeOptions("btree", Map.of(), "", Durability.MEMORY, "log", "8MiB", PolicyKind.LRU,
                "", "us-east-1"), HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, FAULTS::add);
        client = DynamoDbClient.builder().endpointOverride(URI.create(served.url())).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        browser.size(1280, 800);
        browser.open(served.url());
    }

    @AfterAll
    static void close() throws IOException {
        if (client != null) {
            client.close();
            served.close();
        }
        if (browser != null) {
            browser.close();
        }
        assertEquals(List.of(), List.copyOf(FAULTS));
    }

    @AfterEach
    void nothingWentWrongInThePage() {
        // The browser logs refused requests, which are told in the page and are part of this visit.
        assertEquals(List.of(), browser.errors().stream().filter(error -> !error.contains("status of 400")).toList());
    }

    @Test
    @Order(1)
    void aTableAndAnItemAreMadeByKeyboardAlone() {
        browser.await("an empty list", "!document.getElementById('no-tables').hidden");
        browser.type("c");
        browser.await("the dialog", "document.getElementById('table-dialog').open");
        browser.type("orders", Keys.TAB, Keys.chord(Keys.CONTROL, "a"), "customer", Keys.TAB, Keys.TAB, "order",
                Keys.TAB, "N", Keys.TAB, " ", Keys.ENTER);
        browser.await("the table", "document.getElementById('table-name').textContent === 'orders'");
        assertEquals("customer (S), order (N) · 0 items", browser.text("table-facts"));
        assertTrue(client.describeTable(request -> request.tableName("orders")).table().streamSpecification()
                .streamEnabled());
        browser.leaveFields();
        browser.type("n");
        browser.await("the item's dialog", "document.getElementById('item-dialog').open");
        browser.type(Keys.chord(Keys.CONTROL, "a"), "{\"customer\": {\"S\": \"ada\"}, \"order\": {\"N\": \"x\"}}",
                Keys.TAB, Keys.ENTER);
        browser.await("the refusal", "document.getElementById('item-problem').textContent.includes('numeric')");
        browser.find("item-json").sendKeys(Keys.chord(Keys.CONTROL, "a"),
                "{\"customer\": {\"S\": \"ada\"}, \"order\": {\"N\": \"7\"}, \"gift\": {\"BOOL\": true}}", Keys.TAB,
                Keys.ENTER);
        browser.await("the row", ROWS.formatted("item-rows") + " === 1");
        assertEquals("ada7true", String.valueOf(browser.script(
                "return [...document.querySelectorAll('#item-rows td')].map(cell => cell.textContent).join('')")));
    }

    @Test
    @Order(2)
    void itemsAreBrowsedAndQueried() throws IOException {
        for (int i = 0; i < ITEMS; i++) {
            client.putItem(put(i));
        }
        browser.leaveFields();
        browser.type("r");
        browser.await("a page", ROWS.formatted("item-rows") + " === 25");
        browser.find("more-items").click();
        browser.await("another", ROWS.formatted("item-rows") + " === 50");
        browser.picture("items");
        browser.leaveFields();
        browser.type("2");
        browser.fill("query-pk", "bach");
        browser.find("query-operator").sendKeys("b");
        browser.await("the fields of between", "!document.getElementById('query-sk-to').parentElement.hidden");
        browser.fill("query-sk", "10");
        browser.fill("query-sk-to", "14");
        browser.find("query-order").sendKeys("d");
        browser.find("query-sk-to").sendKeys(Keys.ENTER);
        browser.await("what was asked for", ROWS.formatted("query-rows") + " === 5");
        assertEquals("14", browser.script("return document.querySelector('#query-rows tbody .number').textContent"));
        browser.picture("query");
        browser.find("query-operator").sendKeys("a");
        browser.fill("query-limit", "40");
        browser.find("query-pk").sendKeys(Keys.ENTER);
        browser.await("a page", "document.getElementById('message').textContent === '40 items, and more'");
        browser.find("more-found").click();
        browser.await("the rest", "document.getElementById('message').textContent === '" + ITEMS + " items'");
    }

    @Test
    @Order(3)
    void statementsReadAndWriteOrTellWhyNot() throws IOException {
        browser.leaveFields();
        browser.type("3");
        run("SELECT * FROM \"orders\" WHERE customer = 'ada'");
        browser.await("one item", ROWS.formatted("partiql-rows") + " === 1");
        assertEquals("1 items", browser.text("message"));
        run("INSERT INTO \"orders\" VALUE {'customer': 'clara', 'order': 1, 'paid': false}");
        browser.await("done", "document.getElementById('message').textContent === 'Done'");
        run("UPDATE \"orders\" SET paid = true WHERE customer = 'clara' AND \"order\" = 1 RETURNING ALL NEW *");
        browser.await("the new item", "[...document.querySelectorAll('#partiql-rows tbody td')]"
                + ".map(cell => cell.textContent).sort().join() === '1,clara,true'");
        assertEquals(true, client.getItem(request -> request.tableName("orders").key(Map.of("customer",
                AttributeValue.fromS("clara"), "order", AttributeValue.fromN("1")))).item().get("paid").bool());
        browser.picture("partiql");
        run("DELETE FROM \"orders\" WHERE customer = 'clara' AND \"order\" = 1");
        browser.await("done", "document.getElementById('message').textContent === 'Done'");
        run("SELECT * FROM \"orders\" WHERE customer = 'clara'");
        browser.await("nothing", "document.getElementById('message').textContent === '0 items'");
        run("SELECT * FROM \"orders\"");
        browser.await("a page", ROWS.formatted("partiql-rows") + " === 25");
        assertEquals("25 items, and more", browser.text("message"));
        browser.find("more-rows").click();
        browser.await("another", ROWS.formatted("partiql-rows") + " === 50");
        browser.find("more-rows").click();
        browser.await("the last", "document.getElementById('message').textContent === '" + (ITEMS + 1) + " items'");
        assertEquals(true, browser.script("return document.getElementById('more-rows').hidden"));
        run("SELECT nothing");
        browser.await("a refusal",
                "document.getElementById('message').textContent.startsWith('ValidationException')");
    }

    private static void run(String statement) {
        browser.fill("statement", statement);
        browser.find("statement").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    }

    @Test
    @Order(4)
    void changesAppearWhileTheyHappen() throws IOException {
        browser.leaveFields();
        browser.type("w");
        browser.await("watching", "document.getElementById('stream-facts').textContent.startsWith('orders: ')");
        client.putItem(put(1000));
        client.updateItem(request -> request.tableName("orders").key(Map.of("customer", AttributeValue.fromS("bach"),
                "order", AttributeValue.fromN("1000"))).updateExpression("SET note = :n")
                .expressionAttributeValues(Map.of(":n", AttributeValue.fromS("changed"))));
        browser.await("two changes", "document.querySelectorAll('#records li').length === 2");
        assertEquals("MODIFY", browser.script("return document.querySelector('#records b').textContent"));
        assertTrue(browser.text("records").contains("a note of 1000 changed"), browser.text("records"));
        browser.picture("stream");
        browser.find("watch").click();
        browser.await("no longer", "document.getElementById('watch').textContent === 'Watch'");
    }

    @Test
    @Order(5)
    void theEngineAndTheHitCurveAreSeenWhileALoadRuns() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread load = Thread.ofPlatform().start(() -> {
            for (int i = 0; !over.get(); i++) {
                int order = i % ITEMS;
                client.getItem(request -> request.tableName("orders").key(Map.of("customer",
                        AttributeValue.fromS("bach"), "order", AttributeValue.fromN("" + order))));
            }
        });
        try {
            browser.leaveFields();
            browser.type("6");
            browser.await("a curve", "document.querySelector('#hit-chart canvas') !== null"
                    + " && parseFloat(document.querySelector('#cache-tiles dd').textContent) > 50"
                    + " && parseInt(document.querySelectorAll('#cache-tiles dd')[2].textContent"
                    + ".replace(',', '')) > 300");
            browser.picture("cache");
            browser.type("5");
            browser.await("rates and structure", "document.querySelector('#rate-chart canvas') !== null"
                    + " && document.querySelectorAll('#shape details').length > 4"
                    + " && document.querySelectorAll('#counters tr').length > 10");
            assertTrue(browser.text("shape").contains("orders"), browser.text("shape"));
            browser.picture("engine");
        } finally {
            over.set(true);
            load.join();
        }
    }

    @Test
    @Order(6)
    void darkAndLightAndNarrowScreensAreReadable() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            for (String view : VIEWS) {
                browser.script("document.getElementById('tab-" + view + "').click()");
                assertEquals(List.of(), browser.script(LOW_CONTRAST), scheme + ": texts hard to read in " + view);
            }
            browser.picture(scheme);
        }
        browser.find("theme").click();
        assertEquals("light", browser.script("return getComputedStyle(document.documentElement).colorScheme"));
        browser.size(390, 844);
        for (String view : VIEWS) {
            browser.script("document.getElementById('tab-" + view + "').click()");
            assertEquals(0L, browser.script("return document.documentElement.scrollWidth - window.innerWidth"),
                    "wider than the screen: " + view);
            browser.picture("narrow-" + view);
        }
    }

    @Test
    @Order(7)
    void everythingThatCanBeUsedHasANameAndTheArrowsMoveBetweenViews() {
        assertEquals(List.of(), browser.script("return [...document.querySelectorAll("
                + "'button, input, select, textarea')]"
                + ".filter(e => !(e.ariaLabel || e.textContent.trim() || e.labels?.length)).map(e => e.id)"));
        browser.find("tab-items").click();
        browser.type(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertEquals("tab-partiql", browser.script("return document.activeElement.id"));
        assertEquals(false, browser.script("return document.getElementById('partiql').hidden"));
    }

    @Test
    @Order(8)
    @SuppressWarnings("unchecked") // the SDK takes consumers of builders as arrays
    void whatAnIndexFoundIsOpenedWholeAndPutBackWhole() throws IOException {
        client.createTable(request -> request.tableName("books").billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(one -> one.attributeName("isbn").attributeType(ScalarAttributeType.S),
                        two -> two.attributeName("author").attributeType(ScalarAttributeType.S))
                .keySchema(key -> key.attributeName("isbn").keyType(KeyType.HASH))
                .globalSecondaryIndexes(index -> index.indexName("by-author")
                        .keySchema(key -> key.attributeName("author").keyType(KeyType.HASH))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))));
        Map<String, AttributeValue> book = Map.of("isbn", AttributeValue.fromS("1"),
                "author", AttributeValue.fromS("ada"), "title", AttributeValue.fromS("Notes"),
                "tags", AttributeValue.fromSs(List.of("engine", "loom")),
                "editions", AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of("year",
                        AttributeValue.fromN("1843"))))));
        client.putItem(request -> request.tableName("books").item(book));
        browser.size(1280, 800);
        browser.open(served.url());
        browser.await("the tables", "document.querySelectorAll('#tables button').length === 2");
        browser.script("[...document.querySelectorAll('#tables button')].find(b => b.textContent === 'books').click()");
        browser.await("the table", "document.getElementById('table-name').textContent === 'books'"
                + " && " + ROWS.formatted("item-rows") + " === 1");
        browser.leaveFields();
        browser.type("2");
        browser.find("query-index").sendKeys("by-author");
        browser.await("the index's key", "document.getElementById('query-pk-name').textContent === 'author'");
        browser.fill("query-pk", "ada");
        browser.find("query-pk").sendKeys(Keys.ENTER);
        browser.await("the entry", ROWS.formatted("query-rows") + " === 1");
        assertEquals("isbn,author", browser.script("return [...document.querySelectorAll('#query-rows th')]"
                + ".map(cell => cell.textContent).join()"), "an index of keys has no more");
        browser.script("document.querySelector('#query-rows tbody tr').focus()");
        browser.type(Keys.ENTER);
        browser.await("the item's dialog", "document.getElementById('item-dialog').open");
        assertEquals("author,editions,isbn,tags,title", browser.script(
                "return Object.keys(JSON.parse(document.getElementById('item-json').value)).sort().join()"));
        browser.picture("item-of-index");
        browser.script("const json = document.getElementById('item-json');"
                + "json.value = json.value.replace('Notes', 'Notes, 2nd')");
        browser.find("item-json").sendKeys(Keys.TAB, Keys.ENTER);
        browser.await("it is put", "!document.getElementById('item-dialog').open");
        Map<String, AttributeValue> changed = new HashMap<>(book);
        changed.put("title", AttributeValue.fromS("Notes, 2nd"));
        assertEquals(changed, client.getItem(request -> request.tableName("books").consistentRead(true)
                .key(Map.of("isbn", AttributeValue.fromS("1")))).item());
    }

    /** Texts that are seen whose contrast with their ground is under 4.5, as WCAG counts it. */
    private static final String LOW_CONTRAST = """
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const rgb = colour => {
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = colour;
              canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data];
            };
            const light = colour => {
              const [r, g, b] = rgb(colour).slice(0, 3)
                  .map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
              return .2126 * r + .7152 * g + .0722 * b;
            };
            const ground = e => {
              while (e && rgb(getComputedStyle(e).backgroundColor)[3] < 250) {
                e = e.parentElement;
              }
              return e ? getComputedStyle(e).backgroundColor : 'white';
            };
            const found = new Set();
            for (const e of document.body.querySelectorAll('*')) {
              const hasText = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
              if (hasText && e.checkVisibility() && !e.closest('.u-legend, .skip, :disabled')) {
                const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
                const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                if (ratio < 4.5) found.add(`${e.tagName} ${e.id} ${e.className} ${ratio.toFixed(1)}`);
              }
            }
            return [...found];
            """;

    private static PutItemRequest put(int order) {
        return PutItemRequest.builder().tableName("orders")
                .item(Map.of("customer", AttributeValue.fromS("bach"), "order", AttributeValue.fromN("" + order),
                        "note", AttributeValue.fromS("a note of " + order), "lines", AttributeValue.fromL(List.of(
                                AttributeValue.fromM(Map.of("sku", AttributeValue.fromS("S" + order))))))).build();
    }
}
