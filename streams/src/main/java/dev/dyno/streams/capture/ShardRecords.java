package dev.dyno.streams.capture;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.streams.record.Changes;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Records in their shard's partition: for engines whose batches go over partitions. */
final class ShardRecords extends OutboxRecords {

    private static final Key ANY = new Key();
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(new byte[0]);

    ShardRecords(Session session, OutboxCapture capture) {
        super(session, capture);
    }

    @Override
    protected Table home() {
        return table();
    }

    @Override
    protected Key place(long stream, long shard, long number, int part, Key key) {
        return keys.record(stream, shard, number, part);
    }

    @Override
    boolean claim(long stream, OutboxShard shard, long upTo, long millis, Key key) {
        return true; // the batch itself claims it
    }

    @Override
    void giveUp(long stream, OutboxShard shard, long upTo, long millis, Key key) {
        // nothing was claimed
    }

    @Override
    void guard(WriteBatch batch, long stream, Key key, boolean inserts, boolean removes) {
        // the record and its number are one commit, so a number cannot be older than what it is the number of
    }

    @Override
    void remove(WriteBatch batch, long stream, long shard, long number) {
        int part = 0;
        while (table().get(keys.record(stream, shard, number, part), item)) {
            batch.delete(table(), keys.record(stream, shard, number, part), WriteOptions.DEFAULT);
            part++;
        }
    }

    @Override
    int read(long stream, long shard, long number, long visibleSequence, boolean ended, MutableDirectBuffer target,
            int offset) {
        return copy(stream, shard, number, ANY, visibleSequence, target, offset);
    }

    @Override
    protected boolean isSeal(ItemView numbered) {
        return numbered.length() == 0;
    }

    @Override
    protected long seal(long stream, long shard, long number) {
        return table().put(keys.record(stream, shard, number, 0), EMPTY, 0, 0, absent);
    }

    @Override
    protected long millis(ItemView numbered) {
        return Changes.millis(numbered.value(), 0);
    }
}
