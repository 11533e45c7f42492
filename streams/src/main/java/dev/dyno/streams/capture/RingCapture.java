package dev.dyno.streams.capture;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import java.util.Arrays;
import java.util.List;

/**
 * Capture into rings in memory: the cheapest. Streams and records end with the engine; what a crash left in the
 * engine's log is replayed into no stream, because none is switched on yet.
 */
final class RingCapture extends ListenerCapture {

    RingCapture(StreamOptions options) {
        super(options);
    }

    /** It keeps nothing. */
    @Override
    public long recoverFrom() {
        return Long.MAX_VALUE;
    }

    @Override
    public void onRecovered(long sequence) {
        heard = sequence;
    }

    @Override
    public void sync(long sequence) {
        // nothing here outlives the process, so nothing holds a checkpoint back
    }

    @Override
    void append(ChangeStream stream, Shard shard, long number, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        long millis = config.clock().epochMillis();
        RingShard ring = (RingShard) shard;
        if (!ring.append(number, millis, stream.view, kind, key, oldItem, newItem)) {
            ring.skip(number);
        }
    }

    @Override
    Shard newShard(ChangeStream stream, long parent, int firstSlot, int lastSlot, long firstNumber, int recordBytes) {
        return new RingShard(config.memory(), options.shardBytes(), nextShard.getAndIncrement(), parent, firstSlot,
                lastSlot, firstNumber, config.clock().epochMillis());
    }

    @Override
    void begin(Shard shard) {
        // a ring has no header
    }

    @Override
    void settle(List<Shard> shards) {
        // as sync
    }

    @Override
    void settleAll() {
        // as sync
    }

    @Override
    void persist() {
        // as sync
    }

    @Override
    void delete(Shard shard) {
        ((RingShard) shard).release();
    }

    @Override
    public void admit() {
        // a ring is never full
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void settle() {
        // as sync
    }

    @Override
    public long verify(List<String> broken) {
        return 0;
    }

    @Override
    public void close() {
        Arrays.stream(all()).flatMap(stream -> Arrays.stream(stream.shards())).map(RingShard.class::cast)
                .forEach(RingShard::release);
    }
}
