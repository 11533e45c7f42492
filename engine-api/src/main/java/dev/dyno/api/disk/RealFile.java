package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Posix;
import dev.dyno.api.memory.Region;
import dev.dyno.api.memory.SystemMemory;
import dev.dyno.api.memory.Touch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/** An open file of a {@link FileDisk}. */
final class RealFile implements DiskFile {

    private static final int ZERO_BYTES = 1 << 20;

    private final String name;
    private final Path path;

    /** The descriptor, or -1 after close. */
    private volatile int file;

    /** Guarded by itself. */
    private final List<FileMapping> mappings = new ArrayList<>();

    RealFile(String name, Path path, int file) {
        this.name = name;
        this.path = path;
        this.file = file;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        long size = Posix.size(openFile());
        if (size < 0) {
            throw failed("size", 0, 0, size);
        }
        return size;
    }

    @Override
    public int read(long position, long address, int length) {
        Ranges.check(name, position, length);
        int done = 0;
        while (done < length) {
            long result = Posix.pread(openFile(), address + done, length - done, position + done);
            if (result < 0) {
                throw failed("read", position + done, length - done, result);
            }
            if (result == 0) {
                break;
            }
            done += (int) result;
        }
        return done;
    }

    @Override
    public void write(long position, long address, int length) {
        Ranges.check(name, position, length);
        int done = 0;
        while (done < length) {
            long result = Posix.pwrite(openFile(), address + done, length - done, position + done);
            if (result <= 0) {
                throw failed("write", position + done, length - done, result);
            }
            done += (int) result;
        }
    }

    @Override
    public void zeroFill(long position, long length) {
        Ranges.check(name, position, length);
        openFile();
        // Never touched by a store, so all its pages are the system's one page of zeros.
        try (Region zeros = new SystemMemory().map(ZERO_BYTES, "zeros", false)) {
            for (long done = 0; done < length; done += ZERO_BYTES) {
                write(position + done, zeros.address(), (int) Math.min(ZERO_BYTES, length - done));
            }
        }
    }

    @Override
    public void reserve(long size) {
        Ranges.check(name, 0, size);
        long before = size();
        if (size <= before) {
            return;
        }
        if (Posix.MACOS) {
            zeroFill(before, size - before);
            return;
        }
        int result = Posix.fallocate(openFile(), before, size - before);
        if (result < 0) {
            throw failed("reserve", before, size - before, result);
        }
    }

    @Override
    public void truncate(long size) {
        Ranges.check(name, 0, size);
        int result = Posix.ftruncate(openFile(), size);
        if (result < 0) {
            throw failed("truncate", size, 0, result);
        }
    }

    @Override
    public void sync() {
        if (Posix.MACOS) {
            handOverMappedStores();
        }
        int result = Posix.fdatasync(openFile());
        if (result < 0) { // never Full: what is lost may have been acknowledged
            throw new EngineException.Io(message("sync", 0, 0, result), null);
        }
    }

    /** Linux syncs stores through mappings with the file; POSIX promises that of {@code msync} only. */
    private void handOverMappedStores() {
        synchronized (mappings) {
            for (FileMapping mapping : mappings) {
                int result = mapping.writable ? Posix.msync(mapping.start, mapping.mappedBytes) : 0;
                if (result < 0) {
                    throw new EngineException.Io(message("msync", 0, 0, result), null);
                }
            }
        }
    }

    @Override
    public Mapping map(long position, long length, boolean writable) {
        Ranges.checkMapping(name, position, length, size());
        int before = (int) (position % UnsafeApi.pageSize()); // where pages are larger than ours
        long start = Posix.mapFile(openFile(), position - before, length + before, writable);
        if (start < 0) {
            throw failed("map", position, length, start);
        }
        FileMapping mapping = new FileMapping(start, before, length, writable);
        synchronized (mappings) {
            mappings.add(mapping);
        }
        return mapping;
    }

    @Override
    public void close() {
        int last = file;
        if (last < 0) {
            return;
        }
        file = -1;
        synchronized (mappings) {
            for (FileMapping mapping : List.copyOf(mappings)) {
                mapping.close();
            }
        }
        int result = Posix.close(last);
        if (result < 0) {
            throw failed("close", 0, 0, result);
        }
    }

    private int openFile() {
        int open = file;
        if (open < 0) {
            throw new EngineException.Closed("file " + path);
        }
        return open;
    }

    private EngineException failed(String what, long position, long length, long result) {
        String message = message(what, position, length, result);
        return result == -Posix.ENOSPC || result == -Posix.EDQUOT ? new EngineException.Full(message, null)
                : new EngineException.Io(message, null);
    }

    private String message(String what, long position, long length, long result) {
        return what + " failed: file=" + path + ", position=" + position + ", length=" + length + ", cause="
                + Posix.message(result);
    }

    private final class FileMapping implements Mapping {

        private final long start;
        private final long mappedBytes;
        private final long address;
        private final long length;
        private final boolean writable;

        FileMapping(long start, int before, long length, boolean writable) {
            this.start = start;
            this.mappedBytes = length + before;
            this.address = start + before;
            this.length = length;
            this.writable = writable;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void populate(long offset, long bytes) {
            if (populates()) {
                Touch.pages(address + offset, bytes);
            }
        }

        @Override
        public boolean populates() {
            return !Posix.MACOS && writable && start == address; // not where pages are larger than ours
        }

        @Override
        public void close() {
            synchronized (mappings) {
                if (mappings.remove(this)) {
                    int result = Posix.munmap(start, mappedBytes);
                    if (result < 0) {
                        throw failed("unmap", 0, length, result);
                    }
                }
            }
        }
    }
}
