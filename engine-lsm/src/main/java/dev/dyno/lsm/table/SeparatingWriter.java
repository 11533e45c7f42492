package dev.dyno.lsm.table;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.memory.Memory;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Scratch;
import java.util.function.LongSupplier;

/**
 * Writes a table and, beside it, the value file for its large values: those are written once, and merges copy pointers.
 * Threads: the owner's.
 */
public final class SeparatingWriter implements AutoCloseable {

    private final Disk disk;
    private final Memory memory;
    private final TableFormat format;
    private final TableWriter table;
    private final LongSupplier newFileId;
    private final Scratch pointer;
    private ValueWriter values;
    private long valueFileBytes;

    /** @param newFileId gives the value file's number, if there is one */
    public SeparatingWriter(Disk disk, Memory memory, TableFormat format, long fileId, int tableId,
            LongSupplier newFileId) {
        this.disk = disk;
        this.memory = memory;
        this.format = format;
        this.newFileId = newFileId;
        pointer = new Scratch(memory, PointerLayout.LENGTH, "value pointer");
        table = new TableWriter(disk, memory, format, fileId, tableId);
    }

    /** @param kind see {@link EntryKind} */
    public void add(long key, int length, int kind, long sequence, long value, int valueLength) {
        if (kind != EntryKind.PUT || valueLength < format.separateBytes()) {
            table.add(key, length, kind, sequence, value, valueLength);
            return;
        }
        if (values == null) {
            values = new ValueWriter(disk, memory, format, newFileId.getAsLong());
        }
        values.add(value, valueLength, pointer.address());
        table.add(key, length, EntryKind.POINTER, sequence, pointer.address(), PointerLayout.LENGTH);
        valueFileBytes += valueLength;
    }

    /** Whether the last entry has this key. */
    public boolean endsWith(long key, int length) {
        return table.endsWith(key, length);
    }

    /** Of both files so far, about. */
    public long bytes() {
        return table.bytes() + valueFileBytes;
    }

    /** Of the table so far, about. */
    public long tableBytes() {
        return table.bytes();
    }

    /** Both files are synced. @return bytes of the table */
    public long finish() {
        if (values != null) {
            valueFileBytes = values.finish();
        }
        table.finish();
        return table.fileBytes();
    }

    @Override
    public void close() {
        table.close();
        pointer.close();
        if (values != null) {
            values.close();
        }
    }
}
