package dev.dyno.lsm.table;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.Probe;
import org.agrona.UnsafeApi;

/**
 * Searches in one block, at the address of its header with the payload as it is read behind it. The block was checked
 * against its checksum, so what it holds is what was written. Threads: none of its own, no state.
 */
final class Block {

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Block() {
    }

    static long run(long block, int run) {
        return block + BlockLayout.LENGTH + (long) run * RunLayout.LENGTH;
    }

    static int fingerprintBytes(int entries) {
        return entries + 7 & -8;
    }

    static long fingerprints(long block) {
        return run(block, BlockLayout.RUNS.get(block));
    }

    static long offsets(long block) {
        return fingerprints(block) + fingerprintBytes(BlockLayout.ENTRIES.get(block));
    }

    /** Address of an entry. */
    static long entry(long block, int index) {
        long offsets = offsets(block);
        int offset = BlockLayout.OFFSET_BYTES.get(block) == Short.BYTES
                ? UnsafeApi.getShort(offsets + 2L * index) & 0xffff : UnsafeApi.getInt(offsets + 4L * index);
        return block + BlockLayout.LENGTH + offset;
    }

    static long prefix(long block, long run) {
        return block + BlockLayout.LENGTH + RunLayout.PREFIX_OFFSET.get(run);
    }

    /** The run that holds an entry. */
    static int runOf(long block, int index) {
        int low = 0;
        int high = BlockLayout.RUNS.get(block) - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (RunLayout.FIRST_ENTRY.get(run(block, middle)) <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The first entry behind a run. */
    static int runEnd(long block, int run) {
        return run + 1 < BlockLayout.RUNS.get(block) ? RunLayout.FIRST_ENTRY.get(run(block, run + 1))
                : BlockLayout.ENTRIES.get(block);
    }

    /** Finds the entry of a key that a reader at {@code sequence} sees. @return false if there is none */
    static boolean get(long block, Probe probe, long sequence, EntryView view, Answer out) {
        int entries = BlockLayout.ENTRIES.get(block);
        long fingerprints = fingerprints(block);
        long pattern = (probe.hash() & 0xff) * LOW_BITS;
        for (int i = 0; i < entries; i += Long.BYTES) {
            long word = UnsafeApi.getLong(fingerprints + i) ^ pattern;
            // Zero bytes of word become high bits; a byte above a zero byte may too, and is told apart by the key.
            long matches = word - LOW_BITS & ~word & HIGH_BITS;
            while (matches != 0) {
                int index = i + (Long.numberOfTrailingZeros(matches) >>> 3);
                if (index < entries && isKey(block, index, probe, view)) {
                    return visible(block, index, sequence, view, out);
                }
                matches &= matches - 1;
            }
        }
        return false;
    }

    private static boolean isKey(long block, int index, Probe probe, EntryView view) {
        view.read(block, index);
        long run = run(block, runOf(block, index));
        int prefix = RunLayout.PREFIX_LENGTH.get(run);
        return prefix + view.suffixLength() == probe.length() && !view.isSameKey()
                && equal(prefix(block, run), probe.address(), prefix)
                && equal(view.suffixAddress(), probe.address() + prefix, view.suffixLength());
    }

    private static boolean equal(long a, long b, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (UnsafeApi.getLong(a + i) != UnsafeApi.getLong(b + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (UnsafeApi.getByte(a + i) != UnsafeApi.getByte(b + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean visible(long block, int first, long sequence, EntryView view, Answer out) {
        int index = first;
        while (view.sequence() > sequence) {
            index++;
            if (index == BlockLayout.ENTRIES.get(block)) {
                return false;
            }
            view.read(block, index);
            if (!view.isSameKey()) {
                return false;
            }
        }
        out.set(view.kind(), view.sequence(), view.valueAddress(), view.valueLength());
        return true;
    }

    /** The first entry whose key is at or behind this one; the number of entries if there is none. */
    static int lowerBound(long block, long key, int length) {
        int low = 0;
        int high = BlockLayout.RUNS.get(block);
        while (low < high) {
            int middle = low + high >>> 1;
            if (compareToRun(block, run(block, middle), key, length) > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == BlockLayout.RUNS.get(block)) {
            return BlockLayout.ENTRIES.get(block);
        }
        long run = run(block, low);
        int first = RunLayout.FIRST_ENTRY.get(run);
        if (compareToRun(block, run, key, length) < 0) {
            return first;
        }
        int prefix = RunLayout.PREFIX_LENGTH.get(run);
        return lowerBound(block, first, runEnd(block, low), key + prefix, length - prefix);
    }

    /** Where a key lies against a run: before it, behind it, or, as 0, where it begins with the run's prefix. */
    private static int compareToRun(long block, long run, long key, int length) {
        int prefix = RunLayout.PREFIX_LENGTH.get(run);
        return KeyBytes.compare(key, Math.min(length, prefix), prefix(block, run), prefix);
    }

    private static int lowerBound(long block, int begin, int end, long suffix, int length) {
        int low = begin;
        int high = end;
        while (low < high) {
            int middle = low + high >>> 1;
            if (EntryView.compareSuffix(block, middle, suffix, length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
