package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Region;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A hint beside the log, {@code log/mark}: how far it was durable. Damage to the last durable frames, with none behind
 * them to bear witness, looks like a torn end; with the mark it is told apart, unless the mark is lost too.
 *
 * <p>Stored through a mapping after every sync and never synced itself: it costs nothing, and it may be old, torn or
 * missing. An old one proves less, one that does not check is ignored, and none can be ahead of the log, because it is
 * stored after the sync it tells of.
 *
 * <p>Threads: the log's writer.
 */
final class Mark implements AutoCloseable {

    static final String FILE = "log/mark";
    static final long ANY_ENGINE = 0;
    private static final int BYTES = 4096;

    private final DiskFile file;
    private final DiskFile.Mapping mapping;
    private final long fields;

    private Mark(DiskFile file) {
        this.file = file;
        mapping = file.map(0, BYTES, true);
        fields = mapping.address() + MarkLayout.OFFSET;
    }

    /**
     * How far the log was durable at least; 0 if there is no mark of this engine, or it does not check.
     *
     * @throws EngineException.Incompatible if a whole header says that another engine or a later build wrote it
     */
    static long durable(Disk disk, String engine, long engineId, Region page) {
        if (!disk.exists(FILE)) {
            return 0;
        }
        try (DiskFile file = disk.open(FILE)) {
            UnsafeBuffer scratch = new UnsafeBuffer(page.address(), BYTES);
            if (!FileHeader.isWhole(file, scratch)) {
                return 0; // only a hint, and the log is judged without it
            }
            FileHeader header = FileHeader.read(file, scratch)
                    .expect(FILE, engine, MarkLayout.KIND, MarkLayout.VERSION);
            long at = page.address() + MarkLayout.OFFSET;
            int read = file.read(MarkLayout.OFFSET, at, MarkLayout.LENGTH);
            boolean ours = engineId == ANY_ENGINE || header.engineId() == engineId;
            boolean valid = ours && read == MarkLayout.LENGTH
                    && MarkLayout.CHECKSUM.get(at) == checksum(at);
            return valid ? MarkLayout.DURABLE.get(at) : 0;
        }
    }

    /** Opens it for storing, or makes it. */
    static Mark open(Disk disk, FileHeader log, Region page) {
        DiskFile file = disk.exists(FILE) ? disk.open(FILE) : disk.create(FILE);
        try {
            if (file.size() < BYTES) {
                file.zeroFill(0, BYTES);
            }
            new FileHeader(log.engine(), MarkLayout.KIND, MarkLayout.VERSION, log.engineId())
                    .encode(new UnsafeBuffer(page.address(), BYTES), 0);
            file.write(0, page.address(), FileHeader.LENGTH);
            return new Mark(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** After a sync: the log is durable up to here. */
    void store(long durable, long sequence) {
        MarkLayout.DURABLE.set(fields, durable);
        MarkLayout.SEQUENCE.set(fields, sequence);
        MarkLayout.CHECKSUM.set(fields, checksum(fields));
    }

    private static int checksum(long at) {
        return Crc32c.INSTANCE.compute(at, 0, MarkLayout.CHECKSUM.offset());
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
