package dev.dyno.streams.capture;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.streams.record.Changes;
import dev.dyno.streams.record.Differences;
import dev.dyno.streams.record.ViewType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A shard whose records lie in this process, at positions that only grow.
 *
 * <p>Invariant H1: numbers increase strictly from position to position.
 *
 * <p>Threads: one writer at a time, the committing thread under the capture's lock; any readers, which take turns on
 * the shard's monitor so that it is not released under them. Publication H3: the writer stores {@link #end} behind a
 * whole record; a reader that sees it sees the record.
 */
abstract class RecordShard extends Shard {

    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(RecordShard.class, "end", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    volatile long end;
    /** Whether records may have their old image as a difference. */
    protected boolean keepsDifferences = true;

    RecordShard(long number, long parent, int firstSlot, int lastSlot, long firstNumber, long createdMillis) {
        super(number, parent, firstSlot, lastSlot, firstNumber, createdMillis);
    }

    /** Appends a record, if there is room. */
    final boolean append(long recordNumber, long millis, ViewType view, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        long alike = keepsDifferences ? Differences.alike(view, kind, oldItem, newItem) : Differences.NONE;
        int length = Changes.length(view, key, oldItem, newItem) - Differences.saved(alike);
        long position = reserve(length);
        if (position < 0) {
            return false;
        }
        Differences.encode(target(position), recordNumber, millis, view, kind, key, oldItem, newItem, alike,
                isChecked());
        publish(recordNumber, millis, position + Changes.aligned(length));
        return true;
    }

    /** Appends a record that was encoded before, if there is room. */
    final boolean append(long address, int length) {
        long position = reserve(length);
        if (position < 0) {
            return false;
        }
        UnsafeApi.copyMemory(address, target(position), length);
        publish(Changes.numberAt(address), Changes.millisAt(address), position + Changes.aligned(length));
        return true;
    }

    private void publish(long recordNumber, long millis, long newEnd) {
        lastNumber = recordNumber;
        lastMillis = millis;
        END.setRelease(this, newEnd); // publishes H3; without a fence, which would wait for the record's own stores
    }

    /** Room at the end for one record of so many bytes: its position, or -1 if there is none. */
    abstract long reserve(int length);

    /** The address of a position that was reserved. */
    abstract long target(long position);

    /** Whether records may be torn, and so need a checksum. */
    abstract boolean isChecked();

    /** The position of the first record above a number, or of the end. Under the monitor. */
    abstract long find(long after);

    /** The position of the record that follows the one at a position. Under the monitor. */
    abstract long following(long position);

    /** Where the record begins that a position points to. Under the monitor. */
    long settle(long position) {
        return position;
    }

    /** The highest number that is gone. */
    abstract long trimmed();

    /**
     * Copies the record at a position. Under the monitor.
     *
     * @return its length, or -1 if it was overwritten meanwhile
     * @throws dev.dyno.api.EngineException.Corrupt if it is not whole
     */
    abstract int copy(long position, MutableDirectBuffer into, int at);

    /**
     * Copies what lies in one piece from a position on, a record or more, perhaps with a part of another one behind.
     * Under the monitor.
     *
     * @return how many bytes, or -1 if they were overwritten meanwhile
     * @throws dev.dyno.api.EngineException.Corrupt if a record is not whole
     */
    abstract int copyRun(long position, int bytesMax, MutableDirectBuffer into, int at);

    /** Nothing is read or written any more. Under the monitor. */
    abstract void release();

    abstract boolean isReleased();
}
