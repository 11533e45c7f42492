package dev.dyno.core.commit;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.log.FrameView;
import dev.dyno.core.page.KeyBytes;
import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.agrona.collections.Int2IntHashMap;

/**
 * Operations of many frames, noted in the order of commits and given back by table, first bits of the partition hash
 * and first bytes of the sort key: about the order of {@link dev.dyno.core.key.KeyCodec}. What is equal in these stays
 * in the order of commits.
 *
 * <p>Off the heap: a record of 32 bytes for each operation, and two words, of which one is the other's spare: high bits
 * say the place, low ones are the record's number. Words are sorted by their high bits, lowest digit first (radix).
 * Then those of one place, mostly a partition, by sort keys.
 *
 * <p>Threads: the one that opens the engine.
 */
final class Portion implements AutoCloseable {

    private static final int ORDINAL_BITS = 21;
    /** The most there is room for: those of 256 MiB of small items. */
    static final int OPERATIONS_MAX = 1 << ORDINAL_BITS;
    private static final int PLACE_BITS = Long.SIZE - ORDINAL_BITS;
    /** Of the place: tables. Those beyond the last number share it, and come in no good order. */
    private static final int TABLE_BITS = 8;
    /** Two digits: partitions that agree in so many bits are neighbours in a leaf, and their items may be mixed. */
    private static final int HASH_BITS = 24;
    private static final int DIGIT_BITS = 12;
    private static final int MISSING = -1;

    private static final int HASH = 0;
    private static final int TIE = 8;
    private static final int ADDRESS = 16;
    /** From the first of the portion. */
    private static final int SEQUENCE = 24;
    private static final int LENGTH = 28;
    private static final int RECORD_BYTES = 32;

    private final int capacity;
    private final Region region;
    private final long records;
    private final long words;
    private final long spare;
    private final int[] counts = new int[1 << DIGIT_BITS];
    private final Int2IntHashMap tables = new Int2IntHashMap(MISSING);
    private long firstSequence;
    private long lastSequence;
    private int count;
    /** So that fetching is not optimized away. */
    private long fetched;

    /** @param capacity operations, {@link #OPERATIONS_MAX} at most */
    Portion(Memory memory, int capacity) {
        this.capacity = capacity;
        region = memory.map((RECORD_BYTES + 2L * Long.BYTES) * capacity, "replay", true);
        records = region.address();
        words = records + (long) RECORD_BYTES * capacity;
        spare = words + (long) Long.BYTES * capacity;
    }

    /** Notes the operation that a view stands at. @return false if it has no room */
    boolean add(FrameView frame) {
        if (count == 0) {
            firstSequence = frame.sequence();
        }
        long sequence = frame.sequence() - firstSequence;
        if (count == capacity || sequence > Integer.MAX_VALUE) {
            return false;
        }
        lastSequence = frame.sequence();
        Key key = frame.key();
        long record = records + (long) RECORD_BYTES * count;
        UnsafeApi.putLong(record + HASH, key.partitionHash());
        UnsafeApi.putLong(record + TIE, KeyBytes.head(key.sort().addressOffset(), key.sort().capacity()));
        UnsafeApi.putLong(record + ADDRESS, frame.operationAddress());
        UnsafeApi.putInt(record + SEQUENCE, (int) sequence);
        UnsafeApi.putInt(record + LENGTH, frame.operationBytes());
        long place = (long) number(frame.tableId()) << HASH_BITS | key.partitionHash() >>> Long.SIZE - HASH_BITS;
        UnsafeApi.putLong(words + 8L * count, place << ORDINAL_BITS | count);
        count++;
        return true;
    }

    private int number(int tableId) {
        int number = tables.get(tableId);
        if (number == MISSING) {
            number = Math.min(tables.size(), (1 << TABLE_BITS) - 1);
            tables.put(tableId, number);
        }
        return number;
    }

    int count() {
        return count;
    }

    long lastSequence() {
        return lastSequence;
    }

    void clear() {
        count = 0;
        tables.clear();
    }

    /** From now on {@link #show} goes by order. */
    void sort() {
        sortByDigits(0, count, HASH_BITS + TABLE_BITS);
        int begin = 0;
        while (begin < count) {
            long place = word(begin) >>> ORDINAL_BITS;
            int end = begin + 1;
            while (end < count && word(end) >>> ORDINAL_BITS == place) {
                end++;
            }
            if (end - begin > 1) {
                sortPartition(begin, end);
            }
            begin = end;
        }
    }

