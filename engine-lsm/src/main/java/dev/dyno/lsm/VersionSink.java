package dev.dyno.lsm;

import dev.dyno.api.memory.Memory;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Scratch;
import org.agrona.UnsafeApi;

/**
 * What flushes and compactions write: takes all versions of all keys, in key order and the newest first, and passes on
 * those that somebody may still read.
 *
 * <p>A delete is passed on as long as it hides something: in tables that the merge does not see, or a version of the
 * same key that is kept. At the bottom it is held back until the next entry tells. Threads: the owner's.
 */
final class VersionSink implements AutoCloseable {

    private final TableOutput output;
    private final Retention retention;
    private final boolean bottom;
    private final Scratch key;
    private int keyLength;
    private long newer;
    private boolean holdsDelete;
    private long deleteSequence;
    private long dropped;

    /** @param bottom whether no older table can have any of the keys */
    VersionSink(Memory memory, TableOutput output, Retention retention, boolean bottom) {
        this.output = output;
        this.retention = retention;
        this.bottom = bottom;
        key = new Scratch(memory, KeyCodec.BYTES_MAX, "merge key");
    }

    void add(long address, int length, int kind, long sequence, long value, int valueLength) {
        if (keyLength == 0 || KeyBytes.compare(key.address(), keyLength, address, length) != 0) {
            UnsafeApi.copyMemory(address, key.address(), length);
            keyLength = length;
            newer = Long.MAX_VALUE;
            dropped += holdsDelete ? 1 : 0;
            holdsDelete = false;
        }
        if (!retention.keeps(sequence, newer)) {
            dropped++;
        } else {
            if (holdsDelete) {
                output.add(address, length, EntryKind.DELETE, deleteSequence, 0, 0);
                holdsDelete = false;
            }
            if (bottom && kind == EntryKind.DELETE) {
                holdsDelete = true;
                deleteSequence = sequence;
            } else {
                output.add(address, length, kind, sequence, value, valueLength);
            }
        }
        newer = sequence;
    }

    /** Entries that nobody needs. */
    long dropped() {
        return dropped + (holdsDelete ? 1 : 0);
    }

    @Override
    public void close() {
        key.close();
    }
}
