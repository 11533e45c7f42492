package dev.dyno.streams.capture;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records beside their items, for engines whose batches keep to one partition: there a change and its record are one
 * commit. The shard's partition has a pointer for each number, which a writer puts there first, on condition that
 * nobody has.
 *
 * <p>Why the order is right: a number is claimed after the old item was read, and the commit holds only if the item is
 * still the same. So of two changes of an item the later one read, claimed and committed in this order behind the
 * commit of the earlier one, and has the higher number.
 *
 * All absent items are the same, so who inserts asks besides that no item of the partition was removed meanwhile.
 *
 * <p>Why nothing is lost or repeated: a reader that finds a pointer without its record waits, and after
 * {@link #GRACE_MILLIS} puts an empty item in the record's place, on condition that there is none. Either that holds,
 * and the writer's commit will be refused, since it asks the same; or the record is there after all. Clocks decide how
 * long that takes, never what is read.
 */
final class ItemRecords extends OutboxRecords {

    static final long GRACE_MILLIS = 2_000;

    private static final int CLAIMED = 0;
    private static final int GIVEN = 1;
    private static final int SEAL = 2;
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(new byte[0]);

    private final WriteOptions unmoved = new WriteOptions();
    private final ExpandableArrayBuffer pointer = new ExpandableArrayBuffer();
    private final UnsafeBuffer partition = new UnsafeBuffer(0, 0);
    private final Key pointed = new Key();
    private Table[] home = {};

    ItemRecords(Session session, OutboxCapture capture) {
        super(session, capture);
    }

    @Override
    protected Table home() {
        if (home.length == 0) {
            home = new Table[] {session.table(OutboxKeys.BESIDE_ITEMS)};
        }
        return home[0];
    }

    @Override
    protected Key place(long stream, long shard, long number, int part, Key key) {
        return keys.beside(key, stream, shard, number, part);
    }

    @Override
    boolean claim(long stream, OutboxShard shard, long upTo, long millis, Key key) {
        for (long number = shard.lastNumber + 1; number <= upTo; number++) {
            if (!Outcome.committed(point(stream, shard.number, number, millis, key.partition(), CLAIMED))) {
                giveUp(stream, shard, number - 1, millis, key);
                return false; // one whose outcome is unknown is left to readers
            }
        }
        return true;
    }

    @Override
    void giveUp(long stream, OutboxShard shard, long upTo, long millis, Key key) {
        for (long number = shard.lastNumber + 1; number <= upTo; number++) {
            point(stream, shard.number, number, millis, key.partition(), GIVEN);
        }
    }

    private long point(long stream, long shard, long number, long millis, DirectBuffer to, int state) {
        int length = to.capacity();
        OutboxPointerLayout.MILLIS.set(pointer, 0, millis);
        OutboxPointerLayout.PARTITION_LENGTH.set(pointer, 0, length);
        OutboxPointerLayout.STATE.set(pointer, 0, state);
        pointer.putBytes(OutboxPointerLayout.HEADER_LENGTH, to, 0, length);
        return table().put(keys.record(stream, shard, number, 0), pointer, 0,
                OutboxPointerLayout.HEADER_LENGTH + length, state == GIVEN ? WriteOptions.DEFAULT : absent);
    }

    /** Removals move a mark of their partition, insertions ask that it stands where it did. */
    @Override
    void guard(WriteBatch batch, long stream, Key key, boolean inserts, boolean removes) {
        WriteOptions condition = unmoved.reset();
        if (inserts) {
            boolean marked = home().get(mark(stream, key), item);
            condition.ifSequence(marked ? item.sequence() : 0);
        }
        if (removes) {
            batch.put(home(), mark(stream, key), EMPTY, 0, 0, condition);
        } else if (inserts) {
            batch.check(home(), mark(stream, key), condition);
        }
    }

    private Key mark(long stream, Key key) {
        return place(stream, 0, 0, 0, key);
    }

    /** Piece by piece: no batch goes over partitions. */
    @Override
    void remove(WriteBatch batch, long stream, long shard, long number) {
        if (!find(stream, shard, number, Long.MAX_VALUE)) {
            return;
        }
        int part = 0;
        while (partition.capacity() > 0 && home().get(place(stream, shard, number, part, pointed), item)) {
            home().delete(place(stream, shard, number, part, pointed));
            part++;
        }
        if (partition.capacity() > 0) {
            home().delete(mark(stream, pointed));
        }
        table().delete(keys.record(stream, shard, number, 0));
    }

    @Override
    int read(long stream, long shard, long number, long visibleSequence, boolean ended, MutableDirectBuffer target,
            int offset) {
        if (!find(stream, shard, number, visibleSequence)) {
            return 0;
        }
        if (OutboxPointerLayout.STATE.get(pointer, 0) != CLAIMED) {
            return GIVEN_UP;
        }
        int length = copy(stream, shard, number, pointed, visibleSequence, target, offset);
        boolean overdue = capture.millis() - OutboxPointerLayout.MILLIS.get(pointer, 0) > GRACE_MILLIS;
        if (length != 0 || !ended && !overdue) {
            return length;
        }
        long outcome = home().put(place(stream, shard, number, 0, pointed), pointer, 0, 0, absent);
        if (outcome == Outcome.UNKNOWN) {
            throw new EngineException.Io("cannot tell whether a change happened, read again: stream=" + stream
                    + ", shard=" + shard + ", number=" + number, null);
        }
        return Outcome.committed(outcome) ? GIVEN_UP
                : copy(stream, shard, number, pointed, visibleSequence, target, offset);
    }

    /** Copies the pointer of a number. @return false if there is none that can be seen */
    private boolean find(long stream, long shard, long number, long visibleSequence) {
        if (!table().get(keys.record(stream, shard, number, 0), item) || item.sequence() > visibleSequence) {
            return false;
        }
        pointer.putBytes(0, item.value(), 0, item.length());
        int length = OutboxPointerLayout.PARTITION_LENGTH.get(pointer, 0);
        partition.wrap(pointer, OutboxPointerLayout.HEADER_LENGTH, length);
        pointed.wrap(partition, 0, length);
        return true;
    }

    @Override
    protected boolean isSeal(ItemView numbered) {
        return OutboxPointerLayout.STATE.get(numbered.value(), 0) == SEAL;
    }

    @Override
    protected long seal(long stream, long shard, long number) {
        return point(stream, shard, number, capture.millis(), EMPTY, SEAL);
    }

    @Override
    protected long millis(ItemView numbered) {
        return OutboxPointerLayout.MILLIS.get(numbered.value(), 0);
    }
}
