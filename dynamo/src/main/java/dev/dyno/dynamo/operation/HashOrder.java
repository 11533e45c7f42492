package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.dynamo.item.ItemWriter;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Walks a table in the order of partition hash, partition and sort key, from any key on, whether or not that key is
 * still there: this is what a scan in pages needs, because a program may delete what it has read before it asks for
 * more.
 *
 * <p>How it works: an engine's scan has no order inside a segment, but what is in a segment is given by the hash (rule
 * R11). The hashes are cut into parts so small that the items of one can be read together and put in order. Of a part
 * that has more than fits a sixteenth is read instead; a part of a single hash is read by as many items as it has. How
 * fine to begin is learned as the walk goes on. Few large parts are best, because each begins with a search, but not
 * larger than what is asked for. Confined to a thread.
 */
final class HashOrder {

    private static final int ITEMS_MAX = 16_000;
    /** Fewer do not pay for a walk of their own, whatever is asked for. */
    private static final int ITEMS_MIN = 1000;
    /** Of keys and values: twice what a page has. */
    private static final int BYTES_MAX = 2 << 20;
    /** What uses less than this share of what fits is read with its neighbour the next time. */
    private static final int FEW = 20;
    private static final int LEVEL_STEP = 4;
    /** Parts are numbered by an int. */
    private static final int LEVEL_MAX = 30;

    /** Takes items until it has enough. */
    interface Sink {
        /** @return whether it has enough */
        boolean add(DirectBuffer buffer, int offset, int length);
    }

    private final Sink sink;
    private final ItemWriter copies = new ItemWriter();
    private long[] hashes = new long[ITEMS_MIN + 1];
    /** Four per item: where its partition, sort key and value begin, and where it ends. */
    private int[] places = new int[4 * (ITEMS_MIN + 1)];
    private Integer[] sorted = new Integer[0];
    private int count;
    /** Items of the part, wanted or not. */
    private int walked;
    private int level;
    private int itemsMax;
    private Reader reader;
    private int segment;
    private int of;
    private Key after;
    private long afterHash;

    HashOrder(Sink sink) {
        this.sink = sink;
    }

    /**
     * Walks one of the equal parts of the hashes until the sink has enough.
     *
     * @param start behind which to begin; null for the beginning
     * @param wanted items that the sink takes at most, if that is known; {@link Long#MAX_VALUE} if not
     */
    void walk(Reader from, int ofSegment, int segments, Key start, long wanted) {
        itemsMax = Math.clamp(wanted > ITEMS_MAX ? ITEMS_MAX : 2 * wanted, ITEMS_MIN, ITEMS_MAX);
        reader = from;
        segment = ofSegment;
        of = segments;
        after = start;
        afterHash = start == null ? 0 : from.ringPosition(start);
        long first = start == null ? firstHash(ofSegment) : afterHash;
        long last = ofSegment + 1 == segments ? -1 : firstHash(ofSegment + 1) - 1;
        int at = level;
        while (true) {
            if (!read(at, first)) {
                level = Math.max(level, Math.min(at + 1, LEVEL_MAX / 2));
                at = Math.min(at + LEVEL_STEP, LEVEL_MAX);
                continue;
            }
            long end = first | -1L >>> at;
            if (give() || Long.compareUnsigned(end, last) >= 0) {
                return;
            }
            if (at == level && walked < itemsMax / FEW && copies.end() < BYTES_MAX / FEW && level > 0) {
                level--;
            }
            first = end + 1;
            // A larger part may begin here only where it does not hold what was given already.
            at = Math.max(level, Long.SIZE - Long.numberOfTrailingZeros(first));
        }
    }

    /** The least hash whose upper product with the count of segments is the segment. */
    private long firstHash(int number) {
        if (number == 0) {
            return 0;
        }
        long quotient = Long.divideUnsigned(-1L, of);
        long remainder = Long.remainderUnsigned(-1L, of);
        long hash = quotient * number + Long.divideUnsigned(remainder * number, of);
        while (Math.unsignedMultiplyHigh(hash, of) < number) {
            hash++;
        }
        return hash;
    }

    /** @return whether the sink has enough */
    private boolean give() {
        sort();
        for (int i = 0; i < count; i++) {
            int place = 4 * sorted[i];
            if (sink.add(copies.buffer(), places[place + 2], places[place + 3] - places[place + 2])) {
                return true;
            }
        }
        return false;
    }

    /** Copies what is wanted of the part that a hash is in. @return false if it is too much and can be cut */
    private boolean read(int at, long hash) {
        count = 0;
        walked = 0;
        copies.clear();
        int part = at == 0 ? 0 : (int) (hash >>> Long.SIZE - at);
        try (Cursor cursor = reader.scan(part, 1 << at)) {
            while (cursor.next()) {
                if (at < LEVEL_MAX && (walked == itemsMax || copies.end() > BYTES_MAX)) {
                    return false;
                }
                walked++;
                Key key = cursor.key();
                long place = reader.ringPosition(key);
                if (isWanted(key, place)) {
                    copy(key, place, cursor);
                }
            }
        }
        return true;
    }

    private boolean isWanted(Key key, long hash) {
        if (Math.unsignedMultiplyHigh(hash, of) != segment) {
            return false;
        }
        if (after == null) {
            return true;
        }
        int order = Long.compareUnsigned(hash, afterHash);
        if (order == 0) {
            order = Bytes.compare(key.partition(), 0, key.partition().capacity(), after.partition(), 0,
                    after.partition().capacity());
        }
        if (order == 0) {
            order = Bytes.compare(key.sort(), 0, key.sort().capacity(), after.sort(), 0, after.sort().capacity());
        }
        return order > 0;
    }

    private void copy(Key key, long hash, Cursor cursor) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            places = Arrays.copyOf(places, 8 * count);
        }
        hashes[count] = hash;
        places[4 * count] = copies.copyItem(key.partition(), 0, key.partition().capacity());
        places[4 * count + 1] = copies.copyItem(key.sort(), 0, key.sort().capacity());
        places[4 * count + 2] = copies.copyItem(cursor.item().value(), 0, cursor.item().length());
        places[4 * count + 3] = copies.end();
        count++;
    }

    private void sort() {
        if (sorted.length < count) {
            sorted = new Integer[hashes.length];
        }
        for (int i = 0; i < count; i++) {
            sorted[i] = i;
        }
        Arrays.sort(sorted, 0, count, this::compare);
    }

    private int compare(int a, int b) {
        int order = Long.compareUnsigned(hashes[a], hashes[b]);
        if (order == 0) {
            order = compare(4 * a, 4 * a + 1, 4 * b, 4 * b + 1);
        }
        return order != 0 ? order : compare(4 * a + 1, 4 * a + 2, 4 * b + 1, 4 * b + 2);
    }

    private int compare(int a, int aEnd, int b, int bEnd) {
        DirectBuffer bytes = copies.buffer();
        return Bytes.compare(bytes, places[a], places[aEnd] - places[a], bytes, places[b], places[bEnd] - places[b]);
    }
}
