package dev.dyno.api.disk;

import dev.dyno.api.EngineException;

/** An open file of a {@link MemoryDisk}: a user of its contents. */
final class MemoryFile implements DiskFile {

    private final String name;
    private final MemoryBlob blob;
    private volatile boolean closed;

    MemoryFile(String name, MemoryBlob blob) {
        this.name = name;
        this.blob = blob;
        blob.retain();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        failIfClosed();
        return blob.size();
    }

    @Override
    public int read(long position, long address, int length) {
        Ranges.check(name, position, length);
        failIfClosed();
        return blob.read(position, address, length);
    }

    @Override
    public void write(long position, long address, int length) {
        Ranges.check(name, position, length);
        failIfClosed();
        blob.write(position, address, length);
    }

    @Override
    public void zeroFill(long position, long length) {
        Ranges.check(name, position, length);
        failIfClosed();
        blob.zeroFill(position, length);
    }

    @Override
    public void truncate(long size) {
        Ranges.check(name, 0, size);
        failIfClosed();
        blob.truncate(size);
    }

    @Override
    public void sync() {
        failIfClosed();
    }

    @Override
    public Mapping map(long position, long length, boolean writable) {
        failIfClosed();
        Ranges.checkMapping(name, position, length, blob.size());
        return new MemoryMapping(blob.address() + position, length);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            blob.release();
        }
    }

    private void failIfClosed() {
        if (closed || blob.isFreed()) {
            throw new EngineException.Closed("file " + name);
        }
    }

    /** The file's own memory, so closing gives nothing back. */
    private record MemoryMapping(long address, long length) implements Mapping {
        @Override
        public void close() {
        }
    }
}
