package dev.dyno.lsm.table;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Probe;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An open table file: immutable, mapped, read in place. What lies behind the blocks is checked against its checksums at
 * open, a block when it is touched first.
 *
 * <p>Threads: any number of readers. Two that touch a block first both check it. Closed by whoever knows that no reader
 * is left.
 */
public final class TableFile implements AutoCloseable {

    /** By the smallest key. */
    public static final Comparator<TableFile> BY_KEY = (a, b) ->
            KeyBytes.compare(a.smallest, a.smallestLength, b.smallest, b.smallestLength);

    private final long fileId;
    private final DiskFile file;
    private final DiskFile.Mapping mapping;
    private final long bytes;
    private final long footer;
    private final long properties;
    private final BlockIndex index;
    private final long keyFilter;
    private final int keyFilterBytes;
    private final long partitionFilter;
    private final int partitionFilterBytes;
    private final FilterKind filterKind;
    private final int probes;
    private final long smallest;
    private final int smallestLength;
    private final long largest;
    private final int largestLength;
    private final AtomicLongArray checked;
    private final LongAdder checksumFailures;
    /** Kept beside the mapping, which is gone when the table is released. */
    private long[] referencedBytes = {};
    private ValueFile[] values = {};
    private int holders;

    private TableFile(long fileId, DiskFile file, DiskFile.Mapping mapping, LongAdder checksumFailures) {
        this.fileId = fileId;
        this.file = file;
        this.mapping = mapping;
        this.checksumFailures = checksumFailures;
        bytes = mapping.length();
        footer = mapping.address() + bytes - FooterLayout.LENGTH;
        int found = FooterLayout.checksum(footer);
        if (FooterLayout.CHECKSUM.get(footer) != found || FooterLayout.FILE_ID.get(footer) != fileId) {
            throw FooterLayout.LAYOUT.corrupt(file.name(), bytes - FooterLayout.LENGTH, FooterLayout.CHECKSUM, found,
                    FooterLayout.CHECKSUM.get(footer));
        }
        properties = section(FooterLayout.PROPERTIES_POSITION, FooterLayout.PROPERTIES_BYTES,
                FooterLayout.PROPERTIES_CHECKSUM);
        keyFilter = section(FooterLayout.KEY_FILTER_POSITION, FooterLayout.KEY_FILTER_BYTES,
                FooterLayout.KEY_FILTER_CHECKSUM);
        partitionFilter = section(FooterLayout.PARTITION_FILTER_POSITION, FooterLayout.PARTITION_FILTER_BYTES,
                FooterLayout.PARTITION_FILTER_CHECKSUM);
        index = new BlockIndex(section(FooterLayout.INDEX_POSITION, FooterLayout.INDEX_BYTES,
                FooterLayout.INDEX_CHECKSUM));
        keyFilterBytes = FooterLayout.KEY_FILTER_BYTES.get(footer);
        partitionFilterBytes = FooterLayout.PARTITION_FILTER_BYTES.get(footer);
        filterKind = filterKind();
        probes = PropertiesLayout.KEY_PROBES.get(properties);
        smallest = properties + PropertiesLayout.LENGTH;
        smallestLength = PropertiesLayout.SMALLEST_LENGTH.get(properties);
        largest = smallest + smallestLength;
        largestLength = PropertiesLayout.LARGEST_LENGTH.get(properties);
        checked = new AtomicLongArray((index.blocks() + Long.SIZE - 1) / Long.SIZE);
    }

    /**
     * Opens a file and checks all but its blocks.
     *
     * @param expectedBytes its size as the manifest has it
     * @param values gets the value files that it points into
     * @throws EngineException.Corrupt if it is not what was written
     */
    public static TableFile open(Disk disk, Memory memory, TableFormat format, long fileId, long expectedBytes,
            LongAdder checksumFailures, ValueFiles values) {
        DiskFile file = disk.open(TableFormat.nameOf(fileId));
        DiskFile.Mapping mapping = null;
        try (Region scratch = memory.map(FileHeader.LENGTH, "file header", false)) {
            format.checkHeader(file, TableFormat.KIND, new UnsafeBuffer(scratch.address(), FileHeader.LENGTH));
            if (file.size() != expectedBytes || expectedBytes < FileHeader.LENGTH + FooterLayout.LENGTH) {
                throw new EngineException.Corrupt(file.name(), file.size(), FooterLayout.LAYOUT.toString(), "file size",
                        file.size(), expectedBytes);
            }
            mapping = file.map(0, expectedBytes, false);
            TableFile table = new TableFile(fileId, file, mapping, checksumFailures);
            table.openValues(format, values);
            return table;
        } catch (RuntimeException | Error e) {
            if (mapping != null) {
                mapping.close();
            }
            file.close();
            throw e;
        }
    }

    /** Address of a part, checked. */
    private long section(Field.U64 position, Field.U32 length, Field.U32 checksum) {
        long at = position.get(footer);
        int sectionBytes = length.get(footer);
        int found = Crc32c.INSTANCE.compute(mapping.address() + at, 0, sectionBytes);
        if (sectionBytes > 0 && found != checksum.get(footer)) {
            checksumFailures.increment();
            throw new EngineException.Corrupt(file.name(), at, FooterLayout.LAYOUT.toString(), checksum.name(), found,
                    checksum.get(footer));
        }
        return mapping.address() + at;
    }

