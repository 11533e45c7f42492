package dev.dyno.dynamo.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import dev.dyno.dynamo.Dynamo;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemsTest {

    private Engine engine;
    private Dynamo dynamo;
    private Items items;

    @BeforeEach
    void open() throws IOException {
        engine = Engines.named("btree").open(EngineConfig.on(new MemoryDisk()).withWork(new SeededWork(1))
                .withDurability(Durability.PROCESS));
        dynamo = Dynamo.open(engine);
        items = dynamo.openItems();
        items.request("CreateTable", Values.JSON.readTree("""
                {"TableName":"tab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[
                {"AttributeName":"p","AttributeType":"S"},{"AttributeName":"s","AttributeType":"N"}],"KeySchema":[
                {"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"s","KeyType":"RANGE"}]}"""));
    }

    @AfterEach
    void close() {
        items.close();
        dynamo.close();
        engine.close();
    }

    @Test
    void everyTypeComesBack() {
        Item item = Item.of("p", "a", "s", 1, "yes", true, "nothing", null, "list", Arrays.asList(1, "two", null),
                "map", Map.of("inner", List.of(2.5)), "words", Set.of("x", "y"), "numbers", Set.of(1, 2))
                .with("bytes", new byte[] {1, 2});
        assertNull(items.put("tab", item));
        Item found = items.get("tab", Item.of("p", "a", "s", 1));
        assertEquals("a", found.string("p"));
        assertEquals(BigDecimal.ONE, found.number("s"));
        assertEquals(true, found.get("yes"));
        assertTrue(found.has("nothing") && found.get("nothing") == null);
        assertEquals(Arrays.asList(BigDecimal.ONE, "two", null), found.get("list"));
        assertEquals(Map.of("inner", List.of(new BigDecimal("2.5"))), found.get("map"));
        assertEquals(Set.of("x", "y"), found.get("words"));
        assertEquals(Set.of(BigDecimal.ONE, BigDecimal.TWO), found.get("numbers"));
        assertArrayEquals(new byte[] {1, 2}, (byte[]) found.get("bytes"));
    }

    @Test
    void changesAreOnCondition() {
        Item key = Item.of("p", "a", "s", 1);
        Item now = items.update("tab", key, Expr.of("ADD #n :one").name("#n", "count").value(":one", 1), null);
        assertEquals(BigDecimal.ONE, now.number("count"));
        Expr expected = Expr.of("#c = :c").name("#c", "count");
        DynamoError failed = assertThrows(DynamoError.class, () -> items.update("tab", key,
                Expr.of("SET x = :x").value(":x", "new"), expected.value(":c", 7)));
        assertEquals(ErrorType.CONDITIONAL_CHECK_FAILED, failed.type());
        assertEquals("new", items.update("tab", key, Expr.of("SET x = :x").value(":x", "new"),
                expected.value(":c", 1)).string("x"));
        assertEquals("new", items.delete("tab", key, null).string("x"));
        assertNull(items.get("tab", key));
    }

    @Test
    void findsOverAllPages() {
        for (int i = 0; i < 20; i++) {
            items.put("tab", Item.of("p", "p" + i % 2, "s", i, "v", i % 3));
        }
        Find query = Find.in("tab").withKeys(Expr.of("p = :p AND s > :s").value(":p", "p1").value(":s", 4))
                .withFilter(Expr.of("v <> :v").value(":v", 0)).withPageItems(2);
        assertEquals(List.of(5, 7, 11, 13, 17, 19), sorts(items.find(query)));
        assertEquals(List.of(19, 17, 13, 11, 7, 5), sorts(items.find(query.withBackward(true))));
        assertEquals(20, sorts(items.find(Find.in("tab").withPageItems(3).withProjection("s"))).size());
        assertEquals(List.of(Item.of("s", BigDecimal.valueOf(5))),
                items.statement("SELECT s FROM tab WHERE p = ? AND s = ?", "p1", 5));
    }

    private static List<Integer> sorts(Iterable<Item> found) {
        List<Integer> all = new ArrayList<>();
        found.forEach(item -> all.add(item.number("s").intValueExact()));
        return all;
    }

    @Test
    void whatIsNoAttributeIsSaid() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> items.put("tab", Item.of("p", new Object())))
                .getMessage().contains("java.lang.Object"));
        assertThrows(IllegalArgumentException.class, () -> items.put("tab", Item.of("p", Set.of())));
        assertThrows(IllegalArgumentException.class, () -> items.put("tab", Item.of("p", Set.of("a", 1))));
        assertThrows(IllegalArgumentException.class, () -> Item.of("p", "a", "s"));
    }
}
