package dev.dyno.streams.capture;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.Changes;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Records as items: made, found and read through one session. Threads: the session's. */
final class OutboxRecords implements AutoCloseable {

    private static final int RECORD_BYTES = 64 << 10;

    private final Session session;
    private final OutboxCapture capture;
    private final OutboxKeys keys = new OutboxKeys();
    private final ItemView item = new ItemView();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final WriteOptions absent = new WriteOptions().ifAbsent();
    private final int partBytes;
    private Region[] region = {};
    private Table[] table = {};

    OutboxRecords(Session session, OutboxCapture capture) {
        this.session = session;
        this.capture = capture;
        partBytes = capture.partBytes();
    }

    /** Late: the table is made with the first stream. */
    Table table() {
        if (table.length == 0) {
            table = new Table[] {session.table(OutboxKeys.TABLE)};
        }
        return table[0];
    }

    /** Adds a record to a batch, in parts if it is longer than an item may be. @return its bytes */
    int add(WriteBatch batch, ChangeStream stream, OutboxShard shard, long number, long millis, Kind kind, Key key,
            ItemView oldItem, ItemView newItem) {
        int length = Changes.length(stream.view, key, oldItem, newItem);
        makeRoom(length);
        // No checksum: the engine below keeps its items whole.
        Changes.encode(bytes.addressOffset(), number, millis, stream.view, kind, key, oldItem, newItem, false);
        WriteOptions condition = capture.isLocal() ? WriteOptions.DEFAULT : absent;
        int part = 0;
        for (int at = 0; at < length; at += partBytes) {
            batch.put(table(), keys.record(stream.id, shard.number, number, part++), bytes, at,
                    Math.min(partBytes, length - at), condition);
        }
        return length;
    }

    /** Adds the deletion of a record, if there is one. @return whether there was */
    boolean remove(WriteBatch batch, long stream, long shard, long number) {
        int part = 0;
        while (table().get(keys.record(stream, shard, number, part), item)) {
            batch.delete(table(), keys.record(stream, shard, number, part), WriteOptions.DEFAULT);
            part++;
        }
        return part > 0;
    }

    /** After a commit without an answer, and at the first use: the table knows the last number. Under the lock. */
    void settle(long stream, OutboxShard shard) {
        if (!shard.doubtful) {
            return;
        }
        long last = Math.max(shard.trimmed, shard.firstNumber - 1);
        try (Cursor cursor = table().query(keys.youngest(stream, shard.number))) {
            if (cursor.next()) {
                last = Math.max(last, OutboxKeys.number(cursor.key()));
            }
        }
        shard.lastNumber = last;
        if (table().get(keys.record(stream, shard.number, last, 0), item)) {
            shard.lastMillis = Changes.millis(item.value(), 0);
        }
        shard.doubtful = false;
    }

    /** Copies a record, if it is there and as durable as asked. @return its length, or 0 */
    int read(long stream, long shard, long number, long visibleSequence, MutableDirectBuffer target, int offset) {
        int part = 0;
        int done = 0;
        int length = 1;
        while (done < length) {
            if (!table().get(keys.record(stream, shard, number, part++), item) || item.sequence() > visibleSequence) {
                return 0;
            }
            length = done == 0 ? Changes.length(item.value(), 0) : length;
            target.putBytes(offset + done, item.value(), 0, item.length());
            done += item.length();
        }
        return length;
    }

    /** Whether a record is as durable as asked; one that never was is. */
    boolean isVisible(long stream, long shard, long number, long visibleSequence) {
        return !table().get(keys.record(stream, shard, number, 0), item) || item.sequence() <= visibleSequence;
    }

    /** Each number that is missing is a sentence. @return how many records there are */
    long check(long stream, OutboxShard shard, long last, List<String> broken) {
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        long checked = 0;
        for (long number = Math.max(shard.trimmed + 1, shard.firstNumber); number <= last; number++, checked++) {
            if (read(stream, shard.number, number, Long.MAX_VALUE, scratch, 0) == 0) {
                broken.add("H1 shard " + shard.number + ": no record of number " + number + ", last is " + last);
            }
        }
        return checked;
    }

    private void makeRoom(int length) {
        if (length > bytes.capacity()) {
            close();
            int size = Math.max(RECORD_BYTES, length);
            region = new Region[] {capture.memory().map(size, "outbox record", false)};
            bytes.wrap(region[0].address(), size);
        }
    }

    @Override
    public void close() {
        for (Region each : region) {
            each.close();
        }
        region = new Region[0];
        bytes.wrap(0, 0);
    }
}
