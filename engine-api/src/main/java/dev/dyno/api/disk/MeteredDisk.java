package dev.dyno.api.disk;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Counts what an engine asks of its disk: the yardstick of write, read and space amplification, the same for all
 * engines; in all, and what background threads asked for ({@code new MeteredDisk(disk, ThreadWork::isWorker)}). Closes
 * the disk it wraps.
 *
 * <p>What it does not see: loads and stores through mappings (it counts the bytes mapped), what the kernel reads ahead
 * or writes back, and files of engines that have their own native I/O. Zero fills count as writes of their length.
 * Sizes of files are followed from what passes through, beginning with the files there are; a deleted file counts no
 * more, even while it is open.
 *
 * <p>Threads: any. Counters are exact once callers are at rest; a snapshot during work is of no single moment.
 */
public final class MeteredDisk implements Disk {

    private final Disk inner;
    private final BooleanSupplier background;
    private final Meter foregroundMeter = new Meter();
    private final Meter backgroundMeter = new Meter();
    private final FileSizes sizes = new FileSizes();

    /** Takes all calls for foreground. */
    public MeteredDisk(Disk inner) {
        this(inner, () -> false);
    }

    /** @param background whether the calling thread works in the background; asked at every call */
    public MeteredDisk(Disk inner, BooleanSupplier background) {
        this.inner = inner;
        this.background = background;
        for (String name : inner.list()) {
            try (DiskFile file = inner.open(name)) {
                sizes.of(name).growTo(file.size());
            }
        }
    }

    /** All since this disk was made. */
    public Usage snapshot() {
        return foregroundMeter.plus(backgroundMeter, sizes.largestBytes());
    }

    /** Of {@link #snapshot}, what background threads asked for. */
    public Usage backgroundSnapshot() {
        return backgroundMeter.plus(new Meter(), sizes.largestBytes());
    }

    private Meter meter() {
        return background.getAsBoolean() ? backgroundMeter : foregroundMeter;
    }

    /** The sizes of all files now, together. */
    public long fileBytes() {
        return sizes.bytes();
    }

    @Override
    public Lock lock() {
        return inner.lock();
    }

    @Override
    public DiskFile open(String name) {
        return new MeteredFile(inner.open(name), sizes.of(name));
    }

    @Override
    public DiskFile create(String name) {
        return new MeteredFile(inner.create(name), sizes.of(name));
    }

    @Override
    public boolean exists(String name) {
        return inner.exists(name);
    }

    @Override
    public List<String> list() {
        return inner.list();
    }

    @Override
    public void rename(String from, String to) {
        inner.rename(from, to);
        sizes.rename(from, to);
    }

    @Override
    public void delete(String name) {
        inner.delete(name);
        sizes.delete(name);
    }

    @Override
    public void syncDirectory() {
        meter().directorySyncs.increment();
        inner.syncDirectory();
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public String toString() {
        return "MeteredDisk[" + inner + "]";
    }

    /**
     * What was asked of a disk.
     *
     * @param mappedBytes lengths of mappings made
     * @param fileBytesMax the largest size of all files together, so far
     */
    public record Usage(long reads, long readBytes, long writes, long writtenBytes, long syncs,
            long directorySyncs, long mappedBytes, long fileBytesMax) {

        /** What came since an earlier snapshot; the largest size is this one's. */
        public Usage minus(Usage earlier) {
            return new Usage(reads - earlier.reads, readBytes - earlier.readBytes, writes - earlier.writes,
                    writtenBytes - earlier.writtenBytes, syncs - earlier.syncs,
                    directorySyncs - earlier.directorySyncs, mappedBytes - earlier.mappedBytes, fileBytesMax);
        }
    }

    private static final class Meter {

        private final LongAdder reads = new LongAdder();
        private final LongAdder readBytes = new LongAdder();
        private final LongAdder writes = new LongAdder();
        private final LongAdder writtenBytes = new LongAdder();
        private final LongAdder syncs = new LongAdder();
        private final LongAdder directorySyncs = new LongAdder();
        private final LongAdder mappedBytes = new LongAdder();

        Usage plus(Meter other, long fileBytesMax) {
            return new Usage(reads.sum() + other.reads.sum(), readBytes.sum() + other.readBytes.sum(),
                    writes.sum() + other.writes.sum(), writtenBytes.sum() + other.writtenBytes.sum(),
                    syncs.sum() + other.syncs.sum(), directorySyncs.sum() + other.directorySyncs.sum(),
                    mappedBytes.sum() + other.mappedBytes.sum(), fileBytesMax);
        }
    }

    private final class MeteredFile extends ForwardingFile {

        private final FileSizes.Size size;

        MeteredFile(DiskFile inner, FileSizes.Size size) {
            super(inner);
            this.size = size;
        }

        @Override
        public int read(long position, long address, int length) {
            int read = inner.read(position, address, length);
            Meter meter = meter();
            meter.reads.increment();
            meter.readBytes.add(read);
            return read;
        }

        @Override
        public void write(long position, long address, int length) {
            inner.write(position, address, length);
            noteWrite(position, length);
        }

        @Override
        public void zeroFill(long position, long length) {
            inner.zeroFill(position, length);
            noteWrite(position, length);
        }

        @Override
        public void reserve(long bytes) {
            inner.reserve(bytes);
            size.growTo(bytes);
        }

        private void noteWrite(long position, long length) {
            Meter meter = meter();
            meter.writes.increment();
            meter.writtenBytes.add(length);
            size.growTo(length == 0 ? 0 : position + length);
        }

        @Override
        public void truncate(long bytes) {
            inner.truncate(bytes);
            size.set(bytes);
        }

        @Override
        public void sync() {
            inner.sync();
            meter().syncs.increment();
        }

        @Override
        public Mapping map(long position, long length, boolean writable) {
            Mapping mapping = inner.map(position, length, writable);
            meter().mappedBytes.add(length);
            return mapping;
        }
    }
}
