package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files in memory, which vanish with the disk. Everything else is as on a real disk: a deleted file lives until its
 * last user closes it, addresses of mappings hold still, and after one engine closed another may open the same files.
 *
 * <p>A file reserves address space for its largest size, {@value #FILE_BYTES_MAX} bytes, and takes memory only for the
 * pages it uses; beyond that size the disk is {@link EngineException.Full}. Closing the disk frees every file.
 *
 * <p>Threads: any, with the one rule of {@link FileDisk}.
 */
public final class MemoryDisk implements Disk {

    /** The largest file: 16 GiB, so that thousands of files fit into the address space of a process. */
    static final long FILE_BYTES_MAX = 16L << 30;

    /** All guarded by this. */
    private final TreeMap<String, MemoryBlob> files = new TreeMap<>();
    private final Set<MemoryBlob> blobs = new HashSet<>();
    private long capacityBytes;
    private long usedBytes;
    private boolean locked;
    private boolean closed;

    /** One that holds what memory holds. */
    public MemoryDisk() {
        this(Long.MAX_VALUE);
    }

    /** @param capacityBytes the sum of the sizes of its files; more is {@link EngineException.Full} */
    public MemoryDisk(long capacityBytes) {
        if (capacityBytes < 0) {
            throw new IllegalArgumentException("capacity refused: capacityBytes=" + capacityBytes + ", min=0");
        }
        this.capacityBytes = capacityBytes;
    }

    @Override
    public synchronized Lock lock() {
        failIfClosed();
        if (locked) {
            throw new EngineException.InUse("in use: disk=" + this + ", pid=" + ProcessHandle.current().pid());
        }
        locked = true;
        return new MemoryLock();
    }

    private synchronized void unlock() {
        locked = false;
    }

    @Override
    public synchronized DiskFile open(String name) {
        return new MemoryFile(name, find(name, "open"));
    }

    @Override
    public synchronized DiskFile create(String name) {
        FileNames.check(name);
        failIfClosed();
        if (files.containsKey(name)) {
            throw new EngineException.Io("create failed: file=" + name + ", cause=it exists", null);
        }
        FileNames.checkFolders(files.navigableKeySet(), name, "create");
        MemoryBlob blob = newBlob(name);
        files.put(name, blob);
        return new MemoryFile(name, blob);
    }

    /** Contents without a name, for those who keep names themselves. */
    synchronized MemoryBlob newBlob(String name) {
        MemoryBlob blob = new MemoryBlob(this, name);
        blobs.add(blob);
        return blob;
    }

    @Override
    public synchronized boolean exists(String name) {
        FileNames.check(name);
        failIfClosed();
        return files.containsKey(name);
    }

    @Override
    public synchronized List<String> list() {
        failIfClosed();
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized void rename(String from, String to) {
        FileNames.check(to);
        MemoryBlob blob = find(from, "rename");
        FileNames.checkFolders(files.navigableKeySet(), to, "rename");
        files.remove(from);
        MemoryBlob replaced = files.put(to, blob);
        if (replaced != null && replaced != blob) {
            replaced.release();
        }
    }

    @Override
    public synchronized void delete(String name) {
        MemoryBlob blob = find(name, "delete");
        files.remove(name);
        blob.release();
    }

    private MemoryBlob find(String name, String what) {
        FileNames.check(name);
        failIfClosed();
        MemoryBlob blob = files.get(name);
        if (blob == null) {
            throw new EngineException.Io(what + " failed: file=" + name + ", cause=no such file", null);
        }
        return blob;
    }

    @Override
    public synchronized void syncDirectory() {
        failIfClosed();
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (MemoryBlob blob : List.copyOf(blobs)) {
            blob.free();
        }
        files.clear();
    }

    synchronized void limit(long newCapacityBytes) {
        capacityBytes = newCapacityBytes;
    }

    /** @param bytes more than before, or fewer if negative */
    synchronized void account(String name, long bytes) {
        if (bytes > capacityBytes - usedBytes) {
            throw new EngineException.Full("disk full: file=" + name + ", moreBytes=" + bytes + ", usedBytes="
                    + usedBytes + ", capacityBytes=" + capacityBytes, null);
        }
        usedBytes += bytes;
    }

    synchronized void forget(MemoryBlob blob, long bytes) {
        blobs.remove(blob);
        usedBytes -= bytes;
    }

    private void failIfClosed() {
        if (closed) {
            throw new EngineException.Closed("disk " + this);
        }
    }

    @Override
    public String toString() {
        return "MemoryDisk@" + Integer.toHexString(System.identityHashCode(this));
    }

    private final class MemoryLock implements Lock {

        private boolean held = true;

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                if (held) {
                    held = false;
                    unlock();
                }
            }
        }
    }
}
