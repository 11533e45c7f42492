package dev.dyno.bench.jmh.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.DirectBufferProxy;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/** LMDB by hand: one read transaction and one cursor for all reads, a write transaction per put. */
final class LmdbLoop extends Loop {

    private static final int HEAD_BYTES = 2;
    private static final long MAP_BYTES = 64L << 30;

    private final UnsafeBuffer key = new UnsafeBuffer(
            ByteBuffer.allocateDirect(HEAD_BYTES + PARTITION_BYTES + SORT_BYTES));
    private final UnsafeBuffer head = new UnsafeBuffer(key, 0, HEAD_BYTES + PARTITION_BYTES);
    private final Env<DirectBuffer> env;
    private final Dbi<DirectBuffer> database;
    private final Txn<DirectBuffer> reads;
    private final Cursor<DirectBuffer> cursor;
    /** A reader that stays at an old version keeps its pages from being used again, so puts end it. */
    private boolean reading;

    LmdbLoop(Path directory) {
        System.setProperty(Env.DISABLE_CHECKS_PROP, "true");
        env = Env.create(DirectBufferProxy.PROXY_DB).setMapSize(MAP_BYTES).setMaxDbs(1)
                .open(directory.toFile(), EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD, EnvFlags.MDB_NOMEMINIT,
                        EnvFlags.MDB_NOSYNC, EnvFlags.MDB_WRITEMAP);
        database = env.openDbi("items", DbiFlags.MDB_CREATE);
        reads = env.txnRead();
        cursor = database.openCursor(reads);
        reads.reset();
    }

    private DirectBuffer keyOf(long item) {
        key.putShort(0, (short) PARTITION_BYTES, ByteOrder.BIG_ENDIAN);
        partitionOf(item, key, HEAD_BYTES);
        sortOf(item, key, HEAD_BYTES + PARTITION_BYTES);
        return key;
    }

    @Override
    long get(long item) {
        beginReads();
        DirectBuffer found = database.get(reads, keyOf(item));
        return check(found, 0, found.capacity(), item);
    }

    @Override
    long put(long item) {
        endReads();
        try (Txn<DirectBuffer> txn = env.txnWrite()) {
            DirectBuffer place = database.reserve(txn, keyOf(item), VALUE_BYTES);
            ((MutableDirectBuffer) place).putBytes(0, valueOf(item), 0, VALUE_BYTES);
            txn.commit();
        }
        return item;
    }

    @Override
    long query(long item) {
        beginReads();
        keyOf(item);
        long expected = item - item % PER_PARTITION;
        long sum = 0;
        boolean there = cursor.get(head, GetOp.MDB_SET_RANGE);
        while (there && inPartition(cursor.key())) {
            sum += check(cursor.val(), 0, cursor.val().capacity(), expected++);
            there = cursor.seek(SeekOp.MDB_NEXT);
        }
        return sum;
    }

    private boolean inPartition(DirectBuffer found) {
        return found.getShort(0) == key.getShort(0)
                && found.getLong(HEAD_BYTES) == key.getLong(HEAD_BYTES)
                && found.getLong(HEAD_BYTES + Long.BYTES) == key.getLong(HEAD_BYTES + Long.BYTES);
    }

    private void beginReads() {
        if (!reading) {
            reads.renew();
            cursor.renew(reads);
            reading = true;
        }
    }

    private void endReads() {
        if (reading) {
            reads.reset();
            reading = false;
        }
    }

    @Override
    void settle() {
        env.sync(true);
    }

    @Override
    public void close() {
        cursor.close();
        reads.close();
        env.close();
    }
}