    private FilterKind filterKind() {
        int kind = PropertiesLayout.FILTER_KIND.get(properties);
        if (kind >= FilterKind.values().length) {
            throw new EngineException.Incompatible("a filter this build does not read: file=" + file.name() + ", kind="
                    + kind + ", readable=0 to " + (FilterKind.values().length - 1));
        }
        return FilterKind.values()[kind];
    }

    /** Finds the entry of a key that a reader at {@code sequence} sees. @return false if there is none here */
    public boolean get(Probe probe, long sequence, Reading reading, Answer out) {
        if (!mayContain(probe.hash())) {
            return false;
        }
        int block = index.find(probe);
        if (block < 0 || !Block.get(block(block, reading), probe, sequence, reading.view(), out)) {
            return false;
        }
        if (out.kind() == EntryKind.POINTER) {
            valueFile(out.valueAddress()).resolve(out);
        }
        return true;
    }

    /** The file that a pointer points into. */
    ValueFile valueFile(long pointer) {
        long id = PointerLayout.FILE_ID.get(pointer);
        for (ValueFile value : values) {
            if (value.fileId() == id) {
                return value;
            }
        }
        throw PointerLayout.LAYOUT.corrupt(file.name(), 0, PointerLayout.FILE_ID, id, "a file that the table names");
    }

    /** Gets the value files that a table points into. */
    @FunctionalInterface
    interface References {
        void onReference(long fileId, long bytes);
    }

    void forEachReference(References references) {
        for (int i = 0; i < values.length; i++) {
            references.onReference(values[i].fileId(), referencedBytes[i]);
        }
    }

    private void openValues(TableFormat format, ValueFiles from) {
        int count = PropertiesLayout.REFERENCES.get(properties);
        values = new ValueFile[count];
        referencedBytes = new long[count];
        long at = largest + largestLength;
        for (int i = 0; i < count; i++) {
            referencedBytes[i] = ValueReferenceLayout.BYTES.get(at);
            values[i] = from.reference(format, ValueReferenceLayout.FILE_ID.get(at), referencedBytes[i]);
            at += ValueReferenceLayout.LENGTH;
        }
    }

    boolean mayContain(long hash) {
        return mayContain(keyFilter, keyFilterBytes, hash);
    }

    private boolean mayContain(long filter, int filterBytes, long hash) {
        return switch (filterKind) {
            case BLOOM -> BloomFilter.mayContain(filter, filterBytes, probes, hash);
            case FUSE -> FuseFilter.mayContain(filter, hash);
            case NONE -> true;
        };
    }

    /** Whether it may have items of a partition. @param hash see {@link dev.dyno.lsm.entry.KeyHash#ofPartition} */
    boolean mayContainPartition(long hash) {
        return mayContain(partitionFilter, partitionFilterBytes, hash);
    }

    BlockIndex index() {
        return index;
    }

    /** Address of a block as it is read, checked. Valid until the reading's next block, while the file is held. */
    long block(int block, Reading reading) {
        long position = index.position(block);
        long address = mapping.address() + position;
        if ((checked.get(block >>> 6) >>> block & 1) == 0) {
            check(block, position, address);
        }
        return reading.open(this, block, address);
    }

    private void check(int block, long position, long address) {
        long stored = index.position(block + 1) - position - BlockLayout.LENGTH;
        boolean whole = stored == BlockLayout.STORED_BYTES.get(address);
        int found = whole ? BlockLayout.checksum(address) : 0;
        if (!whole || found != BlockLayout.CHECKSUM.get(address)) {
            checksumFailures.increment();
            throw BlockLayout.LAYOUT.corrupt(file.name(), position, BlockLayout.CHECKSUM,
                    whole ? Integer.toHexString(found) : BlockLayout.STORED_BYTES.get(address) + " stored bytes",
                    whole ? Integer.toHexString(BlockLayout.CHECKSUM.get(address)) : stored + " stored bytes");
        }
        long bit = 1L << block;
        checked.getAndAccumulate(block >>> 6, bit, (word, mask) -> word | mask);
    }

    public long fileId() {
        return fileId;
    }

    public String name() {
        return file.name();
    }

    public long bytes() {
        return bytes;
    }

    public int tableId() {
        return PropertiesLayout.TABLE_ID.get(properties);
    }

    public long entries() {
        return PropertiesLayout.ENTRIES.get(properties);
    }

    public long deletes() {
        return PropertiesLayout.DELETES.get(properties);
    }

    /** Of partition keys, sort keys and values, as users count them. */
    public long userBytes() {
        return PropertiesLayout.KEY_BYTES.get(properties) + PropertiesLayout.VALUE_BYTES.get(properties);
    }

    public long maxSequence() {
        return PropertiesLayout.MAX_SEQUENCE.get(properties);
    }

    public long smallest() {
        return smallest;
    }

    public int smallestLength() {
        return smallestLength;
    }

    public long largest() {
        return largest;
    }

    public int largestLength() {
        return largestLength;
    }

    /** One holder more. The caller guards the count. */
    public void hold() {
        holders++;
    }

    /** Whether there are holders. */
    public boolean isHeld() {
        return holders > 0;
    }

    /** One holder less. @return whether none is left */
    public boolean letGo() {
        return --holders == 0;
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
