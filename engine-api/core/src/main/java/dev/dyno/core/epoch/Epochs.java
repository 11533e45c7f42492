package dev.dyno.core.epoch;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.agrona.UnsafeApi;

/**
 * Epoch-based reclamation: when is off-heap memory, which readers reach without locks, free to be used again?
 *
 * <p>How it works: a reader enters by storing the global epoch in its slot and leaves by storing IDLE. A writer first
 * makes memory unreachable, then {@link #retire}s it with the epoch of that moment and moves the epoch on. What was
 * retired in epoch e is freed when every slot is idle or past e: whoever could have found it has left.
 *
 * <p>Epochs guard operations: one get, one step of a cursor. What is held for long (a snapshot) must be a registry of
 * sequences, or one forgotten cursor would stop all freeing.
 *
 * <p>Invariants
 * <ul>
 * <li>E1 what was retired in epoch e is freed only when no slot holds an epoch at or below e
 * <li>E2 epochs of the retired grow along the ring
 * </ul>
 *
 * <p>Threads: any reader in its own slot; one writer calls {@link #retire} and {@link #reclaim}. Publication E3: the
 * reader's store of its epoch is volatile, so it comes before its loads of what the writer may unlink; the writer's
 * loads of the slots are volatile and come after its stores that unlinked.
 *
 * <p>Slots are 128 bytes apart, because the prefetcher takes cache lines in pairs.
 *
 * <p>Source: Fraser, Practical Lock-Freedom, 2004.
 */
public final class Epochs implements AutoCloseable {

    private static final int SLOT_BYTES = 128;
    private static final long IDLE = Long.MAX_VALUE;

    private final Region slots;
    private final AtomicIntegerArray taken;
    private final Freed freed;
    private volatile long epoch = 1;
    /** Three longs per entry: epoch, address, bytes. */
    private long[] ring = new long[3 * 64];
    private int head;
    private int count;
    private long retiredBytes;

    /** Gets memory that nobody can see any more. */
    @FunctionalInterface
    public interface Freed {
        void onFreed(long address, long bytes);
    }

    /** @param sessions how many slots there are at most */
    public Epochs(Memory memory, int sessions, Freed freed) {
        slots = memory.map((long) sessions * SLOT_BYTES, "epoch slots", false);
        taken = new AtomicIntegerArray(sessions);
        this.freed = freed;
        for (int i = 0; i < sessions; i++) {
            UnsafeApi.putLongVolatile(null, address(i), IDLE);
        }
    }

    /** A slot for a session. @throws IllegalStateException if all are taken */
    public int open() {
        for (int i = 0; i < taken.length(); i++) {
            if (taken.compareAndSet(i, 0, 1)) {
                return i;
            }
        }
        throw new IllegalStateException("too many sessions: open=" + taken.length() + ", limit=" + taken.length());
    }

    /** Gives a slot back; it is idle from then on. */
    public void close(int slot) {
        exit(slot);
        taken.set(slot, 0);
    }

    /** From now until {@link #exit}, nothing that can be found is freed. Not nested. */
    public void enter(int slot) {
        UnsafeApi.putLongVolatile(null, address(slot), epoch); // publishes E3
    }

    public void exit(int slot) {
        UnsafeApi.putLongRelease(null, address(slot), IDLE);
    }

    /** Frees the memory when nobody can see it. It must not be reachable any more. */
    public void retire(long address, long bytes) {
        if (3 * count == ring.length) {
            grow();
        }
        int at = (head + 3 * count) % ring.length;
        ring[at] = epoch;
        ring[at + 1] = address;
        ring[at + 2] = bytes;
        count++;
        retiredBytes += bytes;
        epoch = epoch + 1;
    }

    /** Frees what it can. @return entries freed */
    public int reclaim() {
        long oldest = oldest();
        int before = count;
        while (count > 0 && ring[head] < oldest) {
            long address = ring[head + 1];
            long bytes = ring[head + 2];
            head = (head + 3) % ring.length;
            count--;
            retiredBytes -= bytes;
            freed.onFreed(address, bytes);
        }
        return before - count;
    }

    /** Bytes that wait for readers to leave. By the writer. */
    public long retiredBytes() {
        return retiredBytes;
    }

    /** How many epochs the slowest reader is behind; 0 if none is inside. A large number is a stuck reader. */
    public long lag() {
        long oldest = oldest();
        return oldest == IDLE ? 0 : epoch - oldest;
    }

    /** Frees everything; nobody may be inside. */
    @Override
    public void close() {
        if (oldest() != IDLE) {
            throw new IllegalStateException("a session is inside an operation: epoch=" + oldest());
        }
        reclaim();
        slots.close();
    }

    private long oldest() {
        long least = IDLE;
        for (int i = 0; i < taken.length(); i++) {
            least = Math.min(least, UnsafeApi.getLongVolatile(null, address(i))); // sees E3
        }
        return least;
    }

    private long address(int slot) {
        return slots.address() + (long) slot * SLOT_BYTES;
    }

    private void grow() {
        long[] larger = new long[2 * ring.length];
        int first = ring.length - head;
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, head);
        ring = larger;
        head = 0;
    }
}
