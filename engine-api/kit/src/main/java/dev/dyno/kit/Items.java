package dev.dyno.kit;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Short words for rules: items as strings or arrays, answers as lists. Counts every answer as a case. */
public final class Items {

    /** What stands for an item that is not there. */
    public static final String NONE = "none";

    private final Table table;
    private final Fixture fixture;
    private final ItemView view = new ItemView();

    public Items(Table table, Fixture fixture) {
        this.table = table;
        this.fixture = fixture;
    }

    public static DirectBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Key key(byte[] partition, byte[] sort) {
        return new Key().wrap(new UnsafeBuffer(partition), 0, partition.length, new UnsafeBuffer(sort), 0, sort.length);
    }

    /** Bytes given as numbers from 0 to 255. */
    public static byte[] raw(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    public static byte[] random(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The whole of one partition, ascending. */
    public static Range range(String partition) {
        DirectBuffer bytes = bytes(partition);
        return new Range().partition(bytes, 0, bytes.capacity());
    }

    public long put(String partition, String sort, String value) {
        return put(Key.of(partition, sort), value, WriteOptions.DEFAULT);
    }

    public long put(Key key, String value, WriteOptions options) {
        DirectBuffer bytes = bytes(value);
        fixture.count();
        return table.put(key, bytes, 0, bytes.capacity(), options);
    }

    public long put(Key key, byte[] value) {
        fixture.count();
        return table.put(key, new UnsafeBuffer(value), 0, value.length);
    }

    public long delete(String partition, String sort) {
        fixture.count();
        return table.delete(Key.of(partition, sort));
    }

    /** The value as text, or {@link #NONE}. */
    public String get(String partition, String sort) {
        return get(table, Key.of(partition, sort));
    }

    public String get(Key key) {
        return get(table, key);
    }

    /** As {@link #get(Key)}, from another reader: a snapshot's. */
    public String get(Reader reader, Key key) {
        fixture.count();
        return reader.get(key, view) ? text(view) : NONE;
    }

    /** The value's bytes; an empty array if there is no item. */
    public byte[] value(Key key) {
        fixture.count();
        table.get(key, view);
        return copy(view.value());
    }

    /** {@code sort=value} of each item of the range, in the order of the walk. */
    public List<String> query(Range range) {
        return query(table, range);
    }

    public List<String> query(Reader reader, Range range) {
        try (Cursor cursor = reader.query(range)) {
            return drain(cursor);
        }
    }

    /** {@code sort=value} of each item from here on. */
    public List<String> drain(Cursor cursor) {
        List<String> found = new ArrayList<>();
        while (cursor.next()) {
            found.add(show(cursor));
        }
        return found;
    }

    /** {@code sort=value} of the item the cursor is on. */
    public String show(Cursor cursor) {
        fixture.count();
        return text(cursor.key().sort()) + "=" + text(cursor.item());
    }

    public static String text(ItemView item) {
        return item.exists() ? text(item.value()) : NONE;
    }

    public static String text(DirectBuffer buffer) {
        return new String(copy(buffer), StandardCharsets.UTF_8);
    }

    public static byte[] copy(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
