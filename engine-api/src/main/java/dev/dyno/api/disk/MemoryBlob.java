package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Posix;
import org.agrona.UnsafeApi;

/**
 * The contents of a file in memory: one range of reserved address space, from its first byte used to its last free.
 *
 * <p>Invariant: all bytes of the reservation at and behind {@code size} are zero, so growing shows zeros.
 *
 * <p>Threads: reads and writes within the size run freely. What changes the size takes this blob's lock, and then its
 * disk's. A writer that grows the file copies first and then publishes the size: who sees the size sees the bytes.
 */
final class MemoryBlob {

    private final MemoryDisk disk;
    private final String name;

    /** Users: one for the name, one for each open file. Guarded by the disk. */
    private int users = 1;

    /** 0 until there is something to hold. */
    private volatile long address;
    private volatile long size;
    private volatile boolean freed;

    MemoryBlob(MemoryDisk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    void retain() {
        synchronized (disk) {
            users++;
        }
    }

    void release() {
        synchronized (disk) {
            if (--users == 0) {
                free();
            }
        }
    }

    void free() {
        synchronized (disk) {
            if (freed) {
                return;
            }
            freed = true;
            disk.forget(this, size);
            if (address != 0) {
                Posix.munmap(address, MemoryDisk.FILE_BYTES_MAX);
            }
            size = 0;
        }
    }

    boolean isFreed() {
        return freed;
    }

    long address() {
        return address;
    }

    long size() {
        return size;
    }

    int read(long position, long target, int length) {
        int readable = (int) Math.clamp(size - position, 0L, length);
        if (readable > 0) {
            UnsafeApi.copyMemory(address + position, target, readable);
        }
        return readable;
    }

    void write(long position, long source, int length) {
        if (position + length <= size) {
            UnsafeApi.copyMemory(source, address + position, length);
        } else if (length > 0) {
            growBy(position, source, length);
        }
    }

    private synchronized void growBy(long position, long source, int length) {
        long grown = Math.max(size, position + length);
        reserve(grown);
        disk.account(name, grown - size);
        UnsafeApi.copyMemory(source, address + position, length);
        size = grown;
    }

    synchronized void zeroFill(long position, long length) {
        if (length == 0) {
            return;
        }
        long grown = Math.max(size, position + length);
        reserve(grown);
        disk.account(name, grown - size);
        zero(position, Math.min(size, position + length)); // behind the size there are zeros already
        size = grown;
    }

    synchronized void truncate(long newSize) {
        reserve(newSize);
        disk.account(name, newSize - size);
        long oldSize = size;
        size = Math.min(oldSize, newSize);
        zero(newSize, oldSize);
        size = newSize;
    }

    private void reserve(long bytes) {
        if (bytes > MemoryDisk.FILE_BYTES_MAX) {
            throw new EngineException.Full("file too large: file=" + name + ", bytes=" + bytes + ", max="
                    + MemoryDisk.FILE_BYTES_MAX, null);
        }
        if (address == 0 && bytes > 0) {
            long reserved = Posix.mapMemory(MemoryDisk.FILE_BYTES_MAX);
            if (reserved < 0) {
                throw new EngineException.Full("no memory: file=" + name + ", cause=" + Posix.message(reserved), null);
            }
            address = reserved;
        }
    }

    /** Whole pages are given back to the system, the rest is overwritten. */
    private void zero(long from, long to) {
        if (from >= to) {
            return;
        }
        long pageBytes = UnsafeApi.pageSize();
        long firstPage = Math.min(to, (from + pageBytes - 1) / pageBytes * pageBytes);
        long pagesEnd = Math.max(firstPage, to / pageBytes * pageBytes);
        UnsafeApi.setMemory(address + from, firstPage - from, (byte) 0);
        if (pagesEnd > firstPage) {
            long result = Posix.remapMemory(address + firstPage, pagesEnd - firstPage);
            if (result < 0) {
                throw new EngineException.Full("no memory: file=" + name + ", cause=" + Posix.message(result), null);
            }
        }
        UnsafeApi.setMemory(address + pagesEnd, to - pagesEnd, (byte) 0);
    }
}
