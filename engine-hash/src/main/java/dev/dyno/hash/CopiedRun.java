package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;

/**
 * The items of a run of sort keys, read and copied together in one epoch: the steps of a cursor then look at memory of
 * their own. Values that do not fit, and damaged ones, are left to the step that comes to them.
 *
 * <p>Threads: the session's.
 */
final class CopiedRun implements ValueMemory, AutoCloseable {

    private static final int BYTES = 32 << 10;
    private static final int ABSENT = -1;

    private final Region region;
    private final ItemView item = new ItemView();
    private final long[] sequences = new long[SortRun.KEYS_MAX];
    private final int[] lengths = new int[SortRun.KEYS_MAX];
    private final long[] addresses = new long[SortRun.KEYS_MAX];
    private int count;
    private int used;
    private boolean isFull;

    CopiedRun(Memory memory) {
        region = memory.map(BYTES, "query items", false);
    }

    void clear() {
        count = 0;
        used = 0;
        isFull = false;
    }

    /** How many keys, from the first on, were looked up. */
    int count() {
        return count;
    }

    /**
     * Looks the next key of the run up, inside an epoch.
     *
     * @param candidate see {@link ItemReader#get(Buckets, Probe, long, long, ValueMemory, ItemView)}
     * @return false if it and those behind are left to the steps
     */
    boolean add(ItemReader reader, Buckets items, Probe probe, long candidate, long at) {
        boolean exists;
        try {
            exists = reader.get(items, probe, candidate, at, this, item);
        } catch (EngineException.Corrupt e) {
            return false; // the step that comes to it says so
        }
        if (isFull) {
            return false;
        }
        lengths[count] = exists ? item.length() : ABSENT;
        if (exists) {
            addresses[count] = region.address() + used;
            sequences[count] = item.sequence();
            used += item.length();
        }
        count++;
        return true;
    }

    @Override
    public long address(int length) {
        isFull = length > BYTES - used;
        return isFull ? NO_ROOM : region.address() + used;
    }

    /** @return whether the key has an item */
    boolean get(int index, ItemView out) {
        if (lengths[index] == ABSENT) {
            return false;
        }
        out.wrap(addresses[index], lengths[index], sequences[index]);
        return true;
    }

    @Override
    public void close() {
        region.close();
    }
}
