package dev.dyno.lsm.table;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.KeyHash;
import dev.dyno.lsm.entry.Scratch;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;
import org.agrona.collections.LongArrayList;

/**
 * Writes one table file, front to back: entries come in key order, versions of one key with the newest first. Nothing
 * refers to the file until it is finished and synced; one that is not finished is deleted. Threads: the owner's.
 */
public final class TableWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int SECTION_ALIGNMENT = 64;

    private final Disk disk;
    private final TableFormat format;
    private final DiskFile file;
    private final BlockWriter block;
    private final Packer packer;
    private final Scratch buffer;
    /** The last key, and room for the footer behind it. */
    private final Scratch last;
    private final Scratch keys;
    private final long fileId;
    private final int tableId;
    private final LongArrayList hashes = new LongArrayList();
    private final LongArrayList partitions = new LongArrayList();
    private final LongArrayList positions = new LongArrayList();
    private final LongArrayList keyOffsets = new LongArrayList();
    /** Bytes pointed to, by value file. */
    private final Map<Long, Long> references = new TreeMap<>();
    private int buffered;
    private long position;
    private int keysBytes;
    private int lastKeyLength;
    private int smallestLength;
    private boolean collides;
    private long entries;
    private long deletes;
    private long pointers;
    private long userKeyBytes;
    private long valueBytes;
    private long minSequence = Long.MAX_VALUE;
    private long maxSequence;
    private boolean finished;

    public TableWriter(Disk disk, Memory memory, TableFormat format, long fileId, int tableId) {
        this.disk = disk;
        this.format = format;
        this.fileId = fileId;
        this.tableId = tableId;
        file = disk.create(TableFormat.nameOf(fileId));
        block = new BlockWriter(memory, format.blockBytes());
        packer = format.codec() == Codec.NONE ? null : new Packer();
        buffer = new Scratch(memory, BUFFER_BYTES, "table buffer");
        last = new Scratch(memory, KeyCodec.BYTES_MAX + Long.BYTES, "table last key");
        keys = new Scratch(memory, 4 * KeyCodec.BYTES_MAX, "table keys");
        format.encodeHeader(buffer.address(), TableFormat.KIND);
        buffered = FileHeader.LENGTH;
    }

    /** Whether the last entry has this key. */
    public boolean endsWith(long key, int length) {
        return entries > 0 && KeyBytes.compare(lastKey(), lastKeyLength, key, length) == 0;
    }

    /** Bytes of the file so far, about. */
    public long bytes() {
        return position + buffered + block.estimatedBytes();
    }

    public long entries() {
        return entries;
    }

    /** @param kind see {@link EntryKind} */
    public void add(long key, int length, int kind, long sequence, long value, int valueLength) {
        boolean sameKey = endsWith(key, length);
        if (!sameKey && block.estimatedBytes() >= format.blockBytes()) {
            endBlock();
        }
        long hash = KeyHash.of(key, length);
        if (block.isEmpty()) {
            beginBlock(key, length);
        }
        block.add(key, length, hash, kind, sameKey, sequence, value, valueLength);
        if (!sameKey) {
            noteKey(key, length, hash);
        }
        entries++;
        deletes += kind == EntryKind.DELETE ? 1 : 0;
        if (kind == EntryKind.POINTER) {
            pointers++;
            references.merge(PointerLayout.FILE_ID.get(value), (long) PointerLayout.VALUE_LENGTH.get(value), Long::sum);
        }
        userKeyBytes += length - KeyCodec.PREFIX_BYTES;
        valueBytes += valueLength;
        minSequence = Math.min(minSequence, sequence);
        maxSequence = Math.max(maxSequence, sequence);
    }

    private long lastKey() {
        return last.address();
    }

    private void noteKey(long key, int length, long hash) {
        hashes.addLong(hash);
        int partition = KeyHash.partitionBytes(key);
        boolean first = lastKeyLength == 0;
        if (first || lastKeyLength < partition
                || KeyBytes.commonPrefix(lastKey(), partition, key, partition) < partition) {
            partitions.addLong(KeyHash.ofPartition(key));
            collides |= !first && UnsafeApi.getLong(lastKey()) == UnsafeApi.getLong(key);
        }
        UnsafeApi.copyMemory(key, lastKey(), length);
        lastKeyLength = length;
    }

    private void beginBlock(long key, int length) {
        positions.addLong(position + buffered);
        keyOffsets.addLong(keysBytes);
        long to = keys.ensure((long) keysBytes + length, keysBytes);
        UnsafeApi.copyMemory(key, to + keysBytes, length);
        smallestLength = keysBytes == 0 ? length : smallestLength;
        keysBytes += length;
    }

    private void endBlock() {
        long address = block.finish();
        if (format.codec() != Codec.NONE) {
            pack(address);
        }
        BlockLayout.CHECKSUM.set(address, BlockLayout.checksum(address));
        append(address, BlockLayout.LENGTH + BlockLayout.STORED_BYTES.get(address));
    }

    private void pack(long address) {
        int raw = BlockLayout.RAW_BYTES.get(address);
        int packed = packer.pack(format.codec(), address + BlockLayout.LENGTH, raw);
        if (packed < raw) {
            BlockLayout.STORED_BYTES.set(address, packed);
            BlockLayout.CODEC.set(address, format.codec().ordinal());
        }
    }

    private void append(long address, int length) {
        if (buffered + length > BUFFER_BYTES) {
            flushBuffer();
        }
        if (length > BUFFER_BYTES) {
            file.write(position, address, length);
            position += length;
        } else {
            UnsafeApi.copyMemory(address, buffer.address() + buffered, length);
            buffered += length;
        }
    }

    private void flushBuffer() {
        if (buffered > 0) {
            file.write(position, buffer.address(), buffered);
            position += buffered;
            buffered = 0;
        }
    }

    /** Writes what comes behind the blocks, and syncs. Its name is durable only after the folder was synced. */
    public void finish() {
        endBlock();
        long blocksEnd = position + buffered;
        long footer = last.ensure(KeyCodec.BYTES_MAX + Long.BYTES + FooterLayout.LENGTH, KeyCodec.BYTES_MAX)
                + KeyCodec.BYTES_MAX + Long.BYTES;
        TableFormat.zero(footer, FooterLayout.LENGTH);
        FooterLayout.FILE_ID.set(footer, fileId);
        writeFilter(hashes, footer, true);
        writeFilter(partitions, footer, false);
        writeIndex(footer, blocksEnd);
        writeProperties(footer);
        FooterLayout.CHECKSUM.set(footer, FooterLayout.checksum(footer));
        append(footer, FooterLayout.LENGTH);
        flushBuffer();
        file.sync();
        finished = true;
    }

    private void writeFilter(LongArrayList of, long footer, boolean ofKeys) {
        long at = align();
        int length = 0;
        int checksum = 0;
        if (format.filter() != FilterKind.NONE) {
            boolean bloom = format.filter() == FilterKind.BLOOM;
            length = bloom ? BloomFilter.bytes(of.size(), format.bitsPerKey()) : FuseFilter.bytes(of.size());
            long filter = keys.ensure((long) keysBytes + length + Long.BYTES, keysBytes) + keysBytes;
            if (bloom) {
                BloomFilter.build(filter, length, BloomFilter.probes(format.bitsPerKey()), of);
            } else {
                FuseFilter.build(filter, of);
            }
            checksum = Crc32c.INSTANCE.compute(filter, 0, length);
            append(filter, length);
        }
        (ofKeys ? FooterLayout.KEY_FILTER_POSITION : FooterLayout.PARTITION_FILTER_POSITION).set(footer, at);
        (ofKeys ? FooterLayout.KEY_FILTER_BYTES : FooterLayout.PARTITION_FILTER_BYTES).set(footer, length);
        (ofKeys ? FooterLayout.KEY_FILTER_CHECKSUM : FooterLayout.PARTITION_FILTER_CHECKSUM).set(footer, checksum);
    }

    private void writeIndex(long footer, long blocksEnd) {
        int blocks = positions.size();
        int length = Math.toIntExact(IndexLayout.bytes(blocks, keysBytes));
        long at = align();
        long address = keys.ensure((long) keysBytes + length, keysBytes) + keysBytes;
        TableFormat.zero(address, IndexLayout.LENGTH);
        IndexLayout.BLOCKS.set(address, blocks);
        IndexLayout.KEY_BYTES.set(address, keysBytes);
        IndexLayout.COLLIDES.set(address, collides ? 1 : 0);
        long offsets = IndexLayout.keyOffsets(address, blocks);
        for (int i = 0; i <= blocks; i++) {
            boolean end = i == blocks;
            int offset = end ? keysBytes : (int) keyOffsets.getLong(i);
            UnsafeApi.putInt(offsets + 4L * i, offset);
            UnsafeApi.putLong(IndexLayout.positions(address, blocks) + 8L * i, end ? blocksEnd : positions.getLong(i));
            if (!end) {
                long key = keys.address() + offset;
                int keyLength = (i + 1 == blocks ? keysBytes : (int) keyOffsets.getLong(i + 1)) - offset;
                int partition = KeyHash.partitionBytes(key);
                UnsafeApi.putLong(IndexLayout.heads(address) + 8L * i, KeyBytes.head(key, keyLength));
                UnsafeApi.putLong(IndexLayout.ties(address, blocks) + 8L * i,
                        KeyBytes.head(key + partition, keyLength - partition));
            }
        }
        UnsafeApi.copyMemory(keys.address(), IndexLayout.keys(address, blocks), keysBytes);
        int checksum = Crc32c.INSTANCE.compute(address, 0, length);
        append(address, length);
        FooterLayout.INDEX_POSITION.set(footer, at);
        FooterLayout.INDEX_BYTES.set(footer, length);
        FooterLayout.INDEX_CHECKSUM.set(footer, checksum);
    }

    private void writeProperties(long footer) {
        int keysEnd = PropertiesLayout.LENGTH + smallestLength + lastKeyLength;
        int length = keysEnd + references.size() * ValueReferenceLayout.LENGTH;
        long at = align();
        long address = keys.ensure((long) keysBytes + length, keysBytes) + keysBytes;
        TableFormat.zero(address, PropertiesLayout.LENGTH);
        PropertiesLayout.TABLE_ID.set(address, tableId);
        PropertiesLayout.BLOCK_BYTES.set(address, format.blockBytes());
        PropertiesLayout.ENTRIES.set(address, entries);
        PropertiesLayout.DELETES.set(address, deletes);
        PropertiesLayout.POINTERS.set(address, pointers);
        PropertiesLayout.KEY_BYTES.set(address, userKeyBytes);
        PropertiesLayout.VALUE_BYTES.set(address, valueBytes);
        PropertiesLayout.MIN_SEQUENCE.set(address, minSequence);
        PropertiesLayout.MAX_SEQUENCE.set(address, maxSequence);
        PropertiesLayout.FILTER_KIND.set(address, format.filter().ordinal());
        int probes = format.filter() == FilterKind.BLOOM ? BloomFilter.probes(format.bitsPerKey()) : 0;
        PropertiesLayout.KEY_PROBES.set(address, probes);
        PropertiesLayout.PARTITION_PROBES.set(address, probes);
        PropertiesLayout.BITS_PER_KEY.set(address, format.bitsPerKey());
        PropertiesLayout.SMALLEST_LENGTH.set(address, smallestLength);
        PropertiesLayout.LARGEST_LENGTH.set(address, lastKeyLength);
        UnsafeApi.copyMemory(keys.address(), address + PropertiesLayout.LENGTH, smallestLength);
        UnsafeApi.copyMemory(lastKey(), address + PropertiesLayout.LENGTH + smallestLength, lastKeyLength);
        PropertiesLayout.REFERENCES.set(address, references.size());
        long reference = address + keysEnd;
        for (Map.Entry<Long, Long> of : references.entrySet()) {
            ValueReferenceLayout.FILE_ID.set(reference, of.getKey());
            ValueReferenceLayout.BYTES.set(reference, of.getValue());
            reference += ValueReferenceLayout.LENGTH;
        }
        int checksum = Crc32c.INSTANCE.compute(address, 0, length);
        append(address, length);
        FooterLayout.PROPERTIES_POSITION.set(footer, at);
        FooterLayout.PROPERTIES_BYTES.set(footer, length);
        FooterLayout.PROPERTIES_CHECKSUM.set(footer, checksum);
    }

    /** Fills up to the next section. @return its position */
    private long align() {
        long at = position + buffered;
        int gap = (int) (-at & SECTION_ALIGNMENT - 1);
        if (gap > 0) {
            long zeros = keys.ensure((long) keysBytes + gap, keysBytes) + keysBytes;
            TableFormat.zero(zeros, gap);
            append(zeros, gap);
        }
        return at + gap;
    }

    /** Bytes of the file, when it is finished. */
    public long fileBytes() {
        return position;
    }

    @Override
    public void close() {
        file.close();
        block.close();
        if (packer != null) {
            packer.close();
        }
        buffer.close();
        last.close();
        keys.close();
        if (!finished) {
            disk.delete(TableFormat.nameOf(fileId));
        }
    }
}
