package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.core.epoch.Epochs;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Memory that no reader can find any more, until none can see it: pieces of the arena, regions and mappings of
 * segments. Threads: {@link #enter} and {@link #exit} by sessions in their slots, the rest by the writer.
 */
final class Retirement implements AutoCloseable {

    private static final int SESSIONS_MAX = 512;
    /** A look at all slots costs more than freeing one piece. */
    private static final int PENDING_MIN = 64;

    private final Epochs epochs;
    private final Arena arena;
    /** By address; pieces of the arena are not among them. */
    private final Long2ObjectHashMap<Runnable> larger = new Long2ObjectHashMap<>();
    private int pending;
    private boolean loading;

    Retirement(Memory memory, Arena arena) {
        this.arena = arena;
        epochs = new Epochs(memory, SESSIONS_MAX, this::onFreed);
    }

    int open() {
        return epochs.open();
    }

    void close(int slot) {
        epochs.close(slot);
    }

    void enter(int slot) {
        epochs.enter(slot);
    }

    void exit(int slot) {
        epochs.exit(slot);
    }

    /** While an engine opens there are no readers, and two writers: pieces are free at once. */
    void loading(boolean on) {
        loading = on;
    }

    /** A piece of the arena. */
    void retire(long address, int bytes) {
        if (loading) {
            arena.give(address, bytes);
            return;
        }
        epochs.retire(address, bytes);
        pending++;
    }

    /** @param release frees it */
    void retire(long address, long bytes, Runnable release) {
        larger.put(address, release);
        epochs.retire(address, bytes);
        pending += PENDING_MIN;
    }

    /** Frees what it can, if there is enough to be worth a look. */
    void reclaim() {
        if (pending >= PENDING_MIN) {
            epochs.reclaim();
            pending = larger.isEmpty() ? 0 : PENDING_MIN;
        }
    }

    /** Frees everything that no reader is in the way of. */
    void reclaimAll() {
        epochs.reclaim();
    }

    /** Bytes that wait. */
    long bytes() {
        return epochs.retiredBytes();
    }

    private void onFreed(long address, long bytes) {
        Runnable release = larger.remove(address);
        if (release != null) {
            release.run();
        } else {
            arena.give(address, (int) bytes);
        }
    }

    @Override
    public void close() {
        epochs.close();
    }
}
