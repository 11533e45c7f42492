package dev.dyno.lsm.memory;

import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.KeyHash;
import dev.dyno.lsm.entry.Probe;
import org.agrona.UnsafeApi;

/**
 * One table's entries in a memtable, in key order: the records, and how they are found. The two kinds are a
 * {@link MemTree} and a {@link SkipList}; an engine has one of them, so that calls have one target.
 *
 * <p>Threads: one writer; any number of readers, which take no lock.
 */
public abstract class MemIndex {

    final Arena arena;
    private long entries;
    private long bytes;

    MemIndex(Arena arena) {
        this.arena = arena;
    }

    /** Entries put in, replaced ones too. By the writer, or when it is sealed. */
    public final long entries() {
        return entries;
    }

    /** Of their keys and values. */
    public final long bytes() {
        return bytes;
    }

    /** By the writer. @param kind see {@link EntryKind} */
    final void put(Probe probe, long sequence, int kind, long valueAddress, int valueLength) {
        long record = record(probe, sequence, kind, valueAddress, valueLength);
        entries++;
        bytes += probe.length() + valueLength;
        insert(probe, record);
    }

    private long record(Probe probe, long sequence, int kind, long valueAddress, int valueLength) {
        long record = arena.allocate(RecordLayout.LENGTH + probe.length() + valueLength);
        RecordLayout.PREVIOUS.set(record, 0);
        RecordLayout.SEQUENCE.set(record, sequence);
        RecordLayout.VALUE_LENGTH.set(record, valueLength);
        RecordLayout.KEY_LENGTH.set(record, probe.length());
        RecordLayout.KIND.set(record, kind);
        UnsafeApi.putByte(record + RecordLayout.RESERVED.offset(), (byte) 0);
        UnsafeApi.copyMemory(probe.address(), record + RecordLayout.LENGTH, probe.length());
        if (valueLength > 0) {
            UnsafeApi.copyMemory(valueAddress, record + RecordLayout.LENGTH + probe.length(), valueLength);
        }
        return record;
    }

    /** Makes a record the newest of its key; the one that was is its previous. By the writer. */
    abstract void insert(Probe probe, long record);

    /** The newest record of a key; 0 if there is none. */
    abstract long find(Probe probe);

    /**
     * Copies records that lie next to each other, for a walk.
     *
     * @param length -1: the last ones
     * @param partitionBytes of the key, if it begins with a whole partition key; else 0
     * @param before whether the walk goes backwards: then records before {@code key}
     */
    abstract void copyLeaf(long key, int length, int partitionBytes, boolean before, LeafCopy into);

    /**
     * The entry of a key that a reader at {@code sequence} sees.
     *
     * @return false if there is none here
     */
    public final boolean get(Probe probe, long sequence, Answer out) {
        long record = visible(find(probe), sequence);
        if (record == 0) {
            return false;
        }
        out.set(RecordLayout.KIND.get(record), RecordLayout.SEQUENCE.get(record), RecordLayout.value(record),
                RecordLayout.VALUE_LENGTH.get(record));
        return true;
    }

    /** Whether there is an entry of a key. */
    public final boolean has(long key, int length) {
        LeafCopy leaf = new LeafCopy();
        copyLeaf(key, length, KeyHash.partitionBytes(key), false, leaf);
        return leaf.index < leaf.count && Node.compareKey(leaf.records[leaf.index], key, length) == 0;
    }

    /** The first record of a chain that a reader at {@code sequence} sees; 0 if there is none. */
    static long visible(long newest, long sequence) {
        long record = newest;
        while (record != 0 && RecordLayout.SEQUENCE.get(record) > sequence) {
            record = RecordLayout.PREVIOUS.get(record);
        }
        return record;
    }

    /** Records next to each other as they were at one moment, and where a key lies among them. */
    static final class LeafCopy {
        final long[] records = new long[NodeLayout.CAPACITY];
        int count;
        /** The first record at or behind the key. */
        int index;
        /** Records whose keys bound the copy: the first one in it, and the first one behind it; 0 if it is an end. */
        long lower;
        long upper;
    }
}
