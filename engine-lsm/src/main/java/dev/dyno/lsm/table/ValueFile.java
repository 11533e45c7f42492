package dev.dyno.lsm.table;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.EntryKind;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Large values, one behind the other behind the file header, written by one flush or merge and mapped. Tables say where
 * in it their values lie. Immutable. Threads: any readers; counts are guarded by {@link ValueFiles}.
 */
final class ValueFile implements AutoCloseable {

    private final long fileId;
    private final DiskFile file;
    private final DiskFile.Mapping mapping;
    /** Tables that point into it, and bytes that they point to. */
    int tables;
    long liveBytes;

    private ValueFile(long fileId, DiskFile file, DiskFile.Mapping mapping) {
        this.fileId = fileId;
        this.file = file;
        this.mapping = mapping;
    }

    static ValueFile open(Disk disk, Memory memory, TableFormat format, long fileId) {
        String name = TableFormat.valuesNameOf(fileId);
        if (!disk.exists(name)) {
            throw new EngineException.Corrupt(name, 0, ValueReferenceLayout.LAYOUT.toString(), "fileId", "no such file",
                    "every file that a table points into");
        }
        DiskFile file = disk.open(name);
        try (Region scratch = memory.map(FileHeader.LENGTH, "file header", false)) {
            format.checkHeader(file, TableFormat.VALUES_KIND, new UnsafeBuffer(scratch.address(), FileHeader.LENGTH));
            return new ValueFile(fileId, file, file.map(0, file.size(), false));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    long fileId() {
        return fileId;
    }

    long bytes() {
        return mapping.length();
    }

    /** Makes of a pointer that was found the value that it points to, checked. */
    void resolve(Answer found) {
        long pointer = found.valueAddress();
        found.set(EntryKind.PUT, found.sequence(), value(pointer), PointerLayout.VALUE_LENGTH.get(pointer));
    }

    /** Address of a value, checked. */
    long value(long pointer) {
        long position = PointerLayout.POSITION.get(pointer);
        int length = PointerLayout.VALUE_LENGTH.get(pointer);
        boolean inside = length >= 0 && position >= FileHeader.LENGTH && position + length <= mapping.length();
        int checksum = inside ? Crc32c.INSTANCE.compute(mapping.address() + position, 0, length) : 0;
        if (!inside || checksum != PointerLayout.CHECKSUM.get(pointer)) {
            throw PointerLayout.LAYOUT.corrupt(file.name(), position, PointerLayout.CHECKSUM,
                    inside ? Integer.toHexString(checksum) : "a file of " + mapping.length() + " bytes",
                    Integer.toHexString(PointerLayout.CHECKSUM.get(pointer)) + " of " + length + " bytes");
        }
        return mapping.address() + position;
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
