package dev.dyno.lsm.table;

import dev.dyno.api.memory.Memory;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.core.page.Varint;
import dev.dyno.lsm.entry.KeyHash;
import dev.dyno.lsm.entry.Scratch;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Builds one block: collects entries, and encodes them when they are all there, because only then is it known what the
 * keys of a run share and how many bytes a sequence needs. Threads: the owner's.
 */
final class BlockWriter implements AutoCloseable {

    private static final int ENTRIES_AT_FIRST = 256;
    /** An entry without key and value, at the most likely lengths. */
    private static final int ENTRY_BYTES = 9;
    private static final int ENTRIES_MAX = 0xffff;

    /** Keys and values, one behind the other. */
    private final Scratch collected;
    private final Scratch encoded;
    private int[] keyOffset = new int[ENTRIES_AT_FIRST];
    private int[] keyLength = new int[ENTRIES_AT_FIRST];
    private int[] valueLength = new int[ENTRIES_AT_FIRST];
    private int[] flags = new int[ENTRIES_AT_FIRST];
    private long[] sequence = new long[ENTRIES_AT_FIRST];
    private byte[] fingerprint = new byte[ENTRIES_AT_FIRST];
    private int entries;
    private int collectedBytes;
    private int estimatedBytes;
    private int heap;

    BlockWriter(Memory memory, int blockBytes) {
        collected = new Scratch(memory, 2L * blockBytes, "block entries");
        encoded = new Scratch(memory, 2L * blockBytes, "block");
    }

    boolean isEmpty() {
        return entries == 0;
    }

    /** About how long the block would be. */
    int estimatedBytes() {
        return BlockLayout.LENGTH + estimatedBytes;
    }

    /** Whether the last entry has this key. */
    boolean endsWith(long key, int length) {
        return entries > 0 && KeyBytes.compare(key(entries - 1), keyLength[entries - 1], key, length) == 0;
    }

    /** @param sameKey whether the key is that of the entry before */
    void add(long key, int length, long hash, int kind, boolean sameKey, long ofSequence, long value, int valueBytes) {
        if (entries == flags.length) {
            grow();
        }
        if (entries == ENTRIES_MAX) {
            throw new IllegalStateException("too many versions of one key for a block: entries=" + entries);
        }
        boolean newRun = entries == 0 || !isSamePartition(key);
        long base = collected.ensure(collectedBytes + (long) length + valueBytes + Long.BYTES, collectedBytes);
        UnsafeApi.copyMemory(key, base + collectedBytes, length);
        UnsafeApi.copyMemory(value, base + collectedBytes + length, valueBytes);
        keyOffset[entries] = collectedBytes;
        keyLength[entries] = length;
        valueLength[entries] = valueBytes;
        flags[entries] = kind | (sameKey ? BlockLayout.SAME_KEY : 0);
        sequence[entries] = ofSequence;
        fingerprint[entries] = (byte) hash;
        collectedBytes += length + valueBytes;
        int partition = KeyHash.partitionBytes(key);
        estimatedBytes += ENTRY_BYTES + length - partition + valueBytes + (newRun ? RunLayout.LENGTH + partition : 0);
        entries++;
    }

    private boolean isSamePartition(long key) {
        int partition = KeyHash.partitionBytes(key);
        int last = entries - 1;
        return KeyHash.partitionBytes(key(last)) == partition
                && KeyBytes.commonPrefix(key, partition, key(last), partition) == partition;
    }

    private long key(int entry) {
        return collected.address() + keyOffset[entry];
    }

    private void grow() {
        int larger = 2 * entries;
        keyOffset = Arrays.copyOf(keyOffset, larger);
        keyLength = Arrays.copyOf(keyLength, larger);
        valueLength = Arrays.copyOf(valueLength, larger);
        flags = Arrays.copyOf(flags, larger);
        sequence = Arrays.copyOf(sequence, larger);
        fingerprint = Arrays.copyOf(fingerprint, larger);
    }

