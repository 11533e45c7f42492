package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import java.util.ArrayList;
import java.util.List;

/** An open file of a {@link FaultyDisk}. Guarded by the disk. */
final class FaultyFile implements DiskFile {

    private final FaultyDisk disk;
    private final String name;
    private final FaultyContents contents;
    private final List<FaultyMapping> mappings = new ArrayList<>();
    private boolean closed;

    FaultyFile(FaultyDisk disk, String name, FaultyContents contents) {
        this.disk = disk;
        this.name = name;
        this.contents = contents;
        contents.live().retain();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        synchronized (disk) {
            check();
            return contents.live().size();
        }
    }

    @Override
    public int read(long position, long address, int length) {
        Ranges.check(name, position, length);
        synchronized (disk) {
            check();
            int readable = disk.faults().readable(length);
            int read = contents.live().read(position, address, readable);
            if (readable < length) {
                throw new EngineException.Io("read failed: file=" + name + ", position=" + (position + read)
                        + ", length=" + (length - read) + ", cause=injected", null);
            }
            return read;
        }
    }

    @Override
    public void write(long position, long address, int length) {
        Ranges.check(name, position, length);
        synchronized (disk) {
            check();
            if (disk.cutsNow()) {
                byte[] bytes = FaultyContents.bytesAt(address, length);
                contents.cutDuring(Change.data(position, bytes, contents.live().size()));
                throw disk.powerCut("write of " + name);
            }
            int writable = disk.faults().writable(length);
            contents.write(position, address, writable, disk.faults().forgetsWrite());
            if (writable < length) {
                throw failed("write", position + writable, length - writable);
            }
        }
    }

    @Override
    public void zeroFill(long position, long length) {
        Ranges.check(name, position, length);
        synchronized (disk) {
            check();
            if (disk.cutsNow()) {
                contents.cutDuring(Change.zero(position, length, contents.live().size()));
                throw disk.powerCut("zero fill of " + name);
            }
            if (disk.faults().failsWrite()) {
                throw failed("zero fill", position, length);
            }
            contents.zeroFill(position, length);
        }
    }

    @Override
    public void truncate(long size) {
        Ranges.check(name, 0, size);
        synchronized (disk) {
            check();
            if (disk.cutsNow()) {
                contents.cutDuring(Change.size(contents.live().size(), size));
                throw disk.powerCut("truncation of " + name);
            }
            if (disk.faults().failsWrite()) {
                throw failed("truncate", size, 0);
            }
            contents.truncate(size);
        }
    }

    @Override
    public void sync() {
        synchronized (disk) {
            check();
            if (disk.cutsNow()) {
                throw disk.powerCut("sync of " + name);
            }
            if (disk.faults().failsSync()) {
                contents.failSync(disk.random());
                throw failed("sync", 0, contents.live().size());
            }
            contents.sync();
        }
    }

    @Override
    public Mapping map(long position, long length, boolean writable) {
        synchronized (disk) {
            check();
            Ranges.checkMapping(name, position, length, contents.live().size());
            FaultyMapping mapping = new FaultyMapping(position, length);
            if (writable) {
                contents.map(mapping);
                mappings.add(mapping);
                disk.noteMapped(contents);
            }
            return mapping;
        }
    }

    /** Works after a power cut too: whoever cleans up must not fail for it. */
    @Override
    public void close() {
        synchronized (disk) {
            if (!closed) {
                closed = true;
                List.copyOf(mappings).forEach(FaultyMapping::close);
                contents.live().release();
            }
        }
    }

    private void check() {
        if (closed || contents.live().isFreed()) {
            throw new EngineException.Closed("file " + name);
        }
        disk.failIfCut();
    }

    private EngineException failed(String what, long position, long length) {
        return new EngineException.Io(what + " failed: file=" + name + ", position=" + position + ", length=" + length
                + ", cause=injected", null);
    }

    /** A mapped range; the disk looks for stores only in writable ones. */
    final class FaultyMapping implements Mapping {

        private final long position;
        private final long length;
        private final long address;

        FaultyMapping(long position, long length) {
            this.position = position;
            this.length = length;
            this.address = contents.live().address() + position;
        }

        long position() {
            return position;
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
        public void close() {
            synchronized (disk) {
                if (mappings.remove(this)) {
                    disk.unmap(contents, this);
                }
            }
        }
    }
}
