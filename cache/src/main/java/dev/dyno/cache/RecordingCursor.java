package dev.dyno.cache;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The engine's own walk, written down step by step, and handed to the query cache at its end.
 *
 * <p>A step: {@code partitionLength i32, sortLength i32, valueLength i32, sequence i64, partition, sort, value}.
 */
final class RecordingCursor implements Cursor {

    static final int STEP_HEADER_BYTES = 3 * Integer.BYTES + Long.BYTES;

    private final QueryCache cache;
    private final int table;
    private final Cursor inner;
    private final int bytesMax;
    private final int deadline;
    private final QueryKey question = new QueryKey();
    private final ExpandableArrayBuffer result = new ExpandableArrayBuffer();
    private int length;
    private int count;
    private boolean recording = true;

    RecordingCursor(QueryCache cache, int table, Cursor inner, int bytesMax, int deadline) {
        this.cache = cache;
        this.table = table;
        this.inner = inner;
        this.bytesMax = bytesMax;
        this.deadline = deadline;
    }

    QueryKey question() {
        return question;
    }

    @Override
    public boolean next() {
        boolean more = inner.next();
        if (recording && more) {
            write(inner.key(), inner.item());
        }
        if (recording && (!more || count == question.limit())) {
            recording = false;
            cache.keep(table, question, result, length, deadline);
        }
        return more;
    }

    private void write(Key key, ItemView item) {
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        count++;
        if ((long) length + STEP_HEADER_BYTES + partition + sort + item.length() > bytesMax) {
            recording = false;
            return;
        }
        result.putInt(length, partition);
        result.putInt(length + 4, sort);
        result.putInt(length + 8, item.length());
        result.putLong(length + 12, item.sequence());
        length += STEP_HEADER_BYTES;
        append(key.partition(), partition);
        append(key.sort(), sort);
        append(item.value(), item.length());
    }

    private void append(DirectBuffer bytes, int count) {
        result.putBytes(length, bytes, 0, count);
        length += count;
    }

    /** A jump leaves the order that would be kept. */
    @Override
    public boolean seek(Key key) {
        recording = false;
        return inner.seek(key);
    }

    @Override
    public Key key() {
        return inner.key();
    }

    @Override
    public ItemView item() {
        return inner.item();
    }

    @Override
    public void close() {
        recording = false;
        inner.close();
    }
}
