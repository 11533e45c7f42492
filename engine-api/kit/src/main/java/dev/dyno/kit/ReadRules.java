package dev.dyno.kit;

import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.SCAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException.NoSuchTable;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R: reads of single items, of many, and scans. */
public interface ReadRules extends RuleFamily {

    @Test
    @Rule("R1")
    default void r1_getReturnsWhatWasPutLast() {
        Items items = items();
        items.put("p", "s", "first");
        assertEquals("first", items.get("p", "s"));
        items.put("p", "s", "a longer second value");
        assertEquals("a longer second value", items.get("p", "s"));
        items.put("p", "s", "3");
        assertEquals("3", items.get("p", "s"));
    }

    @Test
    @Rule("R2")
    default void r2_getOfAMissingItemIsFalseAndClearsTheView() {
        Items items = items();
        items.put("p", "s", "value");
        ItemView view = new ItemView();
        assertTrue(table().get(Key.of("p", "s"), view));
        for (Key missing : List.of(Key.of("p", ""), Key.of("p", "t"), Key.of("p", "s\0"), Key.of("q", "s"))) {
            table().get(Key.of("p", "s"), view);
            assertFalse(table().get(missing, view), missing::toString);
            assertFalse(view.exists());
            assertEquals(0, view.length());
            assertEquals(0, view.sequence());
        }
    }

