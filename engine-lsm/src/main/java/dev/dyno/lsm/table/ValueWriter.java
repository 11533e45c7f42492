package dev.dyno.lsm.table;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.lsm.entry.Scratch;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/** Writes one value file, front to back. One that is not finished is deleted. Threads: the owner's. */
final class ValueWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final long fileId;
    private final DiskFile file;
    private final Scratch buffer;
    private int buffered;
    private long position;
    private boolean finished;

    ValueWriter(Disk disk, Memory memory, TableFormat format, long fileId) {
        this.disk = disk;
        this.fileId = fileId;
        file = disk.create(TableFormat.valuesNameOf(fileId));
        buffer = new Scratch(memory, BUFFER_BYTES, "value buffer");
        format.encodeHeader(buffer.address(), TableFormat.VALUES_KIND);
        buffered = FileHeader.LENGTH;
    }

    /** Appends a value, and stores where it lies in {@code pointer}. */
    void add(long value, int length, long pointer) {
        if (buffered + length > BUFFER_BYTES) {
            flush();
        }
        PointerLayout.FILE_ID.set(pointer, fileId);
        PointerLayout.POSITION.set(pointer, position + buffered);
        PointerLayout.VALUE_LENGTH.set(pointer, length);
        PointerLayout.CHECKSUM.set(pointer, Crc32c.INSTANCE.compute(value, 0, length));
        if (length > BUFFER_BYTES) {
            file.write(position, value, length);
            position += length;
        } else {
            UnsafeApi.copyMemory(value, buffer.address() + buffered, length);
            buffered += length;
        }
    }

    private void flush() {
        if (buffered > 0) {
            file.write(position, buffer.address(), buffered);
            position += buffered;
            buffered = 0;
        }
    }

    /** Syncs. @return bytes of the file */
    long finish() {
        flush();
        file.sync();
        finished = true;
        return position;
    }

    @Override
    public void close() {
        file.close();
        buffer.close();
        if (!finished) {
            disk.delete(TableFormat.valuesNameOf(fileId));
        }
    }
}
