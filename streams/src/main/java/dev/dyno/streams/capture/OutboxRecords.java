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
import dev.dyno.streams.record.Differences;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records as items: made, found and read through one session. Each has a number of its shard, and an item of this
 * number in the shard's partition: the record itself, or where it is. Threads: the session's.
 */
abstract class OutboxRecords implements AutoCloseable {

    /** Instead of a length: there is no record of this number, and never will be. */
    static final int GIVEN_UP = -1;
    private static final int RECORD_BYTES = 64 << 10;

    protected final Session session;
    protected final OutboxCapture capture;
    protected final OutboxKeys keys = new OutboxKeys();
    protected final ItemView item = new ItemView();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    protected final WriteOptions absent = new WriteOptions().ifAbsent();
    private final int partBytes;
    private Region[] region = {};
    private Table[] table = {};

    OutboxRecords(Session session, OutboxCapture capture) {
        this.session = session;
        this.capture = capture;
        partBytes = capture.partBytes();
    }

    static OutboxRecords of(Session session, OutboxCapture capture) {
        return capture.spansPartitions() ? new ShardRecords(session, capture) : new ItemRecords(session, capture);
    }

    /** Late: the table is made with the first stream. */
    protected final Table table() {
        if (table.length == 0) {
            table = new Table[] {session.table(OutboxKeys.TABLE)};
        }
        return table[0];
    }

    /** Adds a record to a batch, in parts if it is longer than an item may be. @return its bytes */
    final int add(WriteBatch batch, ChangeStream stream, OutboxShard shard, long number, long millis, Kind kind,
            Key key, ItemView oldItem, ItemView newItem) {
        makeRoom(Changes.length(stream.view, key, oldItem, newItem));
        // No checksum: the engine below keeps its items whole.
        int length = Differences.encode(bytes.addressOffset(), number, millis, stream.view, kind, key, oldItem,
                newItem, Differences.alike(stream.view, kind, oldItem, newItem), false);
        WriteOptions condition = capture.isAlone() ? WriteOptions.DEFAULT : absent;
        int part = 0;
        for (int at = 0; at < length; at += partBytes) {
            batch.put(home(), place(stream.id, shard.number, number, part++, key), bytes, at,
                    Math.min(partBytes, length - at), condition);
        }
        return length;
    }

    /** The table that records lie in. */
    protected abstract Table home();

    /** The key of a record's part. */
    protected abstract Key place(long stream, long shard, long number, int part, Key key);

    /**
     * Takes numbers for the records of a batch, before it is committed and after the old items were read. Ends the life
     * of views of the session.
     *
     * @return false if somebody else has one of them; then all are given up
     */
    abstract boolean claim(long stream, OutboxShard shard, long upTo, long millis, Key key);

    /** Numbers that were claimed will have no records: their batch was refused. */
    abstract void giveUp(long stream, OutboxShard shard, long upTo, long millis, Key key);

    /** Behind the records of a batch: what must not have happened to the partition since its items were read. */
    abstract void guard(WriteBatch batch, long stream, Key key, boolean inserts, boolean removes);

    /** Removes a record, or has the batch do it. */
    abstract void remove(WriteBatch batch, long stream, long shard, long number);

    /**
     * Copies a record, if it is there and as durable as asked.
     *
     * @param ended whether nobody takes numbers of this shard any more
     * @return its length, 0 if it is not there yet, or {@link #GIVEN_UP}
     */
    abstract int read(long stream, long shard, long number, long visibleSequence, boolean ended,
            MutableDirectBuffer target, int offset);

    /** When the item of a number, which is no seal, was written. */
    protected abstract long millis(ItemView numbered);

    protected abstract boolean isSeal(ItemView numbered);

    /** Puts a seal at a number, if nobody has it. @return a commit's sequence, or a code */
    protected abstract long seal(long stream, long shard, long number);

    /** Ends a shard for all processes. @return false if somebody else took the number meanwhile */
    final boolean seal(long stream, OutboxShard shard) {
        shard.lock.lock();
        try {
            settle(stream, shard);
            if (!shard.sealed) {
                seal(stream, shard.number, shard.lastNumber + 1);
                shard.doubtful = true;
                settle(stream, shard);
            }
            return shard.sealed;
        } finally {
            shard.lock.unlock();
        }
    }

    /** After a commit without an answer, and at the first use: the table knows the last number. Under the lock. */
    final void settle(long stream, OutboxShard shard) {
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
            shard.sealed = isSeal(item);
            shard.lastMillis = shard.sealed ? shard.lastMillis : millis(item);
        }
        shard.doubtful = false;
    }

    /** Whether the item of a number is as durable as asked; one that never was is. */
    final boolean isVisible(long stream, long shard, long number, long visibleSequence) {
        return !table().get(keys.record(stream, shard, number, 0), item) || item.sequence() <= visibleSequence;
    }

    /** Each number that is missing is a sentence. @return how many records there are */
    final long check(long stream, OutboxShard shard, long last, List<String> broken) {
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        long checked = 0;
        for (long number = Math.max(shard.trimmed + 1, shard.firstNumber); number <= last; number++) {
            if (!table().get(keys.record(stream, shard.number, number, 0), item)) {
                broken.add("H1 shard " + shard.number + ": no record of number " + number + ", last is " + last);
            } else if (read(stream, shard.number, number, Long.MAX_VALUE, false, scratch, 0) > 0) {
                checked++;
            }
        }
        return checked;
    }

    /** Copies the parts of a record. @return its length, 0 if they are not all there, or {@link #GIVEN_UP} */
    protected final int copy(long stream, long shard, long number, Key key, long visibleSequence,
            MutableDirectBuffer target, int offset) {
        int part = 0;
        int done = 0;
        int length = 1;
        while (done < length) {
            if (!home().get(place(stream, shard, number, part++, key), item) || item.sequence() > visibleSequence) {
                return 0;
            }
            if (item.length() == 0) {
                return GIVEN_UP;
            }
            length = done == 0 ? Changes.length(item.value(), 0) : length;
            target.putBytes(offset + done, item.value(), 0, item.length());
            done += item.length();
        }
        return length;
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
    public final void close() {
        for (Region each : region) {
            each.close();
        }
        region = new Region[0];
        bytes.wrap(0, 0);
    }
}
