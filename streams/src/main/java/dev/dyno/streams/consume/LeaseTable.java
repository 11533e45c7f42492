package dev.dyno.streams.consume;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Leases and members of one stream as items of a table: a partition for the stream, a sort key for each shard and each
 * member. Every write of a lease is on condition of the sequence that was read, so of two who take one lease, or of one
 * who took it and one who has lost it without knowing, only one succeeds. Confined to a thread.
 */
final class LeaseTable {

    private static final byte SHARD = 0;
    private static final byte MEMBER = 1;
    private static final int SORT_LENGTH = 9;

    private final Table table;
    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[Long.BYTES]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[SORT_LENGTH]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[LeaseLayout.LENGTH]);
    private final Key key = new Key();
    private final WriteOptions options = new WriteOptions();

    LeaseTable(Table table, long stream) {
        this.table = table;
        partition.putLong(0, stream, ByteOrder.BIG_ENDIAN);
    }

    /** All leases that were ever taken, by shard. */
    TreeMap<Long, Lease> leases() {
        TreeMap<Long, Lease> leases = new TreeMap<>();
        try (Cursor cursor = table.query(new Range().partition(partition, 0, Long.BYTES))) {
            while (cursor.next()) {
                if (cursor.key().sort().getByte(0) == SHARD) {
                    long shard = cursor.key().sort().getLong(1, ByteOrder.BIG_ENDIAN);
                    leases.put(shard, Lease.of(shard, cursor.item()));
                }
            }
        }
        return leases;
    }

    /** Says that a consumer is there, and answers with all that are. */
    Set<Long> join(long consumer, long nowMillis, long untilMillis) {
        new Lease(0, 0, consumer, untilMillis, 0, false).encode(value);
        table.put(key(MEMBER, consumer), value, 0, LeaseLayout.LENGTH);
        Set<Long> members = new HashSet<>();
        try (Cursor cursor = table.query(new Range().partition(partition, 0, Long.BYTES))) {
            while (cursor.next()) {
                ItemView view = cursor.item();
                if (cursor.key().sort().getByte(0) == MEMBER
                        && LeaseLayout.EXPIRES_MILLIS.get(view.value(), 0) > nowMillis) {
                    members.add(LeaseLayout.OWNER.get(view.value(), 0));
                }
            }
        }
        return members;
    }

    void leave(long consumer) {
        table.delete(key(MEMBER, consumer));
    }

    /** Writes a lease, if it is as it was read. @return the commit's sequence, or a code */
    long write(Lease lease) {
        lease.encode(value);
        return table.put(key(SHARD, lease.shard()), value, 0, LeaseLayout.LENGTH,
                options.reset().ifSequence(lease.sequence()));
    }

    /** The same as part of a batch. */
    void write(Lease lease, WriteBatch batch) {
        lease.encode(value);
        batch.put(table, key(SHARD, lease.shard()), value, 0, LeaseLayout.LENGTH,
                options.reset().ifSequence(lease.sequence()));
    }

    private Key key(byte kind, long id) {
        sort.putByte(0, kind);
        sort.putLong(1, id, ByteOrder.BIG_ENDIAN);
        return key.wrap(partition, 0, Long.BYTES, sort, 0, SORT_LENGTH);
    }
}
