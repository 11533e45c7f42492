package dev.dyno.kit.tiny;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One file of records, each {@code length, checksum, number, durable number, bytes}. A record whose checksum is wrong
 * ends the log, unless a later one says that it was durable: then the log is damaged.
 *
 * <p>Invariants: L1 records are numbered from 1 without a gap; L2 a record's durable number is that of a record before
 * it; L3 what was read at open is on stable storage before the first append.
 */
final class TinyLog implements AutoCloseable {

    private static final String FILE = "log";
    private static final String NEW_FILE = "log.new";
    private static final int HEADER_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;
    private static final int RECORD_BYTES_MAX = 40 << 20;

    private final Disk disk;
    private final TinyBug bug;
    private DiskFile file;
    private long end;
    private long number;
    private long durableNumber;
    private boolean failed;

    TinyLog(Disk disk, TinyBug bug) {
        this.disk = disk;
        this.bug = bug;
    }

    /** Opens or creates. @return the bytes of each record */
    List<byte[]> open() {
        if (disk.exists(NEW_FILE)) {
            disk.delete(NEW_FILE);
        }
        if (disk.exists(FILE)) {
            file = disk.open(FILE);
        } else {
            file = disk.create(FILE);
            file.sync();
            if (bug != TinyBug.DIRECTORY_NOT_SYNCED) {
                disk.syncDirectory();
            }
        }
        ByteBuffer all = read();
        List<byte[]> records = new ArrayList<>();
        while (isRecord(all, (int) end)) {
            number++;
            byte[] bytes = new byte[all.getInt((int) end) - HEADER_BYTES];
            all.get((int) end + HEADER_BYTES, bytes);
            records.add(bytes);
            end += all.getInt((int) end);
        }
        checkTail(all);
        if (all.capacity() > end) {
            file.truncate(end);
        }
        file.sync();
        if (bug != TinyBug.DIRECTORY_NOT_SYNCED) {
            disk.syncDirectory();
        }
        durableNumber = number;
        return records;
    }

    /** A valid record behind the end, written when the missing one was durable, is not a torn tail. */
    private void checkTail(ByteBuffer all) {
        if (bug == TinyBug.TORN_TAIL_REFUSED && all.capacity() > end) {
            throw new EngineException.Corrupt(FILE, end, "record", "checksum", "another", "that of the bytes");
        }
        for (int at = (int) end + 1; at + HEADER_BYTES <= all.capacity(); at++) {
            if (isRecord(all, at) && all.getLong(at + 16) > number
                    && bug != TinyBug.DAMAGE_TAKEN_FOR_A_TORN_TAIL) {
                throw new EngineException.Corrupt(FILE, end, "record", "checksum", "another", "that of the bytes");
            }
        }
    }

    private boolean isRecord(ByteBuffer all, int at) {
        if (at + HEADER_BYTES > all.capacity()) {
            return false;
        }
        int length = all.getInt(at);
        if (length < HEADER_BYTES || length > RECORD_BYTES_MAX || at + length > all.capacity()) {
            return false;
        }
        return bug == TinyBug.CHECKSUM_NOT_LOOKED_AT || checksum(all, at, length) == all.getInt(at + 4);
    }

    private static int checksum(ByteBuffer all, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(all.slice(at + 2 * Integer.BYTES, length - 2 * Integer.BYTES));
        return (int) crc.getValue();
    }

    long append(byte[] bytes) {
        if (failed) {
            throw new EngineException.Failed("log failed earlier and takes no records: file=" + FILE, null);
        }
        int length = HEADER_BYTES + bytes.length;
        ByteBuffer record = direct(length);
        record.putInt(0, length).putLong(8, number + 1).putLong(16, durableNumber).put(HEADER_BYTES, bytes);
        record.putInt(4, checksum(record, 0, length));
        boolean ok = false;
        try {
            file.write(end, new UnsafeBuffer(record).addressOffset(), length);
            ok = true;
        } catch (EngineException.Full e) {
            if (bug != TinyBug.FULL_DISK_IGNORED) {
                throw e;
            }
            ok = true;
        } finally {
            failed = !ok;
        }
        end += length;
        return ++number;
    }

    /** Everything appended so far is durable when it returns. A failure is final. */
    void sync() {
        if (failed) {
            throw new EngineException.Failed("log failed earlier and cannot be synced: file=" + FILE, null);
        }
        boolean ok = false;
        try {
            file.sync();
            ok = true;
        } catch (EngineException.Io e) {
            if (bug != TinyBug.FAILED_SYNC_IGNORED) {
                throw e;
            }
            ok = true;
        } finally {
            failed = !ok;
        }
        durableNumber = number;
    }

    /** Writes the log anew, as a checkpoint does that has more to say. */
    void rewrite() {
        sync();
        ByteBuffer all = read();
        DiskFile next = disk.create(NEW_FILE);
        next.write(0, new UnsafeBuffer(all).addressOffset(), all.capacity());
        next.sync();
        next.close();
        file.close();
        disk.rename(NEW_FILE, FILE);
        if (bug != TinyBug.DIRECTORY_NOT_SYNCED) {
            disk.syncDirectory();
        }
        file = disk.open(FILE);
    }

    private ByteBuffer read() {
        ByteBuffer all = direct((int) file.size());
        file.read(0, new UnsafeBuffer(all).addressOffset(), all.capacity());
        return all;
    }

    private static ByteBuffer direct(int bytes) {
        return BufferUtil.allocateDirectAligned(Math.max(bytes, 1), 64).limit(bytes).slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        try {
            if (!failed) {
                sync();
            }
        } finally {
            file.close();
        }
    }
}
