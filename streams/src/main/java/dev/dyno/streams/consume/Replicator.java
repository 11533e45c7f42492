package dev.dyno.streams.consume;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.run.Clock;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps a table, here or on another engine, equal to the one that a stream with new images belongs to: a copy of all
 * items first, then the changes since the stream was switched on.
 *
 * <p>Why that order is right: the stream is on before the copy begins, so a change that the copy missed is in the
 * stream. One that the copy saw comes again, and the item is for a moment as it was; but the changes of an item come in
 * order, so the last one wins.
 *
 * <p>Leases and checkpoints live beside the copy and are committed with it, so a replica that goes on after a crash
 * repeats nothing. Threads: confined to one.
 */
public final class Replicator implements AutoCloseable {

    private static final int COPY_BATCH_BYTES = 256 << 10;
    private static final int COPY_BATCH_ITEMS = 500;

    private final Session target;
    private final Table replica;
    private final Clock clock;
    private final Consumer consumer;
    private final ChangeView view = new ChangeView();
    private final WriteBatch batch = new WriteBatch();
    private long reachedMillis;

    /**
     * @param id of this replica's consumer
     * @param target a session on the engine that has the replica and the table of leases
     */
    public Replicator(long id, long stream, StreamReader reader, Session target, String replica, String leaseTable,
            ConsumerTiming timing) {
        this.target = target;
        this.replica = target.table(replica);
        this.clock = timing.clock();
        this.reachedMillis = clock.epochMillis();
        this.consumer = new Consumer(id, stream, reader, target, leaseTable, this::apply, timing);
    }

    /** Copies all items; the stream must be on already. @return how many */
    public long copy(Table source) {
        long items = 0;
        batch.clear();
        try (Cursor cursor = source.scan(0, 1)) {
            while (cursor.next()) {
                batch.put(replica, cursor.key(), cursor.item().value(), 0, cursor.item().length(),
                        WriteOptions.DEFAULT);
                items++;
                if (batch.bytes() > COPY_BATCH_BYTES || batch.size() == COPY_BATCH_ITEMS) {
                    flush();
                }
            }
        }
        flush();
        return items;
    }

    private void flush() {
        target.commit(batch, Durability.ENGINE);
        batch.clear();
    }

    /** Applies the changes there are, a page of each shard at most. @return how many records */
    public int follow() {
        int records = consumer.poll();
        if (records == 0) {
            reachedMillis = clock.epochMillis();
        }
        return records;
    }

    /** How old the youngest change is that was applied; 0 when there was nothing left to apply at the last look. */
    public long lagMillis() {
        return Math.max(0, clock.epochMillis() - reachedMillis);
    }

    /**
     * Applies everything that is left and gives the leases back: the replica can take over. Writes to the source must
     * have ended.
     *
     * @return how many records
     */
    public long promote() {
        long records = 0;
        int idle = 0;
        // a shard's children can be read one poll after its end was seen
        while (idle < 3) {
            int now = follow();
            records += now;
            idle = now == 0 ? idle + 1 : 0;
        }
        consumer.close();
        return records;
    }

    /** Of several changes of one item in a page only the last has an effect. */
    private void apply(RecordPage page, WriteBatch effects) {
        Set<ItemId> done = new HashSet<>();
        for (int i = page.size() - 1; i >= 0; i--) {
            page.get(i, view);
            if (done.add(ItemId.of(view.key()))) {
                switch (view.kind()) {
                    case REMOVE -> effects.delete(replica, view.key(), WriteOptions.DEFAULT);
                    case INSERT, MODIFY -> effects.put(replica, view.key(), image(), 0, view.newItem().length(),
                            WriteOptions.DEFAULT);
                }
            }
        }
        reachedMillis = page.get(page.size() - 1, view).millis();
    }

    private DirectBuffer image() {
        if (!view.newItem().exists()) {
            throw new IllegalStateException("a replica needs a stream with new images: record=" + view.number());
        }
        return view.newItem().value();
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** A key by its bytes. */
    private record ItemId(UnsafeBuffer partition, UnsafeBuffer sort) {
        static ItemId of(Key key) {
            return new ItemId(copy(key.partition()), copy(key.sort()));
        }

        private static UnsafeBuffer copy(DirectBuffer buffer) {
            byte[] bytes = new byte[buffer.capacity()];
            buffer.getBytes(0, bytes);
            return new UnsafeBuffer(bytes);
        }
    }
}
