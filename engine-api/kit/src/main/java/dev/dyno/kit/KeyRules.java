package dev.dyno.kit;

import static dev.dyno.api.Capability.QUERY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.Range;
import dev.dyno.api.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** K: which keys there are, that they are told apart, and their order. */
public interface KeyRules extends RuleFamily {

    @Test
    @Rule("K1")
    default void k1_keysAreOrderedByUnsignedBytes() {
        if (lacks(QUERY)) {
            return;
        }
        checkOrder(Items.raw(0x00), Items.raw(0x01), Items.raw(0x7f), Items.raw(0x80), Items.raw(0xff));
        checkOrder(Items.raw(1, 0x7f), Items.raw(1, 0x80), Items.raw(0x7f, 0xff), Items.raw(0x80, 0),
                Items.raw(0xff, 0x7f), Items.raw(0xff, 0x80));
    }

    @Test
    @Rule("K2")
    default void k2_aPrefixComesBeforeWhatItStarts() {
        if (lacks(QUERY)) {
            return;
        }
        checkOrder(Items.raw(), Items.raw(0), Items.raw(0, 0), Items.raw(0, 0, 0), Items.raw(0, 1), Items.raw(1),
                Items.raw(1, 0));
    }

    @Test
    @Rule("K3")
    default void k3_keysWithEqualHeadsAreToldApart() {
        if (lacks(QUERY)) {
            return;
        }
        List<byte[]> keys = new ArrayList<>();
        for (int length : new int[] {7, 8, 9, 15, 16, 17, 64}) {
            byte[] head = new byte[length];
            Arrays.fill(head, (byte) 'h');
            keys.add(head);
            for (int tail : new int[] {0x00, 0x7f, 0x80, 0xff}) {
                byte[] longer = Arrays.copyOf(head, length + 1);
                longer[length] = (byte) tail;
                keys.add(longer);
            }
        }
        keys.sort(Arrays::compareUnsigned);
        checkOrder(keys.toArray(byte[][]::new));
    }

    @Test
    @Rule("K4")
    default void k4_partitionAndSortKeyAreNotRunTogether() {
        Items items = items();
        items.put("ab", "c", "ab+c");
        items.put("a", "bc", "a+bc");
        items.put("abc", "", "abc+");
        assertEquals("ab+c", items.get("ab", "c"));
        assertEquals("a+bc", items.get("a", "bc"));
        assertEquals("abc+", items.get("abc", ""));
        assertEquals(Items.NONE, items.get("ab", ""));
    }

    @Test
    @Rule("K5")
    default void k5_theLongestKeysAreTakenAndLongerOnesRefused() {
        Limits limits = engine().limits();
        assertTrue(limits.partitionBytes() >= 1, limits::toString);
        assertTrue(limits.partitionBytes() <= Key.PARTITION_BYTES_MAX, limits::toString);
        assertTrue(limits.sortBytes() >= 0 && limits.sortBytes() <= Key.SORT_BYTES_MAX, limits::toString);
        byte[] partition = Items.random(fixture().random(), limits.partitionBytes());
        byte[] sort = Items.random(fixture().random(), limits.sortBytes());
        Items items = items();
        items.put(Items.key(partition, sort), Items.raw(1, 2, 3));
        assertArrayEquals(Items.raw(1, 2, 3), items.value(Items.key(partition, sort)));

        byte[] longSort = Arrays.copyOf(sort, sort.length + 1);
        checkRefused(Items.key(Items.raw(1), longSort), limits.sortBytes());
        byte[] longPartition = Arrays.copyOf(partition, partition.length + 1);
        checkRefused(Items.key(longPartition, Items.raw()), limits.partitionBytes());
    }

    @Test
    @Rule("K6")
    default void k6_anEmptyPartitionKeyIsRefused() {
        Table table = table();
        long before = engine().committedSequence();
        Key empty = Key.of("", "sort");
        assertThrows(IllegalArgumentException.class, () -> table.put(empty, new UnsafeBuffer(new byte[1]), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> table.delete(empty));
        assertEquals(before, engine().committedSequence());
    }

    @Test
    @Rule("K7")
    default void k7_anyBytesAreAKey() {
        Items items = items();
        List<Key> keys = new ArrayList<>();
        for (int b : new int[] {0x00, 0x01, 0x0a, 0x22, 0x7f, 0x80, 0xfe, 0xff}) {
            for (int length : new int[] {1, 2, 8, 9, 31}) {
                byte[] run = new byte[length];
                Arrays.fill(run, (byte) b);
                keys.add(Items.key(run, Items.raw()));
                keys.add(Items.key(run, run));
                keys.add(Items.key(Items.raw('p'), run));
            }
        }
        for (int i = 0; i < keys.size(); i++) {
            items.put(keys.get(i), Items.raw(i & 0xff, i >> 8));
        }
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            assertArrayEquals(Items.raw(i & 0xff, i >> 8), items.value(key), key::toString);
        }
    }

