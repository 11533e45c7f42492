package dev.dyno.kit;

import static dev.dyno.api.Capability.QUERY;
import static dev.dyno.api.Capability.QUERY_REVERSE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Q, second part: how a cursor walks, seeks, and lives with writes around it. */
public interface CursorRules extends RuleFamily {

    @Test
    @Rule("Q12")
    default void q12_aCursorStartsBeforeTheFirstItemAndEndsAfterTheLast() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b");
        try (Cursor cursor = table().query(Items.range("p"))) {
            assertThrows(IllegalStateException.class, cursor::key);
            assertThrows(IllegalStateException.class, cursor::item);
            assertTrue(cursor.next());
            assertEquals("a=1", items().show(cursor));
            assertTrue(cursor.next());
            assertFalse(cursor.next());
            assertThrows(IllegalStateException.class, cursor::key);
            assertThrows(IllegalStateException.class, cursor::item);
            assertFalse(cursor.next(), "the end is the end");
            items().put("p", "c", "1");
            assertFalse(cursor.next(), "also when items are added behind it");
        }
    }

    @Test
    @Rule("Q13")
    default void q13_seekGoesToTheKeyOrTheNextOneForthAndBack() {
        if (lacks(QUERY)) {
            return;
        }
        fill("b", "d", "f", "h");
        try (Cursor cursor = table().query(Items.range("p"))) {
            assertEquals("d=1", seek(cursor, "d"));
            assertEquals("f=1", seek(cursor, "e"));
            assertTrue(cursor.next());
            assertEquals("h=1", items().show(cursor));
            assertEquals("b=1", seek(cursor, ""));
            assertTrue(cursor.next());
            assertEquals("d=1", items().show(cursor));
            assertFalse(cursor.seek(Key.of("p", "i")));
            assertFalse(cursor.next(), "after a seek beyond the end");
            assertEquals("f=1", seek(cursor, "f"));
            assertThrows(IllegalArgumentException.class, () -> cursor.seek(Key.of("q", "f")));
        }
    }

    @Test
    @Rule("Q14")
    default void q14_seekInReverseGoesToTheKeyOrTheOneBefore() {
        if (lacks(QUERY, QUERY_REVERSE)) {
            return;
        }
        fill("b", "d", "f", "h");
        try (Cursor cursor = table().query(Items.range("p").reverse(true))) {
            assertEquals("f=1", seek(cursor, "f"));
            assertEquals("d=1", seek(cursor, "e"));
            assertTrue(cursor.next());
            assertEquals("b=1", items().show(cursor));
            assertFalse(cursor.seek(Key.of("p", "a")));
            assertFalse(cursor.next());
            assertEquals("h=1", seek(cursor, "zzz"));
        }
    }

    @Test
    @Rule("Q15")
    default void q15_seekStaysInTheRangeAndCountsTowardsTheLimit() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c", "d", "e");
        DirectBuffer b = Items.bytes("b");
        DirectBuffer d = Items.bytes("d");
        try (Cursor cursor = table().query(Items.range("p").from(b, 0, 1, true).to(d, 0, 1, true))) {
            assertEquals("b=1", seek(cursor, "a"));
            assertEquals("d=1", seek(cursor, "d"));
            assertFalse(cursor.seek(Key.of("p", "dd")));
            assertFalse(cursor.seek(Key.of("p", "e")));
        }
        try (Cursor cursor = table().query(Items.range("p").limit(2))) {
            assertEquals("d=1", seek(cursor, "d"));
            assertEquals("a=1", seek(cursor, "a"));
            assertFalse(cursor.next(), "the limit is reached");
            assertFalse(cursor.seek(Key.of("p", "a")), "a seek does not start a new count");
        }
    }

    @Test
    @Rule("Q16")
    default void q16_cursorsOfOneSessionDoNotDisturbEachOther() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c");
        Items items = items();
        items.put("q", "x", "1");
        try (Cursor first = table().query(Items.range("p")); Cursor second = table().query(Items.range("p"))) {
            assertTrue(first.next());
            assertTrue(second.next());
            assertTrue(second.next());
            assertEquals("1", items.get("q", "x"));
            assertEquals("a=1", items.show(first));
            assertEquals("b=1", items.show(second));
            try (Cursor third = table().query(Items.range("q"))) {
                assertEquals(List.of("x=1"), items.drain(third));
            }
            assertEquals(List.of("b=1", "c=1"), items.drain(first));
            assertEquals(List.of("c=1"), items.drain(second));
        }
    }

    @Test
    @Rule("Q17")
    default void q17_aCursorLivesWithWritesOfItsOwnSession() {
        if (lacks(QUERY)) {
            return;
        }
        Items items = items();
        TreeSet<String> untouched = new TreeSet<>();
        for (int i = 0; i < 400; i++) {
            String sort = String.format("s%04d", i);
            items.put("p", sort, "v");
            if (i % 2 == 0) {
                untouched.add(sort);
            }
        }
        checkWalkAmidWrites(Items.range("p"), untouched);
        if (!lacks(QUERY_REVERSE)) {
            checkWalkAmidWrites(Items.range("p").reverse(true), untouched);
        }
    }

    @Test
    @Rule("Q18")
    default void q18_itemsMayBeRemovedUnderTheCursor() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c", "d");
        try (Cursor cursor = table().query(Items.range("p"))) {
            List<String> walked = new ArrayList<>();
            while (cursor.next()) {
                walked.add(items().show(cursor));
                table().delete(cursor.key());
            }
            assertEquals(List.of("a=1", "b=1", "c=1", "d=1"), walked);
        }
        assertEquals(List.of(), items().query(Items.range("p")));
    }

    @Test
    @Rule("Q19")
    default void q19_largeAndEmptyValuesAreWalkedOver() {
        if (lacks(QUERY)) {
            return;
        }
        int large = Math.min(engine().limits().valueBytes(), 2 << 20);
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            byte[] value = Items.random(fixture().random(), i % 3 == 0 ? large - i : i % 3 == 1 ? 0 : 3);
            values.add(value);
            items().put(Key.of("p", "s" + i), value);
        }
        int at = 0;
        try (Cursor cursor = table().query(Items.range("p"))) {
            while (cursor.next()) {
                assertArrayEquals(values.get(at), Items.copy(cursor.item().value()), "item " + at);
                at++;
            }
        }
        assertEquals(values.size(), at);
    }

    /** Deletes, inserts and replaces around the cursor; what is not touched must be seen, in order, once. */
    private void checkWalkAmidWrites(Range range, TreeSet<String> untouched) {
        Items items = items();
        boolean reverse = range.reverse();
        List<String> seen = new ArrayList<>();
        try (Cursor cursor = table().query(range)) {
            while (cursor.next()) {
                seen.add(Items.text(cursor.key().sort()));
                String touched = String.format("s%04d", fixture().random().nextInt(200) * 2 + 1);
                if (fixture().random().nextBoolean()) {
                    items.delete("p", touched);
                } else {
                    items.put("p", touched, "w".repeat(fixture().random().nextInt(200)));
                }
            }
        }
        for (int i = 1; i < seen.size(); i++) {
            int order = seen.get(i).compareTo(seen.get(i - 1));
            assertTrue(reverse ? order < 0 : order > 0, "out of order: " + seen.get(i - 1) + ", " + seen.get(i));
        }
        List<String> kept = new ArrayList<>(seen);
        kept.retainAll(untouched);
        assertEquals(List.copyOf(reverse ? untouched.descendingSet() : untouched), kept);
    }

    private String seek(Cursor cursor, String sort) {
        assertTrue(cursor.seek(Key.of("p", sort)), "seek to " + sort);
        return items().show(cursor);
    }

    private void fill(String... sorts) {
        Items items = items();
        for (String sort : sorts) {
            items.put("p", sort, "1");
        }
    }
}
