package dev.dyno.kit.tiny;

import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the records say: a table made or dropped, or the changes of one commit. Written from what the model reports
 * inside its commit step, so a record is in the log before the commit is visible.
 */
final class TinyRecords implements CommitListener {

    private static final byte CREATE = 1;
    private static final byte DROP = 2;
    private static final byte COMMIT = 3;

    private final TinyLog log;
    private final TinyBug bug;
    private final ExpandableArrayBuffer record = new ExpandableArrayBuffer();
    private int end;
    private Durability level = Durability.MEMORY;
    private boolean replaying = true;

    TinyRecords(TinyLog log, TinyBug bug) {
        this.log = log;
        this.bug = bug;
    }

    void replayed() {
        replaying = false;
    }

    /** How durable the commits from here on must be. */
    void level(Durability next) {
        level = next;
    }

    void created(TableSpec spec) {
        record.putByte(0, CREATE);
        record.putByte(1, (byte) (spec.sorted() ? 1 : 0));
        appendTable(spec.name());
    }

    void dropped(String name) {
        record.putByte(0, DROP);
        appendTable(name);
    }

    private void appendTable(String name) {
        end = 2 + record.putStringAscii(2, name);
        append();
        log.sync();
    }

    @Override
    public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        if (replaying || bug == TinyBug.DELETES_NOT_LOGGED && kind == Kind.REMOVE) {
            return;
        }
        if (end == 0) {
            record.putByte(0, COMMIT);
            end = 1;
        }
        end += record.putStringAscii(end, table.name());
        record.putByte(end, (byte) (kind == Kind.REMOVE ? 1 : 0));
        end++;
        putBytes(key.partition());
        putBytes(key.sort());
        if (kind != Kind.REMOVE) {
            putBytes(newItem.value());
        }
        if (bug == TinyBug.BATCH_IN_SEVERAL_RECORDS) {
            append();
        }
    }

    @Override
    public void onCommit(long sequence) {
        if (replaying) {
            return;
        }
        if (end > 0 && !(bug == TinyBug.ACKNOWLEDGES_BEFORE_WRITING && level == Durability.PROCESS)) {
            append();
        }
        if (level == Durability.SYNC && bug != TinyBug.ACKNOWLEDGES_BEFORE_SYNCING) {
            log.sync();
        }
    }

    private void append() {
        byte[] bytes = new byte[end];
        record.getBytes(0, bytes);
        end = 0;
        log.append(bytes);
    }

    private void putBytes(DirectBuffer bytes) {
        record.putInt(end, bytes.capacity());
        record.putBytes(end + Integer.BYTES, bytes, 0, bytes.capacity());
        end += Integer.BYTES + bytes.capacity();
    }

    /** Does to an engine what a record says was done. */
    static void replay(byte[] bytes, Engine engine) {
        UnsafeBuffer record = new UnsafeBuffer(bytes);
        switch (record.getByte(0)) {
            case CREATE -> {
                String name = record.getStringAscii(2);
                engine.createTable(record.getByte(1) == 1 ? TableSpec.sorted(name) : TableSpec.unsorted(name));
            }
            case DROP -> engine.dropTable(record.getStringAscii(2));
            default -> replayCommit(record, engine);
        }
    }

    private static void replayCommit(UnsafeBuffer record, Engine engine) {
        WriteBatch batch = new WriteBatch();
        try (Session session = engine.openSession()) {
            int at = 1;
            while (at < record.capacity()) {
                Table table = session.table(record.getStringAscii(at));
                at += Integer.BYTES + record.getInt(at);
                boolean removes = record.getByte(at++) == 1;
                int partition = record.getInt(at);
                int sort = record.getInt(at + Integer.BYTES + partition);
                int sortAt = at + 2 * Integer.BYTES + partition;
                Key key = new Key().wrap(record, at + Integer.BYTES, partition, record, sortAt, sort);
                at = sortAt + sort;
                if (removes) {
                    batch.delete(table, key, WriteOptions.DEFAULT);
                } else {
                    int value = record.getInt(at);
                    batch.put(table, key, record, at + Integer.BYTES, value, WriteOptions.DEFAULT);
                    at += Integer.BYTES + value;
                }
            }
            session.commit(batch, Durability.MEMORY);
        }
    }

    @Override
    public long recoverFrom() {
        return 0;
    }

    @Override
    public void onRecovered(long sequence) {
        // The log is what recovers, not what is recovered.
    }

    @Override
    public void onDurable(long sequence) {
        // The log knows before the model does.
    }

    @Override
    public void sync(long sequence) {
        // The model makes no checkpoints.
    }
}
