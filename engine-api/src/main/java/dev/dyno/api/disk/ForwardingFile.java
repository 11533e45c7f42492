package dev.dyno.api.disk;

/** A file that does what another does, for disks that only watch. */
abstract class ForwardingFile implements DiskFile {

    final DiskFile inner;

    ForwardingFile(DiskFile inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public long size() {
        return inner.size();
    }

    @Override
    public int read(long position, long address, int length) {
        return inner.read(position, address, length);
    }

    @Override
    public void write(long position, long address, int length) {
        inner.write(position, address, length);
    }

    @Override
    public void zeroFill(long position, long length) {
        inner.zeroFill(position, length);
    }

    @Override
    public void reserve(long size) {
        inner.reserve(size);
    }

    @Override
    public void truncate(long size) {
        inner.truncate(size);
    }

    @Override
    public void sync() {
        inner.sync();
    }

    @Override
    public Mapping map(long position, long length, boolean writable) {
        return inner.map(position, length, writable);
    }

    @Override
    public void close() {
        inner.close();
    }
}
