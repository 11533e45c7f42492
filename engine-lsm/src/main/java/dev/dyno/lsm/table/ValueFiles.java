package dev.dyno.lsm.table;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.memory.Memory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The value files that tables point into: opened with the first table that does, deleted with the last. No list of them
 * is kept on disk: a table says which it needs, and manifests say which tables there are.
 *
 * <p>A value is garbage when no table points to it. A file of which most is garbage is <i>sparse</i>: merges that meet
 * pointers into it write their values anew, until no table needs it.
 *
 * <p>Invariant: W1 a value file is there as long as a table that points into it is. Threads: any.
 */
public final class ValueFiles implements AutoCloseable {

    private static final int SPARSE_PERCENT = 50;

    private final Disk disk;
    private final Memory memory;
    private final Map<Long, ValueFile> files = new HashMap<>();

    public ValueFiles(Disk disk, Memory memory) {
        this.disk = disk;
        this.memory = memory;
    }

    /** A table that points to so many bytes is opened. */
    synchronized ValueFile reference(TableFormat format, long fileId, long bytes) {
        ValueFile file = files.get(fileId);
        if (file == null) {
            file = ValueFile.open(disk, memory, format, fileId);
            files.put(fileId, file);
        }
        file.tables++;
        file.liveBytes += bytes;
        return file;
    }

    /** A table is gone, from the disk too. */
    public synchronized void release(TableFile table) {
        table.forEachReference((fileId, bytes) -> {
            ValueFile file = files.get(fileId);
            file.liveBytes -= bytes;
            file.tables--;
            if (file.tables == 0) {
                files.remove(fileId);
                file.close();
                disk.delete(TableFormat.valuesNameOf(fileId));
            }
        });
    }

    /** Whether most of a file is garbage. */
    synchronized boolean isSparse(long fileId) {
        ValueFile file = files.get(fileId);
        return file != null && file.liveBytes * 100 < file.bytes() * SPARSE_PERCENT;
    }

    /** Numbers of the files that tables point into. */
    public synchronized Set<Long> ids() {
        return Set.copyOf(files.keySet());
    }

    public synchronized long bytes() {
        return files.values().stream().mapToLong(ValueFile::bytes).sum();
    }

    /** That tables point to. */
    public synchronized long liveBytes() {
        return files.values().stream().mapToLong(file -> file.liveBytes).sum();
    }

    @Override
    public synchronized void close() {
        files.values().forEach(ValueFile::close);
        files.clear();
    }
}
