package dev.dyno.streams.capture;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.Changes;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A shard in a file of its own. Records are made in a {@link Tail} in memory and written many at a time, so an append
 * is a copy and mostly no system call; readers read through a mapping, and the youngest from the tail.
 *
 * <p>What was stored since the last {@link #sync} may be gone or torn after a power cut, and what was not written is
 * gone when the process is killed: {@link #open} ends the shard before the first record that is not whole, and the
 * engine's replay brings what follows.
 */
final class FileShard extends RecordShard {

    static final String FOLDER = "streams/";
    private static final String SUFFIX = ".shard";
    private static final int PAGE_BYTES = 4096;
    /** One entry of the index covers so many bytes. */
    private static final int INDEX_BYTES = 64 << 10;

    final long stream;
    private final ShardHeader header;
    private final DiskFile file;
    private final int fileBytes;
    private final Memory memory;
    private final DiskFile.Mapping mapping;
    private final UnsafeBuffer bytes;
    private final Tail tail;
    private final TailFile tailFile;
    Known synced = Known.NOTHING;
    private boolean headerChanged;
    private boolean released;
    private boolean full;
    private final PositionIndex index = new PositionIndex();
    private long indexedTo = ShardLayout.RECORDS;

    private FileShard(Memory memory, DiskFile file, ShardHeader header) {
        super(header.number(), header.parent(), header.firstSlot(), header.lastSlot(), header.firstNumber(),
                header.createdMillis());
        this.memory = memory;
        this.file = file;
        this.header = header;
        this.stream = header.stream();
        this.fileBytes = header.fileBytes();
        this.end = ShardLayout.RECORDS;
        keepsDifferences = header.version() >= ShardLayout.DIFFERENCES_SINCE;
        mapping = file.map(0, fileBytes, false);
        bytes = new UnsafeBuffer(mapping.address(), fileBytes);
        tail = new Tail(memory, end, fileBytes);
        tailFile = new TailFile(tail, file, this);
    }

    static String fileName(long number) {
        return FOLDER + "%016x".formatted(number) + SUFFIX;
    }

    static boolean isShard(String name) {
        return name.startsWith(FOLDER) && name.endsWith(SUFFIX)
                && name.length() == FOLDER.length() + 16 + SUFFIX.length();
    }

    static long numberOf(String name) {
        try {
            return Long.parseLong(name.substring(FOLDER.length(), FOLDER.length() + 16), 16);
        } catch (NumberFormatException e) {
            throw new EngineException.Incompatible("not a shard's name: file=" + name);
        }
    }

    /** Makes a file with a header, not synced, for records of {@code recordBytes} at least. */
    static FileShard create(Disk disk, Memory memory, long engineId, long stream, int shardBytes,
            int recordBytes, long number, long parent, int firstSlot, int lastSlot, long firstNumber,
            long createdMillis) {
        int needed = Math.max(shardBytes, ShardLayout.RECORDS + Changes.aligned(recordBytes));
        int fileBytes = needed + PAGE_BYTES - 1 & -PAGE_BYTES;
        DiskFile file = disk.create(fileName(number));
        try {
            file.truncate(fileBytes);
            FileShard shard = new FileShard(memory, file, new ShardHeader(ShardLayout.VERSION, engineId, stream,
                    fileBytes, number, parent, firstSlot, lastSlot, firstNumber, createdMillis));
            try {
                shard.writeHeader();
                return shard;
            } catch (EngineException.Full e) {
                shard.mapping.close();
                throw e;
            }
        } catch (EngineException.Full e) {
            file.close();
            disk.delete(fileName(number)); // what is half made must not keep the disk full
            throw e;
        }
    }

    /**
     * Opens a shard and finds its end, changing nothing.
     *
     * @param known what is on stable storage: less means that the file is damaged
     * @throws EngineException.Corrupt for a file whose header or known records are not whole
     */
    static FileShard open(Disk disk, Memory memory, String name, UnsafeBuffer scratch, Known known) {
        DiskFile file = disk.open(name);
        try {
            FileShard shard = new FileShard(memory, file, ShardHeader.read(file, scratch));
            try {
                shard.findEnd(known);
            } catch (EngineException e) {
                shard.mapping.close();
                throw e;
            }
            return shard;
        } catch (EngineException e) {
            file.close();
            throw e;
        }
    }

    void writeHeader() {
        header.withFirstNumber(firstNumber).write(file, memory);
        headerChanged = true;
    }

    private void findEnd(Known known) {
        end = Math.max(ShardLayout.RECORDS, known.end());
        lastNumber = known.lastNumber();
        lastMillis = known.lastMillis();
        synced = known;
        if (end > fileBytes) {
            throw corrupt(end, "length", "the end of the file", "records to position " + end);
        }
        tail.restart(fileBytes); // all that is looked at is in the file
        while (Changes.isValid(address(end), fileBytes - end) && Changes.numberAt(address(end)) > lastNumber) {
            pass();
        }
        tail.restart(end);
    }

    /** Where the bytes of a position are. Under the monitor, or by the one writer. */
    private long address(long position) {
        return tail.holds(position) ? tail.address(position) : mapping.address() + position;
    }

    private void pass() {
        lastNumber = Changes.numberAt(address(end));
        lastMillis = Changes.millisAt(address(end));
        end = following(end);
    }

    /** Ends before the first record above a number; the bytes stay. @return whether known records were given up */
    boolean limit(long highest) {
        if (lastNumber <= highest) {
            return false;
        }
        end = ShardLayout.RECORDS;
        lastNumber = 0;
        while (Changes.numberAt(address(end)) <= highest) {
            pass();
        }
        tail.cut(end);
        index.clear();
        indexedTo = ShardLayout.RECORDS;
        boolean given = synced.end() > end;
        synced = given ? known() : synced;
        return given;
    }

    /**
     * After a replay: writes what was found and is not known to be on stable storage once more. The system may have it
     * in memory only and believe that it is stored, if a sync failed. @return whether there was anything
     */
    boolean storeAgain() {
        long from = synced.equals(Known.NOTHING) ? 0 : Math.min(synced.end(), tail.written());
        int length = (int) (tail.written() - from);
        if (length > 0) {
            try (Region copy = memory.map(length, "found records", false)) {
                UnsafeApi.copyMemory(mapping.address() + from, copy.address(), length);
                file.write(from, copy.address(), length);
            }
        }
        return length > 0;
    }

    /** Clears what lies behind the last record. Appending may begin. @return whether there was anything */
    boolean clear() {
        write();
        long dirtyEnd = fileBytes;
        while (dirtyEnd - Long.BYTES >= end && bytes.getLong((int) dirtyEnd - Long.BYTES) == 0) {
            dirtyEnd -= Long.BYTES;
        }
        if (dirtyEnd > end) {
            file.zeroFill(end, dirtyEnd - end);
        }
        return dirtyEnd > end;
    }

    /** What would be on stable storage if the file were synced now. */
    Known known() {
        return new Known(end, lastNumber, lastMillis);
    }

    @Override
    long reserve(int length) {
        long position = end;
        long newEnd = position + Changes.aligned(length);
        if (newEnd > fileBytes) {
            return -1;
        }
        if (!tail.hasRoom(newEnd)) {
            tailFile.makeRoom(position, Changes.aligned(length));
            full = true;
        }
        // Padding is zeros, and lies in the last word.
        UnsafeApi.putLong(tail.address(newEnd) - Long.BYTES, 0);
        return position;
    }

    /** By the writer: whether a buffer became full since the last call, for {@link #writeFull}. */
    boolean takeFull() {
        boolean was = full;
        full = false;
        return was;
    }

    /** Hands full buffers over to the file, beside the writer. @throws EngineException.Full with nothing lost */
    void writeFull() {
        tailFile.writeFull();
    }

    /**
     * Hands everything over to the file; a later {@link #sync} makes it durable. By the writer, or with none.
     *
     * @throws EngineException.Full with nothing lost: it stays in memory
     */
    void write() {
        tailFile.writeAll(end);
        synchronized (this) {
            if (closed) {
                tail.release();
            }
        }
    }

    @Override
    long target(long position) {
        return tail.address(position);
    }

    @Override
    boolean isChecked() {
        return true;
    }

    @Override
    long find(long after) {
        long limit = end; // sees H3
        while (indexedTo < limit) {
            index.add(Changes.numberAt(address(indexedTo)), indexedTo);
            long entryEnd = indexedTo + INDEX_BYTES;
            while (indexedTo < Math.min(limit, entryEnd)) {
                indexedTo = following(indexedTo);
            }
        }
        long position = index.floor(after, ShardLayout.RECORDS);
        while (position < limit && Changes.numberAt(address(position)) <= after) {
            position = following(position);
        }
        return position;
    }

    @Override
    long following(long position) {
        int length = Changes.lengthAt(address(position));
        if (length <= 0 || length > fileBytes - position) {
            throw corrupt(position, "length", length, "1 to " + (fileBytes - position));
        }
        return position + Changes.aligned(length);
    }

    @Override
    long trimmed() {
        return 0;
    }

    @Override
    int copy(long position, MutableDirectBuffer into, int at) {
        if (tail.holds(position)) {
            int length = Changes.lengthAt(tail.address(position));
            into.putBytes(at, tail.buffer(position), tail.offset(position), length);
            return length;
        }
        int length = checked(position);
        into.putBytes(at, bytes, (int) position, length);
        return length;
    }

    @Override
    int copyRun(long position, int bytesMax, MutableDirectBuffer into, int at) {
        if (tail.holds(position)) {
            int length = (int) Math.min(bytesMax, tail.piece(position, end));
            into.putBytes(at, tail.buffer(position), tail.offset(position), length);
            return length;
        }
        long limit = Math.min(end, position + bytesMax);
        long checkedTo = position;
        while (checkedTo < limit && !tail.holds(checkedTo)) {
            checkedTo += Changes.aligned(checked(checkedTo));
        }
        int length = (int) Math.min(limit, checkedTo) - (int) position;
        into.putBytes(at, bytes, (int) position, length);
        return length;
    }

    /** The length of a record in the file that is whole. */
    private int checked(long position) {
        long address = mapping.address() + position;
        if (!Changes.isValid(address, fileBytes - position)) {
            throw corrupt(position, "checksum", "a broken record", "a whole record");
        }
        return Changes.lengthAt(address);
    }

    private EngineException.Corrupt corrupt(long position, String field, Object found, Object expected) {
        return new EngineException.Corrupt(file.name(), position, Changes.layout().toString(), field, found, expected);
    }

    boolean isSynced() {
        return synced.end() == end && !headerChanged;
    }

    /** Whether a crash leaves it, as far as {@link #synced} says. */
    boolean isDurable() {
        return !synced.equals(Known.NOTHING) && !headerChanged;
    }

    /**
     * Makes durable what was stored; with the folder synced too, the file is.
     *
     * @param stored before the call, and written
     */
    void sync(Known stored) {
        file.sync();
        synced = stored;
        headerChanged = false;
    }

    /** Walks all records; each one that is not whole or out of order is a sentence. @return how many there are */
    synchronized long verify(List<String> broken) {
        long records = 0;
        long before = 0;
        long limit = released ? 0 : end; // sees H3
        for (long at = ShardLayout.RECORDS; at < limit; records++) {
            long address = address(at);
            if (!Changes.isValid(address, fileBytes - at) || Changes.numberAt(address) <= before) {
                broken.add("H1 " + file.name() + " position " + at + ": a broken record, or one out of order, behind"
                        + " number " + before);
                return records;
            }
            before = Changes.numberAt(address);
            at = following(at);
        }
        return records;
    }

    String fileName() {
        return file.name();
    }

    long engineId() {
        return header.engineId();
    }

    @Override
    void release() {
        tailFile.exclusively(() -> {
            if (!released) {
                released = true;
                tail.release();
                mapping.close();
                file.close();
            }
        });
    }

    @Override
    boolean isReleased() {
        return released;
    }
}
