package dev.dyno.hash;

import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.page.KeyBytes;

/**
 * A walk over a table, in the order of the hashes read from their lowest bit up. In this order a bucket is an
 * interval, and a split cuts an interval in two: the walk keeps its place while buckets split under it, and meets every
 * item once. Items of one hash come in the order of their keys. A step looks through the bucket of its place for the
 * next item, so nothing is remembered but the last key. Of several segments each walks the whole table and passes over
 * what is not its own, see decision 0061.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 *
 * <p>Source: the order is that of Redis's SCAN (Pieter Noordhuis).
 */
final class ScanCursor extends ItemCursor {

    private static final long HASHES = 1L << Integer.SIZE;

    /** Reversed hashes: the walk is at {@code place}, behind the key of the probe if {@code started}. */
    private long place;
    private boolean started;
    private int segment;
    private int parts;
    private long nextPlace;
    private long best;

    ScanCursor(HashSession session, Memory memory) {
        super(session, memory, 0, "scan cursor", "next()");
    }

    /** @param snapshot null for the newest state */
    ScanCursor open(HashTable ofTable, ReadPoint snapshot, int ofSegment, int of) {
        begin(ofTable, snapshot);
        place = 0;
        segment = ofSegment;
        parts = of;
        started = false;
        return this;
    }

    @Override
    public boolean next() {
        check();
        standing = false;
        while (place < HASHES && !standing) {
            session.enterEpoch();
            try {
                table.index().check(point);
                step();
            } finally {
                session.leaveEpoch();
            }
            if (point != null) {
                point.check();
            }
        }
        if (standing) {
            session.counts().step(item.length());
        }
        return standing;
    }

    private void step() {
        TableIndex index = table.index();
        Buckets items = index.items;
        ItemReader reader = session.reader();
        long state = items.state();
        search(reader, items, state);
        if (items.hasMoved(state)) {
            Thread.onSpinWait();
            return;
        }
        if (best == 0) {
            place = nextPlace;
            started = false;
            return;
        }
        reader.stand(best);
        long record = reader.record();
        place = reversed(record);
        started = true;
        probe.set(record, index.hashes);
        standing = reader.goBack(at) && reader.copy(at, values, item);
    }

    /**
     * Segments are parts of the partitions' own hashes, which say nothing about buckets: who looks for one of many
     * meets few buckets that have any of it, and looks through the others once.
     */
    private boolean isInSegment(long record) {
        if (parts == 1) {
            return true;
        }
        int length = RecordLayout.PARTITION_LENGTH.get(record);
        key.wrap(Records.key(record), length, Records.key(record) + length, RecordLayout.SORT_LENGTH.get(record));
        return Math.unsignedMultiplyHigh(key.partitionHash(), parts) == segment;
    }

    /** Finds the next item in the bucket of the place, as its place in the store; sets where the next bucket begins. */
    private void search(ItemReader reader, Buckets items, long state) {
        long hash = Integer.toUnsignedLong(Integer.reverse((int) place));
        long count = Buckets.count(state);
        best = 0;
        nextPlace = (place / width(hash, count) + 1) * width(hash, count);
        long bestReversed = nextPlace;
        long bestRecord = 0;
        for (long bucket = items.bucket(hash, state); bucket != 0; bucket = items.next(bucket)) {
            for (int i = 0; i < Buckets.SLOTS; i++) {
                long candidate = Buckets.entry(bucket, i) & Buckets.PLACE_MASK;
                if (candidate == 0) {
                    continue;
                }
                reader.stand(candidate);
                long record = reader.record();
                long reversed = reversed(record);
                if (reversed >= place && isBehind(record, reversed)
                        && (reversed < bestReversed
                                || bestRecord != 0 && reversed == bestReversed && compare(record, bestRecord) < 0)
                        && isInSegment(record)) {
                    bestReversed = reversed;
                    bestRecord = record;
                    best = candidate;
                }
            }
        }
    }

    /** How many reversed hashes belong to the bucket of a hash. */
    private static long width(long hash, long count) {
        long half = Long.highestOneBit(count);
        boolean split = (hash & half - 1) < count - half;
        return HASHES / (split ? 2 * half : half);
    }

    private boolean isBehind(long record, long reversed) {
        return !started || reversed > place || compareToProbe(record) > 0;
    }

    private static long reversed(long record) {
        return Integer.toUnsignedLong(Integer.reverse(RecordLayout.HASH.get(record)));
    }

    private int compareToProbe(long record) {
        int lengths = RecordLayout.PARTITION_LENGTH.get(record);
        int order = KeyBytes.compare(Records.key(record), Records.keyLength(record), probe.address, probe.length);
        return order != 0 ? order : Integer.compare(lengths, probe.partitionLength);
    }

    private static int compare(long a, long b) {
        int order = KeyBytes.compare(Records.key(a), Records.keyLength(a), Records.key(b), Records.keyLength(b));
        return order != 0 ? order
                : Integer.compare(RecordLayout.PARTITION_LENGTH.get(a), RecordLayout.PARTITION_LENGTH.get(b));
    }

    @Override
    public boolean seek(Key target) {
        check();
        throw new UnsupportedOperationException("a scan has no order to seek in");
    }

    @Override
    void giveBack() {
        session.giveBack(this);
    }
}
