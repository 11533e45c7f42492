package dev.dyno.bench.lag;

import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * A thread that polls all shards of the latest stream and notes how long ago each change should have been made, and
 * was: the first two words of its new image. It gives its processor away when there was nothing.
 */
final class Subscriber implements AutoCloseable {

    private static final int PAGE_RECORDS = 256;
    private static final int DIGITS = 3;

    private final StreamReader reader;
    private final long warmupNanos;
    private final Histogram fromDue = new Histogram(DIGITS);
    private final Histogram fromPut = new Histogram(DIGITS);
    private final RecordPage page = new RecordPage(PAGE_RECORDS, RecordPage.BYTES_MAX);
    private final ChangeView view = new ChangeView();
    private final Map<Long, ShardIterator> shards = new TreeMap<>();
    private final long stream;
    private volatile boolean finishing;
    private long gaps;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    Subscriber(StreamingEngine engine, long warmupNanos) {
        reader = engine.openReader();
        this.warmupNanos = warmupNanos;
        StreamDescription described = engine.streams().getLast();
        stream = described.id();
        for (ShardDescription shard : described.shards()) {
            if (!shard.closed()) {
                shards.put(shard.number(), reader.iterator(stream, shard.number(), IteratorKind.LATEST));
            }
        }
    }

    void start(long begin) {
        running = CompletableFuture.runAsync(() -> follow(begin), task -> new Thread(task, "subscriber").start());
    }

    private void follow(long begin) {
        int records = 1;
        while (!finishing || records > 0) {
            records = 0;
            for (Map.Entry<Long, ShardIterator> shard : Map.copyOf(shards).entrySet()) {
                records += read(shard.getKey(), shard.getValue(), begin);
            }
            if (records == 0) {
                Thread.yield();
            }
        }
    }

    private int read(long shard, ShardIterator from, long begin) {
        try {
            reader.read(from, page);
        } catch (StreamException.TrimmedDataAccess tooSlow) {
            gaps++;
            shards.put(shard, reader.iterator(stream, shard, IteratorKind.TRIM_HORIZON));
            return 1;
        }
        long now = System.nanoTime();
        for (int i = 0; i < page.size(); i++) {
            DirectBuffer times = page.get(i, view).newItem().value();
            long due = times.getLong(0);
            if (due - begin >= warmupNanos) {
                fromDue.recordValue(Math.max(0, now - due));
                fromPut.recordValue(Math.max(0, now - times.getLong(Long.BYTES)));
            }
        }
        if (page.isAtEnd()) {
            shards.remove(shard);
            reader.streams().getLast().shards().stream().filter(child -> child.parent() == shard).forEach(child ->
                    shards.put(child.number(), reader.iterator(stream, child.number(), IteratorKind.TRIM_HORIZON)));
            return 1; // its children may have records
        }
        shards.put(shard, page.next());
        return page.size();
    }

    /** Waits until everything that was written is read. */
    void finish() {
        finishing = true;
        try {
            running.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the subscriber ended: " + e.getCause(), e.getCause());
        }
    }

    /** How often a ring had overwritten what was to be read next. */
    long gaps() {
        return gaps;
    }

    Histogram fromDue() {
        return fromDue;
    }

    Histogram fromPut() {
        return fromPut;
    }

    @Override
    public void close() {
        finish();
        reader.close();
    }
}