    /** By sort keys: as many of their first bits behind those that all have as find room before the ordinal. */
    private void sortPartition(int begin, int end) {
        long differing = 0;
        long first = UnsafeApi.getLong(record(begin) + TIE);
        for (int i = begin + 1; i < end; i++) {
            differing |= UnsafeApi.getLong(record(i) + TIE) ^ first;
        }
        if (differing == 0) {
            return;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(differing);
        int dropped = Math.max(0, bits - PLACE_BITS);
        int kept = bits - dropped;
        long mask = -1L >>> Long.SIZE - kept;
        for (int i = begin; i < end; i++) {
            long place = UnsafeApi.getLong(record(i) + TIE) >>> dropped & mask;
            UnsafeApi.putLong(words + 8L * i, place << ORDINAL_BITS | ordinal(i));
        }
        long inserting = (long) (end - begin) * (end - begin) / 4;
        long distributing = (kept + DIGIT_BITS - 1) / DIGIT_BITS * (2L * (end - begin) + digits(kept));
        if (inserting <= distributing) {
            sortByInsertion(begin, end);
        } else {
            sortByDigits(begin, end, kept);
        }
    }

    /** That there are in so many bits, one digit at most. */
    private static int digits(int bits) {
        return 1 << Math.min(bits, DIGIT_BITS);
    }

    private void sortByInsertion(int begin, int end) {
        for (int i = begin + 1; i < end; i++) {
            long word = word(i);
            int to = i;
            while (to > begin && Long.compareUnsigned(word(to - 1), word) > 0) {
                UnsafeApi.putLong(words + 8L * to, word(to - 1));
                to--;
            }
            UnsafeApi.putLong(words + 8L * to, word);
        }
    }

    /** By so many bits above the ordinal. */
    private void sortByDigits(int begin, int end, int bits) {
        long from = words + 8L * begin;
        long to = spare + 8L * begin;
        long bytes = 8L * (end - begin);
        for (int done = 0; done < bits; done += DIGIT_BITS) {
            if (distribute(from, to, bytes, ORDINAL_BITS + done, digits(bits - done))) {
                long filled = to;
                to = from;
                from = filled;
            }
        }
        if (from != words + 8L * begin) {
            UnsafeApi.copyMemory(from, to, bytes);
        }
    }

    /** @return false if all have one digit, and nothing was done */
    private boolean distribute(long from, long to, long bytes, int shift, int digits) {
        Arrays.fill(counts, 0, digits, 0);
        for (long at = 0; at < bytes; at += 8) {
            counts[(int) (UnsafeApi.getLong(from + at) >>> shift) & digits - 1]++;
        }
        if (8L * counts[(int) (UnsafeApi.getLong(from) >>> shift) & digits - 1] == bytes) {
            return false;
        }
        int before = 0;
        for (int i = 0; i < digits; i++) {
            int with = counts[i];
            counts[i] = before;
            before += with;
        }
        for (long at = 0; at < bytes; at += 8) {
            long word = UnsafeApi.getLong(from + at);
            UnsafeApi.putLong(to + 8L * counts[(int) (word >>> shift) & digits - 1]++, word);
        }
        return true;
    }

    private long word(int index) {
        return UnsafeApi.getLong(words + 8L * index);
    }

    private int ordinal(int index) {
        return (int) word(index) & OPERATIONS_MAX - 1;
    }

    private long record(int index) {
        return records + (long) RECORD_BYTES * ordinal(index);
    }

    /** Loads bytes that do not depend on each other, so that the processor waits for all of them at once. */
    void fetch(int begin, int end) {
        long sum = fetched;
        for (int i = begin; i < end; i++) {
            long record = record(i);
            long at = UnsafeApi.getLong(record + ADDRESS);
            int last = UnsafeApi.getInt(record + LENGTH) - 1;
            sum += UnsafeApi.getByte(at) + UnsafeApi.getByte(at + Math.min(last, 64))
                    + UnsafeApi.getByte(at + Math.min(last, 128)) + UnsafeApi.getByte(at + Math.min(last, 192));
        }
        fetched = sum;
    }

    /** Shows an operation, by order. */
    FrameView show(int index, FrameView view) {
        long record = record(index);
        return view.show(UnsafeApi.getLong(record + ADDRESS), firstSequence + UnsafeApi.getInt(record + SEQUENCE),
                UnsafeApi.getLong(record + HASH));
    }

    @Override
    public void close() {
        region.close();
    }
}
