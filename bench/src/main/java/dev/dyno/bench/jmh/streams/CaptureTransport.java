package dev.dyno.bench.jmh.streams;

import dev.dyno.api.CommitListener;
import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.streams.capture.Capture;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.Captures;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.ViewType;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A capture without its engine: the changes come as an engine reports them, one for each commit, so all of the
 * capture's work is in it (comparing and copying both images, the number, the time, the checksum) and nothing else.
 */
final class CaptureTransport implements Transport {

    private static final int PAGE_BYTES = 64 << 10;

    private final FileDisk disk;
    private final Engine engine;
    private final Capture capture;
    private final CommitListener listener;
    private final StreamReader reader;
    private final TableSpec table = new TableSpec("t", 1, true);
    private final Key key = new Key();
    private final ItemView oldItem = new ItemView();
    private final ItemView newItem = new ItemView();
    private final UnsafeBuffer before;
    private final UnsafeBuffer now;
    private final RecordPage page = new RecordPage(RecordPage.RECORDS_MAX, PAGE_BYTES);
    private final ChangeView view = new ChangeView();
    private ShardIterator at;
    private int next;
    private long committed;

    CaptureTransport(CaptureKind kind, Path directory, int imageBytes, boolean alike) {
        disk = FileDisk.at(directory);
        StreamOptions options = StreamOptions.of(kind).withShards(1);
        capture = Captures.of(options);
        EngineConfig config = capture.listening(EngineConfig.on(disk));
        listener = config.listeners().getLast();
        engine = new ForwardingEngine(Engines.named("model").open(EngineConfig.on(new MemoryDisk())
                .withDurability(Durability.MEMORY))) {
            @Override
            public long committedSequence() {
                return committed;
            }
        };
        listener.recoverFrom();
        listener.onRecovered(0);
        capture.start(engine);
        StreamDescription stream = capture.enable(table, ViewType.NEW_AND_OLD_IMAGES);
        reader = new StreamReader(capture, config.clock(), options.retentionMillis());
        at = reader.iterator(stream.id(), stream.shards().getFirst().number(), IteratorKind.LATEST);
        UnsafeBuffer partition = new UnsafeBuffer(new byte[Long.BYTES]);
        key.wrap(partition, 0, Long.BYTES, new UnsafeBuffer(new byte[Long.BYTES]), 0, Long.BYTES);
        before = new UnsafeBuffer(new byte[imageBytes]);
        now = new UnsafeBuffer(new byte[imageBytes]);
        now.setMemory(0, imageBytes, alike ? (byte) 0 : 1);
    }

    @Override
    public void append(long step) {
        before.putLong(0, step - 1);
        now.putLong(0, step);
        oldItem.wrap(before, 0, before.capacity(), committed);
        newItem.wrap(now, 0, now.capacity(), committed + 1);
        listener.onChange(committed + 1, 0, table, Kind.MODIFY, key, oldItem, newItem);
        listener.onCommit(committed + 1);
        committed++;
    }

    @Override
    public long read(int records) {
        long sum = 0;
        for (int i = 0; i < records; i++, next++) {
            if (next == page.size()) {
                turn();
            }
            sum += page.get(next, view).newItem().value().getLong(0);
        }
        return sum;
    }

    private void turn() {
        reader.read(at, page);
        at = page.isAtEnd() ? child() : page.next();
        next = 0;
        if (page.size() == 0) {
            turn();
        }
    }

    /** A shard that was full has one child. */
    private ShardIterator child() {
        StreamDescription stream = reader.streams().getLast();
        long parent = at.shard();
        return stream.shards().stream().filter(shard -> shard.parent() == parent).findFirst()
                .map(shard -> reader.iterator(stream.id(), shard.number(), IteratorKind.TRIM_HORIZON))
                .orElseThrow(() -> new IllegalStateException("a record that was appended is not there"));
    }

    @Override
    public void close() {
        reader.close();
        capture.close();
        engine.close();
        disk.close();
    }
}