    /** Encodes what was added, without codec and checksum, and starts anew. @return address of the block */
    long finish() {
        int runs = countRuns();
        long least = Arrays.stream(sequence, 0, entries).min().orElse(0);
        long most = Arrays.stream(sequence, 0, entries).max().orElse(0);
        int sequenceBytes = (Long.SIZE - Long.numberOfLeadingZeros(most - least) + 7) / 8;
        long worst = BlockLayout.LENGTH + (long) runs * RunLayout.LENGTH + Block.fingerprintBytes(entries)
                + entries * (1L + 2 * Varint.BYTES_MAX + Long.BYTES + Integer.BYTES) + 2L * collectedBytes;
        long block = encoded.ensure(worst, 0);
        UnsafeApi.setMemory(block, BlockLayout.LENGTH + runs * RunLayout.LENGTH + Block.fingerprintBytes(entries),
                (byte) 0);
        BlockLayout.ENTRIES.set(block, entries);
        BlockLayout.RUNS.set(block, runs);
        BlockLayout.SEQUENCE_BYTES.set(block, sequenceBytes);
        BlockLayout.BASE_SEQUENCE.set(block, least);
        boolean wide = worst > 0xffff;
        BlockLayout.OFFSET_BYTES.set(block, wide ? Integer.BYTES : Short.BYTES);
        heap = runs * RunLayout.LENGTH + Block.fingerprintBytes(entries)
                + entries * (wide ? Integer.BYTES : Short.BYTES);
        for (int i = 0; i < entries; i++) {
            UnsafeApi.putByte(Block.fingerprints(block) + i, fingerprint[i]);
        }
        int run = 0;
        for (int begin = 0; begin < entries; run++) {
            begin = encodeRun(block, run, begin, sequenceBytes, least, wide);
        }
        BlockLayout.RAW_BYTES.set(block, heap);
        BlockLayout.STORED_BYTES.set(block, heap);
        entries = 0;
        collectedBytes = 0;
        estimatedBytes = 0;
        return block;
    }

    private int countRuns() {
        int runs = 0;
        for (int i = 0; i < entries; i = runEnd(i)) {
            runs++;
        }
        return runs;
    }

    /** Behind the entries that have the partition of this one. */
    private int runEnd(int begin) {
        int partition = KeyHash.partitionBytes(key(begin));
        int end = begin + 1;
        while (end < entries && keyLength[end] >= partition
                && KeyBytes.commonPrefix(key(begin), partition, key(end), partition) == partition) {
            end++;
        }
        return end;
    }

    private int encodeRun(long block, int index, int begin, int sequenceBytes, long least, boolean wide) {
        int end = runEnd(begin);
        // Keys are in order: what the first and the last share, all share.
        int prefix = KeyBytes.commonPrefix(key(begin), keyLength[begin], key(end - 1), keyLength[end - 1]);
        long payload = block + BlockLayout.LENGTH;
        long run = Block.run(block, index);
        RunLayout.PREFIX_OFFSET.set(run, heap);
        RunLayout.PREFIX_LENGTH.set(run, prefix);
        RunLayout.PARTITION_BYTES.set(run, KeyHash.partitionBytes(key(begin)));
        RunLayout.FIRST_ENTRY.set(run, begin);
        UnsafeApi.copyMemory(key(begin), payload + heap, prefix);
        heap += prefix;
        long offsets = Block.offsets(block);
        for (int i = begin; i < end; i++) {
            if (wide) {
                UnsafeApi.putInt(offsets + 4L * i, heap);
            } else {
                UnsafeApi.putShort(offsets + 2L * i, (short) heap);
            }
            heap += encodeEntry(payload + heap, i, prefix, sequenceBytes, least);
        }
        return end;
    }

    private int encodeEntry(long address, int i, int prefix, int sequenceBytes, long least) {
        long at = address;
        int suffix = keyLength[i] - prefix;
        UnsafeApi.putByte(at++, (byte) flags[i]);
        at += Varint.write(at, suffix);
        at += Varint.write(at, valueLength[i]);
        long above = sequence[i] - least;
        for (int b = 0; b < sequenceBytes; b++) {
            UnsafeApi.putByte(at++, (byte) (above >>> 8 * b));
        }
        // Key and value lie behind each other where they were collected, too.
        UnsafeApi.copyMemory(key(i) + prefix, at, (long) suffix + valueLength[i]);
        return (int) (at - address) + suffix + valueLength[i];
    }

    @Override
    public void close() {
        collected.close();
        encoded.close();
    }
}