    @Test
    @Rule("K8")
    default void k8_keyBuffersAreTheCallersAgainWhenTheCallReturns() {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[] {'p', 's'});
        Key key = new Key().wrap(buffer, 0, 1, buffer, 1, 1);
        Items items = items();
        items.put(key, Items.raw(7));
        buffer.putByte(0, (byte) 'x');
        buffer.putByte(1, (byte) 'y');
        assertArrayEquals(Items.raw(7), items.value(Key.of("p", "s")));
        assertEquals(Items.NONE, items.get("x", "y"));
    }

    @Test
    @Rule("K9")
    default void k9_aTableWithoutSortKeysRefusesOne() {
        Table flat = session().table(Fixture.FLAT);
        assertFalse(flat.spec().sorted());
        Items items = new Items(flat, fixture());
        items.put("only", "", "partition");
        assertEquals("partition", items.get("only", ""));
        assertThrows(IllegalArgumentException.class, () -> items.put("only", "sort", "value"));
        assertThrows(IllegalArgumentException.class, () -> items.delete("only", "sort"));
        assertThrows(IllegalArgumentException.class, () -> items.get("only", "sort"));
    }

    @Test
    @Rule("K10")
    default void k10_aQueryStaysInItsPartition() {
        if (lacks(QUERY)) {
            return;
        }
        byte[][] partitions = {Items.raw('p'), Items.raw('p', 0), Items.raw('p', 0, 0), Items.raw('p', 0xff),
            Items.raw('p', 0xff, 0xff), Items.raw('o', 0xff), Items.raw('q'), Items.raw(0), Items.raw(0xff)};
        Items items = items();
        for (byte[] partition : partitions) {
            items.put(Items.key(partition, Items.raw()), partition);
            items.put(Items.key(partition, Items.raw(0xff, 0xff)), partition);
        }
        for (byte[] partition : partitions) {
            int found = 0;
            Range range = new Range().partition(new UnsafeBuffer(partition), 0, partition.length);
            try (Cursor cursor = table().query(range)) {
                while (cursor.next()) {
                    assertArrayEquals(partition, Items.copy(cursor.key().partition()));
                    assertArrayEquals(partition, Items.copy(cursor.item().value()));
                    found++;
                }
            }
            assertEquals(2, found, () -> "partition " + Arrays.toString(partition));
        }
    }

    @Test
    @Rule("K11")
    default void k11_randomKeysAreFoundInOrder() {
        if (lacks(QUERY)) {
            return;
        }
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        while (keys.size() < 500) {
            byte[] key = Items.random(fixture().random(), fixture().random().nextInt(sortBytes(40)));
            for (int i = 0; i < key.length; i++) {
                key[i] &= (byte) (fixture().random().nextBoolean() ? 0x81 : 0xff);
            }
            keys.add(key);
        }
        checkOrder(keys.toArray(byte[][]::new));
    }

    private int sortBytes(int wanted) {
        return Math.min(wanted, engine().limits().sortBytes());
    }

    /** Puts these sort keys, which are in order, in a shuffled order; then a query must return them in order. */
    private void checkOrder(byte[]... sorts) {
        List<byte[]> shuffled = new ArrayList<>(List.of(sorts));
        shuffled.removeIf(sort -> sort.length > engine().limits().sortBytes());
        List<byte[]> expected = List.copyOf(shuffled);
        Collections.shuffle(shuffled, Random.from(fixture().random()));
        byte[] partition = Items.random(fixture().random(), 12);
        Items items = items();
        shuffled.forEach(sort -> items.put(Items.key(partition, sort), sort));
        int at = 0;
        try (Cursor cursor = table().query(new Range().partition(new UnsafeBuffer(partition), 0, partition.length))) {
            while (cursor.next()) {
                byte[] sort = Items.copy(cursor.key().sort());
                assertTrue(at < expected.size(), "more items than were put");
                assertArrayEquals(expected.get(at), sort, "item " + at);
                assertArrayEquals(sort, Items.copy(cursor.item().value()));
                at++;
            }
        }
        assertEquals(expected.size(), at, "items found");
    }

    private void checkRefused(Key key, int limit) {
        Table table = table();
        long before = engine().committedSequence();
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> table.put(key, new UnsafeBuffer(new byte[1]), 0, 1));
        assertTrue(refusal.getMessage().contains(String.valueOf(limit)),
                () -> "the refusal must name the limit " + limit + ": " + refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> table.delete(key));
        assertEquals(before, engine().committedSequence(), "a refused write must write nothing");
    }
}
