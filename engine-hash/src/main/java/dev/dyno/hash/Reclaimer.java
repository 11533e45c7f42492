package dev.dyno.hash;

import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * Gives space back while the engine runs. A segment of which enough is dead is emptied: its live records are appended
 * again, with their sequences, and their entries turned to the copies. An empty segment's memory goes when no snapshot
 * and no reader can see it, its file when a checkpoint without it is durable: until then a crash finds the old records,
 * after it the copies. Also puts segments out of memory when there are too many.
 *
 * <p>Invariant G1: a segment goes only when no entry names a record in it, that of a deleted item included, and every
 * snapshot sees the commit at which that became so. A newer version leads to the record of a deletion before it, so
 * counting from the moment at which the last live record left is not enough.
 *
 * <p>A step moves a bounded number of bytes, between two commit groups, so no writer waits long.
 *
 * <p>Why the segment with the least live bytes and not the best by age: what is written often is replaced in place or
 * dies in the newest segments, so age says little here.
 *
 * <p>Threads: with the commit lock held.
 */
final class Reclaimer {

    private static final int STEP_BYTES = 128 << 10;
    private static final int STEP_RECORDS = 512;

    /** A segment that no entry leads into; snapshots before a sequence may, by older versions. */
    private record Emptied(Segment segment, long sequence) {
    }

    private final Store store;
    private final HashIndex index;
    private final HashOptions options;
    private final Clock clock;
    private final Events events;
    /** Nothing in them is live, but entries name records of deleted items. */
    private final List<Segment> draining = new ArrayList<>();
    private final ArrayDeque<Emptied> emptied = new ArrayDeque<>();
    private Segment victim;
    private int position;
    private long movedBytes;

    Reclaimer(Store store, HashIndex index, HashOptions options, Clock clock, Events events) {
        this.store = store;
        this.index = index;
        this.options = options;
        this.clock = clock;
        this.events = events;
    }

    /** @return whether there is more to do now */
    boolean step(long committed) {
        long start = clock.nanoTime();
        index.forgetLookup();
        release(committed);
        if (store.hotBytes() > options.memoryBytes() && evict()) {
            return true;
        }
        if (victim == null) {
            victim = choose();
            position = SegmentLayout.RECORDS;
        }
        if (victim == null) {
            return false;
        }
        long before = movedBytes;
        if (move()) {
            draining.add(victim);
            victim = null;
            release(committed);
        }
        events.emit(Events.Kind.RECLAIM, start, clock.nanoTime() - start, movedBytes - before);
        return true;
    }

    private boolean evict() {
        for (Segment segment : store.segments()) {
            if (segment.isHot() && segment.isFlushed() && segment != victim && segment.liveRecords > 0) {
                long start = clock.nanoTime();
                store.evict(segment);
                events.emit(Events.Kind.EVICTION, start, clock.nanoTime() - start, segment.usedBytes());
                return true;
            }
        }
        return false;
    }

    private Segment choose() {
        Segment best = null;
        double least = 1.0 - options.reclaimPercent() / 100.0;
        for (Segment segment : store.segments()) {
            if (!isCandidate(segment)) {
                continue;
            }
            double live = (double) segment.liveBytes / segment.bytes;
            if (segment.liveRecords == 0 || live <= least) {
                best = segment;
                least = live;
            }
        }
        return best;
    }

    /** Whether it is emptying the segment, or waits with it for snapshots. */
    boolean isAt(Segment segment) {
        return segment == victim || draining.contains(segment)
                || emptied.stream().anyMatch(one -> one.segment() == segment);
    }

    /** Not one that a checkpoint is writing or must write, nor one that is empty already. */
    private boolean isCandidate(Segment segment) {
        boolean isDead = segment.sealed && segment.liveRecords == 0 && segment.boundary == segment.flushed;
        return (isDead || segment.isFlushed()) && !segment.isWarming && !segment.isDamaged && !isAt(segment);
    }

    /** @return whether the victim is empty */
    private boolean move() {
        int bytesLeft = STEP_BYTES;
        int recordsLeft = STEP_RECORDS;
        while (position < victim.tail && victim.liveRecords > 0) {
            long record = victim.address + position;
            if (!store.isSound(Store.place(victim, position))) {
                victim.isDamaged = true; // reads report it; what has been moved has been moved
                victim = null;
                return false;
            }
            int bytes = Records.bytes(record);
            if (victim.isLive(position)) {
                if (bytesLeft <= 0 || recordsLeft <= 0) {
                    return false;
                }
                move(record, bytes);
                bytesLeft -= bytes;
                recordsLeft--;
            }
            position += bytes;
        }
        return true;
    }

    private void move(long record, int bytes) {
        long from = Store.place(victim, position);
        long to = store.take(bytes);
        UnsafeApi.copyMemory(record, store.address(to), bytes);
        store.markLive(to, bytes);
        index.moved(RecordLayout.TABLE_ID.get(record), from, to);
        store.markDead(from, bytes);
        movedBytes += bytes;
    }

    /** Lets go of what no snapshot can look into any more. */
    private void release(long committed) {
        if (draining.isEmpty() && emptied.isEmpty()) {
            return;
        }
        long seenByAll = index.seenByAll();
        index.forgetDeleted(seenByAll);
        for (Segment segment : draining) {
            if (segment.tombstones == 0) {
                emptied.add(new Emptied(segment, committed));
            }
        }
        draining.removeIf(segment -> segment.tombstones == 0);
        while (!emptied.isEmpty() && emptied.peek().sequence() <= seenByAll) {
            store.remove(emptied.remove().segment());
        }
    }

    /** Bytes of live records moved since open. */
    long movedBytes() {
        return movedBytes;
    }

    /** Empty segments that wait for snapshots. */
    int waiting() {
        return draining.size() + emptied.size();
    }
}
