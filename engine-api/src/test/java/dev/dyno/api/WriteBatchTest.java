package dev.dyno.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.WriteBatch.Kind;
import dev.dyno.api.WriteOptions.Condition;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class WriteBatchTest {

    private final Table orders = table(TableSpec.sorted("orders").withId(1));
    private final Table users = table(TableSpec.sorted("users").withId(2));
    private final WriteBatch batch = new WriteBatch();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();

    @Test
    void returnsEveryOperationAsItWasGiven() {
        UnsafeBuffer value = bytes("cart");
        ItemPredicate big = current -> current.length() > 100;
        batch.put(orders, Key.of("u7", "o1"), value, 1, 2, new WriteOptions().ifSequence(42));
        batch.delete(users, Key.of("u7", ""), new WriteOptions().ifValue(bytes("old"), 0, 3));
        batch.check(users, Key.of("u8", "x"), new WriteOptions().ifMatches(big));

        assertEquals(3, batch.size());
        assertEquals(2, batch.tables());
        batch.get(0, operation);
        assertEquals(Kind.PUT, operation.kind());
        assertEquals("orders", operation.table().name());
        assertTrue(operation.key().sameAs(Key.of("u7", "o1")));
        assertEquals("ar", operation.buffer().getStringWithoutLengthUtf8(operation.valueOffset(), 2));
        assertEquals(Condition.SEQUENCE, operation.options().condition());
        assertEquals(42, operation.options().sequence());
        batch.get(1, operation);
        assertEquals(Kind.DELETE, operation.kind());
        assertEquals(0, operation.valueLength());
        DirectBuffer expected = operation.options().value();
        assertEquals("old", expected.getStringWithoutLengthUtf8(0, expected.capacity()));
        batch.get(2, operation);
        assertEquals(Kind.CHECK, operation.kind());
        assertSame(big, operation.options().predicate());
    }

    @Test
    void refusesASecondOperationOnOneItemButNotOnItsNeighbours() {
        for (int i = 0; i < 2_000; i++) {
            batch.delete(orders, Key.of("p", "s" + i), WriteOptions.DEFAULT);
            batch.delete(users, Key.of("p", "s" + i), WriteOptions.DEFAULT);
        }
        assertEquals(4_000, batch.size());
        String message = assertThrows(IllegalArgumentException.class,
                () -> batch.check(users, Key.of("p", "s7"), WriteOptions.DEFAULT)).getMessage();
        assertTrue(message.contains("table=users") && message.contains("first=15"), message);
        assertEquals(4_000, batch.size());
    }

    @Test
    void clearForgetsEverything() {
        batch.delete(orders, Key.of("p", "s"), WriteOptions.DEFAULT);
        batch.failedIndex(0);
        batch.clear().delete(orders, Key.of("p", "s"), WriteOptions.DEFAULT);
        assertEquals(1, batch.size());
        assertEquals(-1, batch.failedIndex());
        assertEquals(2, batch.bytes());
    }

    @Test
    void theSharedDefaultOptionsCannotBeChanged() {
        assertThrows(IllegalStateException.class, WriteOptions.DEFAULT::ifAbsent);
        assertThrows(IllegalStateException.class, WriteOptions.DEFAULT::returnOld);
        assertFalse(WriteOptions.DEFAULT.wantsOld());
    }

    private static UnsafeBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Table table(TableSpec spec) {
        return (Table) Proxy.newProxyInstance(Table.class.getClassLoader(), new Class<?>[] {Table.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("spec")) {
                        return spec;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
