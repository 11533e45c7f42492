package dev.dyno.streams.read;

import dev.dyno.api.run.Clock;
import dev.dyno.streams.capture.Capture;
import dev.dyno.streams.capture.RecordSource;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException.ExpiredIterator;
import dev.dyno.streams.capture.StreamException.TrimmedDataAccess;
import dev.dyno.streams.capture.StreamException.UnknownPosition;
import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.Changes;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * Reads streams as DynamoDB Streams are read: describe, take an iterator on a shard, read pages. It sees whole commits
 * only, and on an engine opened at {@code SYNC} only those that no crash can take back.
 *
 * <p>Trimming is exact by the engine's clock: a record older than the retention is gone for readers at once, whenever
 * its space is given back. Reading past it is an error, never a silent gap, except from the horizon, which is where
 * the gap ends.
 *
 * <p>Threads: confined to one.
 */
public final class StreamReader implements AutoCloseable {

    private final Capture capture;
    private final RecordSource source;
    private final Clock clock;
    private final long retentionMillis;
    private final ChangeView view = new ChangeView();
    private final ExpandableArrayBuffer probe = new ExpandableArrayBuffer();

    public StreamReader(Capture capture, Clock clock, long retentionMillis) {
        this.capture = capture;
        this.source = capture.source();
        this.clock = clock;
        this.retentionMillis = retentionMillis;
    }

    /** All streams that can be read, oldest first. */
    public List<StreamDescription> streams() {
        return capture.streams();
    }

    /**
     * The numbers of a shard's first and last record, as {@code DescribeStream} tells them.
     *
     * @return null if the shard was given back meanwhile
     */
    public NumberRange numbers(long stream, ShardDescription shard) {
        try {
            // Before the records, as in read.
            boolean complete = source.isComplete(stream, shard.number());
            long least = Math.max(shard.firstNumber(), source.trimmed(stream, shard.number()) + 1);
            int length = source.next(stream, shard.number(), 0, probe, 0);
            long first = length == 0 ? least : view.wrap(probe, 0).number();
            long last = Math.max(first, source.latest(stream, shard.number()));
            return new NumberRange(first, complete ? last : NumberRange.OPEN);
        } catch (TrimmedDataAccess e) {
            return null;
        }
    }

    /** An iterator at the horizon or behind the youngest record. */
    public ShardIterator iterator(long stream, long shard, IteratorKind kind) {
        return switch (kind) {
            case TRIM_HORIZON -> {
                source.trimmed(stream, shard);
                yield issue(stream, shard, kind, 0);
            }
            case LATEST -> issue(stream, shard, IteratorKind.AFTER_SEQUENCE_NUMBER, source.latest(stream, shard));
            case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER ->
                    throw new IllegalArgumentException("iterator needs a sequence number: kind=" + kind);
        };
    }

    /**
     * An iterator at or behind a record.
     *
     * @throws UnknownPosition if no record of the shard has this number
     * @throws TrimmedDataAccess if it had, or reading from there would miss records
     */
    public ShardIterator iterator(long stream, long shard, IteratorKind kind, long number) {
        switch (kind) {
            case TRIM_HORIZON, LATEST -> throw new IllegalArgumentException(
                    "iterator takes no sequence number: kind=" + kind + ", number=" + number);
            case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER -> check(stream, shard, kind, number);
        }
        return issue(stream, shard, kind, number);
    }

    private void check(long stream, long shard, IteratorKind kind, long number) {
        long trimmed = source.trimmed(stream, shard);
        if (number < 1) {
            throw new UnknownPosition(stream, shard, number);
        }
        if (kind == IteratorKind.AFTER_SEQUENCE_NUMBER && number == trimmed) {
            return; // the record is gone, those behind it are not
        }
        if (number <= trimmed) {
            throw new TrimmedDataAccess(stream, shard, number);
        }
        int length = source.next(stream, shard, number - 1, probe, 0);
        if (length == 0 || view.wrap(probe, 0).number() != number) {
            throw new UnknownPosition(stream, shard, number);
        }
        if (kind == IteratorKind.AT_SEQUENCE_NUMBER && view.millis() < horizon()) {
            throw new TrimmedDataAccess(stream, shard, number);
        }
    }

    private ShardIterator issue(long stream, long shard, IteratorKind kind, long number) {
        return new ShardIterator(stream, shard, kind, number, clock.epochMillis());
    }

    private long horizon() {
        return clock.epochMillis() - retentionMillis;
    }

    /**
     * Reads the records from an iterator on into a page, as many as it takes; none if there are none yet.
     *
     * @throws ExpiredIterator if the iterator is older than 15 minutes
     * @throws TrimmedDataAccess if records that it would have come to are gone
     */
    public void read(ShardIterator from, RecordPage page) {
        long age = clock.epochMillis() - from.issuedMillis();
        if (age > ShardIterator.LIFE_MILLIS) {
            throw new ExpiredIterator(from.stream(), from.shard(), age, ShardIterator.LIFE_MILLIS);
        }
        page.begin();
        // Before the records: a shard that was complete then has no record that is not seen now.
        boolean complete = source.isComplete(from.stream(), from.shard());
        long after = switch (from.kind()) {
            case TRIM_HORIZON -> 0;
            case AT_SEQUENCE_NUMBER -> from.number() - 1;
            case AFTER_SEQUENCE_NUMBER -> from.number();
            case LATEST -> throw new IllegalArgumentException("not an iterator: token=" + from.token());
        };
        boolean exhausted = fill(from, after, page);
        ShardIterator next = page.size() == 0
                ? issue(from.stream(), from.shard(), from.kind(), from.number())
                : issue(from.stream(), from.shard(), IteratorKind.AFTER_SEQUENCE_NUMBER,
                        page.get(page.size() - 1, view).number());
        page.finish(next, exhausted && complete);
    }

    /** @return whether there was nothing left to read */
    private boolean fill(ShardIterator from, long first, RecordPage page) {
        boolean fromHorizon = from.kind() == IteratorKind.TRIM_HORIZON;
        long horizon = horizon();
        long after = first;
        while (!page.isFull()) {
            if (page.size() > 0 && page.fillFrom(source, from, after)) {
                after = page.get(page.size() - 1, view).number();
                continue;
            }
            long trimmed = source.trimmed(from.stream(), from.shard());
            if (after < trimmed && fromHorizon && page.size() == 0) {
                after = 0;
            } else if (after < trimmed) {
                throw new TrimmedDataAccess(from.stream(), from.shard(), after);
            }
            int length = source.next(from.stream(), from.shard(), after, page.buffer(), page.end());
            if (length == 0) {
                return true;
            }
            view.wrap(page.buffer(), page.end());
            boolean old = page.size() == 0 && view.millis() < horizon;
            if (old && !fromHorizon) {
                throw new TrimmedDataAccess(from.stream(), from.shard(), after);
            }
            if (!old && !page.takes(length)) {
                return false;
            }
            if (!old) {
                page.add(Changes.aligned(length));
            }
            after = view.number();
        }
        return false;
    }

    @Override
    public void close() {
        source.close();
    }
}
