package dev.dyno.streams.capture;

import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.Changes;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;

/** Reads shards that lie in this process. Remembers where the record lies that follows the last one it read. */
final class ShardSource implements RecordSource {

    private static final int RUN_BYTES = 32 << 10;

    private final ListenerCapture capture;
    private final ChangeView view = new ChangeView();
    private RecordShard reading;
    private long readNumber = -1;
    private long nextPosition;
    private long beforeNumber;
    private long beforePosition;

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
        synchronized (shard) {
            while (true) {
                if (shard.isReleased() || after != 0 && after < shard.trimmed()) {
                    throw new StreamException.TrimmedDataAccess(stream, shardNumber, after);
                }
                long position = place(shard, after);
                if (position >= shard.end) { // sees H3
                    return 0;
                }
                int length = shard.copy(position, target, offset);
                if (length > 0) {
                    view.wrap(target, offset);
                    if (view.number() > visible) {
                        return 0;
                    }
                    reading = shard;
                    beforeNumber = after;
                    beforePosition = position;
                    readNumber = view.number();
                    nextPosition = position + Changes.aligned(length);
                    return length;
                }
                reading = null;
            }
        }
    }

    /** Known for the record behind the last one, and for the last one itself, which a full page did not take. */
    private long place(RecordShard shard, long after) {
        if (shard == reading && after == readNumber) {
            return shard.settle(nextPosition);
        }
        return shard == reading && after == beforeNumber ? beforePosition : shard.find(after);
    }

    @Override
    public int more(long stream, long shardNumber, long after, MutableDirectBuffer target, int offset, int bytesMax,
            IntArrayList offsets, int recordsMax) {
        RecordShard shard = reading;
        if (shard == null || shard.number != shardNumber || after != readNumber) {
            return 0;
        }
        long visible = capture.visibleNumber();
        int done = 0;
        int copied = 1;
        while (copied > 0 && done < bytesMax && offsets.size() < recordsMax) {
            copied = 0;
            synchronized (shard) { // not for longer: the writer may want it
                long position = shard.isReleased() ? shard.end : shard.settle(nextPosition);
                if (position < shard.end) { // sees H3
                    int run = shard.copyRun(position, Math.min(RUN_BYTES, bytesMax - done), target, offset + done);
                    copied = take(run, visible, target, offset + done, offsets, recordsMax);
                    nextPosition = position + copied;
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
            readNumber = Changes.number(target, offset + at);
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
        return (shard.closed || !stream.isEnabled()) && shard.lastNumber <= capture.visibleNumber();
    }

    @Override
    public void close() {
        reading = null;
    }
}
