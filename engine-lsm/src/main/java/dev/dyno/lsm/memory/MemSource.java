package dev.dyno.lsm.memory;

import dev.dyno.lsm.entry.KeyHash;
import dev.dyno.lsm.entry.Source;

/**
 * A walk over a memtable's tree as a reader at one sequence sees it. Copies the addresses of a leaf's records and goes
 * over the copy: records never change, and what comes into the leaf later is of later commits, which the walk does not
 * see. Threads: the walk's own; a writer beside it.
 */
public final class MemSource extends Source {

    private final MemIndex.LeafCopy leaf = new MemIndex.LeafCopy();
    private MemIndex tree;
    private long readSequence;
    private int index;

    public MemSource() {
    }

    /** Walks over another tree. @param readAt sees commits up to this one */
    public MemSource open(MemIndex over, long readAt) {
        tree = over;
        readSequence = readAt;
        valid = false;
        return this;
    }

    @Override
    public void seek(long key, int length, int partitionBytes) {
        tree.copyLeaf(key, length, partitionBytes, false, leaf);
        index = leaf.index - 1;
        next();
    }

    /** To the first key of all. */
    public void first() {
        seek(0, 0, 0);
    }

    @Override
    public void seekBefore(long key, int length, int partitionBytes) {
        tree.copyLeaf(key, length, partitionBytes, true, leaf);
        index = leaf.index;
        previous();
    }

    @Override
    public void next() {
        for (;;) {
            if (++index < leaf.count) {
                if (stand()) {
                    return;
                }
            } else if (leaf.upper == 0) {
                valid = false;
                return;
            } else {
                long key = RecordLayout.key(leaf.upper);
                tree.copyLeaf(key, RecordLayout.KEY_LENGTH.get(leaf.upper), KeyHash.partitionBytes(key), false, leaf);
                index = leaf.index - 1;
            }
        }
    }

    @Override
    public void previous() {
        for (;;) {
            if (--index >= 0) {
                if (stand()) {
                    return;
                }
            } else if (leaf.lower == 0) {
                valid = false;
                return;
            } else {
                long key = RecordLayout.key(leaf.lower);
                tree.copyLeaf(key, RecordLayout.KEY_LENGTH.get(leaf.lower), KeyHash.partitionBytes(key), true, leaf);
                index = leaf.index;
            }
        }
    }

    /** @return false if the reader sees no entry of the key */
    private boolean stand() {
        long record = MemIndex.visible(leaf.records[index], readSequence);
        valid = record != 0;
        if (valid) {
            keyAddress = RecordLayout.key(record);
            keyLength = RecordLayout.KEY_LENGTH.get(record);
            sequence = RecordLayout.SEQUENCE.get(record);
            kind = RecordLayout.KIND.get(record);
            valueLength = RecordLayout.VALUE_LENGTH.get(record);
            valueAddress = keyAddress + keyLength;
        }
        return valid;
    }

    /**
     * Goes on to the record that the shown one replaced, for a flush that keeps it.
     *
     * @return false if there is none
     */
    public boolean older() {
        long record = RecordLayout.PREVIOUS.get(keyAddress - RecordLayout.LENGTH);
        if (record == 0) {
            return false;
        }
        leaf.records[index] = record;
        return stand();
    }
}
