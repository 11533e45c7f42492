package dev.dyno.api;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.IntArrayList;

/** A reusable list of keys for {@link Reader#getBatch}: one growing buffer, no object per key. Confined to a thread. */
public final class KeyBatch {

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
    /** Three per key: offset of its bytes, partition length, sort length. */
    private final IntArrayList keys = new IntArrayList();
    private int end;

    public KeyBatch clear() {
        keys.clear();
        end = 0;
        return this;
    }

    /** Copies a key in. */
    public KeyBatch add(Key key) {
        int partitionLength = key.partition().capacity();
        int sortLength = key.sort().capacity();
        bytes.putBytes(end, key.partition(), 0, partitionLength);
        bytes.putBytes(end + partitionLength, key.sort(), 0, sortLength);
        keys.addInt(end);
        keys.addInt(partitionLength);
        keys.addInt(sortLength);
        end += partitionLength + sortLength;
        return this;
    }

    public int size() {
        return keys.size() / 3;
    }

    /** Wraps {@code into} over the key at {@code index}: valid until the batch is changed. */
    public void get(int index, Key into) {
        int offset = keys.getInt(3 * index);
        int partitionLength = keys.getInt(3 * index + 1);
        into.wrap(bytes, offset, partitionLength, bytes, offset + partitionLength, keys.getInt(3 * index + 2));
    }
}