    @Test
    @Rule("R3")
    default void r3_getBatchAnswersEachKeyOnce() {
        Items items = items();
        KeyBatch keys = new KeyBatch();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (i % 3 != 0) {
                items.put("p" + i % 7, "s" + i, "v" + i);
            }
            keys.add(Key.of("p" + i % 7, "s" + i));
            expected.add(i % 3 != 0 ? "v" + i : Items.NONE);
        }
        keys.add(Key.of("p1", "s1"));
        expected.add("v1");
        String[] answers = new String[keys.size()];
        int found = table().getBatch(keys, (index, item) -> {
            assertNull(answers[index], "key " + index + " was answered twice");
            answers[index] = Items.text(item);
        });
        assertEquals(expected, List.of(answers));
        assertEquals(expected.stream().filter(value -> !value.equals(Items.NONE)).count(), found);
    }

    @Test
    @Rule("R4")
    default void r4_getBatchOfNoKeysAnswersNothing() {
        assertEquals(0, table().getBatch(new KeyBatch(), (index, item) -> {
            throw new AssertionError("there is no key " + index);
        }));
    }

    @Test
    @Rule("R5")
    default void r5_valuesOfEverySizeComeBackAsTheyWere() {
        int limit = engine().limits().valueBytes();
        Items items = items();
        List<Integer> lengths = new ArrayList<>();
        for (int length : new int[] {0, 1, 7, 8, 9, 255, 256, 4_095, 4_096, 4_097, 16_383, 16_384, 65_535, 65_536,
            409_600, 1_700_000, limit}) {
            if (length <= limit) {
                lengths.add(length);
            }
        }
        Map<Integer, byte[]> values = new HashMap<>();
        for (int length : lengths) {
            byte[] value = Items.random(fixture().random(), length);
            values.put(length, value);
            items.put(Key.of("sizes", "s" + length), value);
        }
        for (int length : lengths) {
            Key key = Key.of("sizes", "s" + length);
            assertTrue(table().get(key, new ItemView()), () -> "an item of " + length + " bytes is gone");
            assertArrayEquals(values.get(length), items.value(key), () -> "value of " + length + " bytes");
        }
    }

    @Test
    @Rule("R6")
    default void r6_anItemCarriesTheSequenceOfItsCommit() {
        if (lacks(CONDITION_SEQUENCE)) {
            return;
        }
        Items items = items();
        ItemView view = new ItemView();
        for (int i = 0; i < 20; i++) {
            long first = items.put("p", "s" + i % 5, "v" + i);
            table().get(Key.of("p", "s" + i % 5), view);
            assertEquals(first, view.sequence());
        }
    }

    @Test
    @Rule("R7")
    default void r7_readsChangeNothing() {
        Items items = items();
        items.put("p", "s", "value");
        long before = engine().committedSequence();
        items.get("p", "s");
        items.get("p", "missing");
        table().getBatch(new KeyBatch().add(Key.of("p", "s")), (index, item) -> { });
        assertEquals(before, engine().committedSequence());
    }

    @Test
    @Rule("R8")
    default void r8_tablesAreApart() {
        Items items = items();
        Items other = new Items(session().table(Fixture.OTHER), fixture());
        items.put("p", "s", "mine");
        assertEquals(Items.NONE, other.get("p", "s"));
        other.put("p", "s", "yours");
        items.delete("p", "s");
        assertEquals(Items.NONE, items.get("p", "s"));
        assertEquals("yours", other.get("p", "s"));
    }

    @Test
    @Rule("R9")
    default void r9_anUnknownTableIsRefusedWithTheNearestName() {
        NoSuchTable refusal = assertThrows(NoSuchTable.class, () -> session().table("itens"));
        assertTrue(refusal.getMessage().contains("itens"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("'items'"), refusal::getMessage);
    }

    @Test
    @Rule("R10")
    default void r10_anAcknowledgedWriteIsSeenByEverySessionAtOnce() {
        Table mine = table();
        Items writing = new Items(mine, fixture());
        Session another = fixture().newSession();
        Items reading = new Items(another.table(Fixture.ITEMS), fixture());
        for (int i = 0; i < 50; i++) {
            writing.put("p", "s", "v" + i);
            assertEquals("v" + i, reading.get("p", "s"));
        }
        writing.delete("p", "s");
        assertEquals(Items.NONE, reading.get("p", "s"));
        writing.put("p", "s", "last");
        Together.run(() -> {
            try (Session elsewhere = engine().openSession()) {
                assertEquals("last", new Items(elsewhere.table(Fixture.ITEMS), fixture()).get("p", "s"));
            }
        });
    }

    @Test
    @Rule("R11")
    default void r11_scanSegmentsAreDisjointAndComplete() {
        if (lacks(SCAN)) {
            return;
        }
        Items items = items();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            items.put("p" + i % 17, "s" + i, "v" + i);
            expected.add("p" + i % 17 + " s" + i + "=v" + i);
        }
        new Items(session().table(Fixture.OTHER), fixture()).put("p0", "other", "not of this table");
        for (int of : new int[] {1, 2, 3, 7, 16}) {
            Set<String> found = new HashSet<>();
            for (int segment = 0; segment < of; segment++) {
                try (Cursor cursor = table().scan(segment, of)) {
                    while (cursor.next()) {
                        long part = Math.unsignedMultiplyHigh(table().ringPosition(cursor.key()), of);
                        assertTrue(Integer.bitCount(of) > 1 || part == segment,
                                () -> cursor.key() + " is not in the segment of its position but in one of " + of);
                        String item = cursor.key() + "=" + Items.text(cursor.item());
                        assertTrue(found.add(item), () -> "two segments have " + item);
                    }
                    assertFalse(cursor.next(), "the end is the end");
                }
            }
            assertEquals(expected, found);
        }
    }

    @Test
    @Rule("R12")
    default void r12_aScanHasNoSeek() {
        if (lacks(SCAN)) {
            return;
        }
        items().put("p", "s", "value");
        try (Cursor cursor = table().scan(0, 1)) {
            assertThrows(UnsupportedOperationException.class, () -> cursor.seek(Key.of("p", "s")));
            assertTrue(cursor.next(), "a refused seek must not move the cursor");
        }
    }

    @Test
    @Rule("R13")
    default void r13_randomItemsAreReadAsAMapWouldHaveThem() {
        Items items = items();
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            String sort = "s" + fixture().random().nextInt(150);
            if (fixture().random().nextInt(4) == 0) {
                items.delete("p", sort);
                expected.remove(sort);
            } else {
                String value = "v" + i + "-".repeat(fixture().random().nextInt(60));
                items.put("p", sort, value);
                expected.put(sort, value);
            }
            String asked = "s" + fixture().random().nextInt(150);
            assertEquals(expected.getOrDefault(asked, Items.NONE), items.get("p", asked));
        }
    }
}
