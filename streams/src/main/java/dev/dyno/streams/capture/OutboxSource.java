package dev.dyno.streams.capture;

import dev.dyno.api.Session;
import org.agrona.MutableDirectBuffer;

/** Reads shards whose records are items: the next one's key is known, since numbers have no gaps. */
final class OutboxSource implements RecordSource {

    private final OutboxCapture capture;
    private final Session session;
    private final OutboxRecords records;

    OutboxSource(OutboxCapture capture, Session session) {
        this.capture = capture;
        this.session = session;
        records = OutboxRecords.of(session, capture);
    }

    @Override
    public int next(long stream, long shardNumber, long after, MutableDirectBuffer target, int offset) {
        long from = after;
        while (true) {
            OutboxShard shard = capture.shard(stream, shardNumber);
            if (after != 0 && after < shard.trimmed) {
                throw new StreamException.TrimmedDataAccess(stream, shardNumber, after);
            }
            long number = Math.max(Math.max(from, shard.firstNumber - 1), shard.trimmed) + 1;
            int length = records.read(stream, shardNumber, number, capture.visibleSequence(),
                    hasEnded(stream, shard), target, offset);
            if (length == OutboxRecords.GIVEN_UP) {
                from = number;
            } else if (length > 0 || number > shard.trimmed) {
                return length;
            } // it was trimmed meanwhile
        }
    }

    @Override
    public long latest(long stream, long shardNumber) {
        OutboxShard shard = capture.shard(stream, shardNumber);
        long visible = capture.visibleSequence();
        long last = capture.last(stream, shard, records);
        while (last > shard.trimmed && !records.isVisible(stream, shardNumber, last, visible)) {
            last--;
        }
        return last;
    }

    @Override
    public long trimmed(long stream, long shard) {
        return capture.shard(stream, shard).trimmed;
    }

    @Override
    public boolean isComplete(long streamId, long shardNumber) {
        OutboxShard shard = capture.shard(streamId, shardNumber);
        return hasEnded(streamId, shard) && records.isVisible(streamId, shardNumber,
                capture.last(streamId, shard, records), capture.visibleSequence());
    }

    private boolean hasEnded(long stream, OutboxShard shard) {
        return shard.closed || !capture.stream(stream).isEnabled();
    }

    @Override
    public void close() {
        session.close();
        records.close();
    }
}
