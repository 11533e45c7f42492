package dev.dyno.lsm.table;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Probe;
import org.agrona.UnsafeApi;

/** Which block of a table holds a key: a binary search by words in the mapped index. Threads: any. */
final class BlockIndex {

    private final int blocks;
    private final boolean collides;
    private final long heads;
    private final long ties;
    private final long positions;
    private final long keyOffsets;
    private final long keys;

    /** @param index where {@link IndexLayout} lies */
    BlockIndex(long index) {
        blocks = IndexLayout.BLOCKS.get(index);
        collides = IndexLayout.COLLIDES.get(index) != 0;
        heads = IndexLayout.heads(index);
        ties = IndexLayout.ties(index, blocks);
        positions = IndexLayout.positions(index, blocks);
        keyOffsets = IndexLayout.keyOffsets(index, blocks);
        keys = IndexLayout.keys(index, blocks);
    }

    int blocks() {
        return blocks;
    }

    /** Of a block, or of the end of the last one. */
    long position(int block) {
        return UnsafeApi.getLong(positions + 8L * block);
    }

    long firstKey(int block) {
        return keys + UnsafeApi.getInt(keyOffsets + 4L * block);
    }

    int firstKeyLength(int block) {
        return UnsafeApi.getInt(keyOffsets + 4L * (block + 1)) - UnsafeApi.getInt(keyOffsets + 4L * block);
    }

    /** The block whose first key is the last one at or before the key; -1 if the key is before all. */
    int find(Probe probe) {
        return find(probe.address(), probe.length(), probe.head(), probe.tie(), !collides);
    }

    /** @param partitionBytes of the key, if it begins with a whole partition key; else 0 */
    int find(long key, int length, int partitionBytes) {
        boolean tied = !collides && partitionBytes > 0 && length >= partitionBytes;
        long tie = tied ? KeyBytes.head(key + partitionBytes, length - partitionBytes) : 0;
        return find(key, length, KeyBytes.head(key, length), tie, tied);
    }

    private int find(long key, int length, long head, long tie, boolean tied) {
        int low = 0;
        int high = blocks;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(UnsafeApi.getLong(heads + 8L * middle), head);
            if (order == 0 && tied) {
                order = Long.compareUnsigned(UnsafeApi.getLong(ties + 8L * middle), tie);
            }
            if (order == 0) {
                order = KeyBytes.compare(firstKey(middle), firstKeyLength(middle), key, length);
            }
            if (order <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
