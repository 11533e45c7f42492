package dev.dyno.streams.capture;

import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.Changes;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2ObjectHashMap;

/** Reads shards that lie in this process. Remembers of each where the record lies that follows the last one it read. */
final class ShardSource implements RecordSource {

    private static final int RUN_BYTES = 32 << 10;
    /** Then they are forgotten, and found again: shards come and go. */
    private static final int PLACES_MAX = 1 << 10;

    private final ListenerCapture capture;
    private final ChangeView view = new ChangeView();
    private final Long2ObjectHashMap<Place> places = new Long2ObjectHashMap<>();
    private Place reading = new Place(ShardDescription.NO_PARENT);

    /** How far a shard was read. */
    private static final class Place {
        private final long shard;
        private long readNumber = -1;
        private long nextPosition;
        private long beforeNumber = -1;
        private long beforePosition;

        Place(long shard) {
            this.shard = shard;
        }
    }

    ShardSource(ListenerCapture capture) {
        this.capture = capture;
    }

    private RecordShard shard(long stream, long number) {
        return (RecordShard) capture.stream(stream).shard(number);
    }

    @Override
    public int next(long stream, long shardNumber, long after, MutableDirectBuffer target, int offset) {
        long visible = capture.visibleNumber();
        RecordShard shard = shard(stream, shardNumber);
        Place at = place(shardNumber);
        synchronized (shard) {
            while (true) {
                if (shard.isReleased() || after != 0 && after < shard.trimmed()) {
                    throw new StreamException.TrimmedDataAccess(stream, shardNumber, after);
                }
                long position = position(shard, at, after);
                if (position >= shard.end) { // sees H3
                    return 0;
                }
                int length = shard.copy(position, target, offset);
                if (length > 0) {
                    view.wrap(target, offset);
                    if (view.number() > visible) {
                        return 0;
                    }
                    reading = at;
                    at.beforeNumber = after;
                    at.beforePosition = position;
                    at.readNumber = view.number();
                    at.nextPosition = position + Changes.aligned(length);
                    return length;
                }
                at.readNumber = -1; // it was overwritten
                at.beforeNumber = -1;
            }
        }
    }

    /** Known for the record behind the last one, and for the last one itself, which a full page did not take. */
    private static long position(RecordShard shard, Place at, long after) {
        if (after == at.readNumber) {
            return shard.settle(at.nextPosition);
        }
        return after == at.beforeNumber ? at.beforePosition : shard.find(after);
    }

    private Place place(long shardNumber) {
        if (reading.shard == shardNumber) {
            return reading;
        }
        Place known = places.get(shardNumber);
        if (known == null) {
            if (places.size() == PLACES_MAX) {
                places.clear();
            }
            known = new Place(shardNumber);
            places.put(shardNumber, known);
        }
        return known;
    }

    @Override
    public int more(long stream, long shardNumber, long after, MutableDirectBuffer target, int offset, int bytesMax,
            IntArrayList offsets, int recordsMax) {
        if (reading.shard != shardNumber || after != reading.readNumber) {
            return 0;
        }
        RecordShard shard = shard(stream, shardNumber);
        long visible = capture.visibleNumber();
        int done = 0;
        int copied = 1;
        while (copied > 0 && done < bytesMax && offsets.size() < recordsMax) {
            copied = 0;
            synchronized (shard) { // not for longer: the writer may want it
                long position = shard.isReleased() ? shard.end : shard.settle(reading.nextPosition);
                if (position < shard.end) { // sees H3
                    int run = shard.copyRun(position, Math.min(RUN_BYTES, bytesMax - done), target, offset + done);
                    copied = take(run, visible, target, offset + done, offsets, recordsMax);
                    reading.nextPosition = position + copied;
                }
            }
            done += copied;
        }
        return done;
    }

    /** Finds the whole records among bytes that were copied. @return the bytes of those that can be seen */
    private int take(int bytes, long visible, MutableDirectBuffer target, int offset, IntArrayList offsets,
            int recordsMax) {
        int at = 0;
        while (at + Long.BYTES < bytes && offsets.size() < recordsMax) {
            int length = Changes.aligned(Changes.length(target, offset + at));
            if (length == 0 || at + length > bytes || Changes.number(target, offset + at) > visible) {
                return at;
            }
            reading.readNumber = Changes.number(target, offset + at);
            offsets.addInt(offset + at);
            at += length;
        }
        return at;
    }

    @Override
    public long latest(long stream, long shardNumber) {
        long visible = capture.visibleNumber();
        RecordShard shard = shard(stream, shardNumber);
        return shard.end == 0 ? 0 : Math.min(shard.lastNumber, visible); // sees H3
    }

    @Override
    public long trimmed(long stream, long shardNumber) {
        return shard(stream, shardNumber).trimmed();
    }

    @Override
    public boolean isComplete(long streamId, long shardNumber) {
        ChangeStream stream = capture.stream(streamId);
        Shard shard = stream.shard(shardNumber);
        long visible = capture.visibleNumber();
        // A batch that is being heard when its stream is switched off is in it whole.
        boolean over = !stream.isEnabled() && visible >= ListenerCapture.firstNumber(stream.end);
        return (shard.closed || over) && shard.lastNumber <= visible;
    }

    @Override
    public void close() {
        places.clear();
        reading = new Place(ShardDescription.NO_PARENT);
    }
}
