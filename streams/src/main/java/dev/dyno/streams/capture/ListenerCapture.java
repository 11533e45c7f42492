package dev.dyno.streams.capture;

import dev.dyno.api.Bytes;
import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Capture by a commit listener: records are made inside the commit step, in commit order, with the images that the
 * engine itself compared. A record's number is its commit's sequence and, in the low 16 bits, its index in the batch.
 *
 * <p>Invariants
 * <ul>
 * <li>C1 a stream covers exactly the commits from its start to its end, also when they are replayed
 * <li>C2 a change that leaves the item as it was makes no record
 * </ul>
 *
 * <p>Threads: the committing thread takes {@link #lock} for each change, which nobody else holds for long;
 * administration (switching on and off, splits, trims, syncs) takes turns on {@link #administration} and takes
 * {@link #lock} inside it, never the other way round, and calls the engine under neither.
 */
abstract class ListenerCapture implements Capture, CommitListener {

    private static final int INDEX_BITS = 16;
    private static final ChangeStream[] NONE = {};

    protected final StreamOptions options;
    protected final ReentrantLock lock = new ReentrantLock();
    protected final ReentrantLock administration = new ReentrantLock();
    protected EngineConfig config;
    private Engine engine;
    private volatile ChangeStream[] streams = NONE;
    /** The last commit of which a change was heard. */
    protected long heard;
    /** The number of the last change that was heard. */
    private long heardNumber;
    protected long nextStream = 1;
    /** The least number that no shard has had: a committing thread makes some, administration others at a time. */
    protected final AtomicLong nextShard = new AtomicLong(1);

    ListenerCapture(StreamOptions options) {
        this.options = options;
    }

    /** The least number that a record of a commit can have. */
    static long firstNumber(long sequence) {
        return sequence << INDEX_BITS;
    }

    @Override
    public final EngineConfig listening(EngineConfig given) {
        config = given;
        return given.withListener(this);
    }

    @Override
    public void start(Engine opened) {
        engine = opened;
    }

    @Override
    public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        lock.lock();
        try {
            heard = Math.max(heard, sequence);
            long number = firstNumber(sequence) | index;
            heardNumber = number;
            for (ChangeStream stream : streams) {
                if (stream.table.id() == table.id() && stream.covers(sequence) && !isSame(kind, oldItem, newItem)) {
                    Shard shard = stream.route(ShardDescription.slot(key.partitionHash()), number);
                    if (shard != null && number > shard.lastNumber) {
                        append(stream, shard, number, kind, key, oldItem, newItem);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isSame(Kind kind, ItemView oldItem, ItemView newItem) {
        return kind == Kind.MODIFY && Bytes.equal(oldItem.value(), 0, oldItem.length(), newItem.value(), 0,
                newItem.length());
    }

    /** Appends a record to the shard it belongs to, under the lock. */
    abstract void append(ChangeStream stream, Shard shard, long number, Kind kind, Key key, ItemView oldItem,
            ItemView newItem);

    @Override
    public void onCommit(long sequence) {
        // readers go by the engine's own sequence: a commit is seen as a whole when the engine publishes it
    }

    @Override
    public void onDurable(long sequence) {
        // as above
    }

    @Override
    public final StreamDescription enable(TableSpec table, ViewType view) {
        administration.lock();
        try {
            for (ChangeStream stream : streams) {
                if (stream.table.id() == table.id() && stream.isEnabled()) {
                    throw new IllegalStateException("stream is on: table=" + table.name() + ", view=" + stream.view
                            + "; switch it off to change the view");
                }
            }
            ChangeStream stream = new ChangeStream(nextStream++, table, view, 0, ChangeStream.OPEN, 0);
            int slots = ShardDescription.SLOTS / options.shards();
            List<Shard> shards = new ArrayList<>();
            for (int i = 0; i < options.shards(); i++) {
                shards.add(newShard(stream, ShardDescription.NO_PARENT, i * slots, (i + 1) * slots - 1, 0, 0));
            }
            settle(shards);
            stream.add(shards);
            lock.lock();
            try {
                stream.start = heard + 1;
                add(stream);
            } finally {
                lock.unlock();
            }
            persist();
            return stream.describe();
        } finally {
            administration.unlock();
        }
    }

    @Override
    public final boolean disable(long streamId) {
        administration.lock();
        try {
            ChangeStream stream = stream(streamId);
            if (!stream.isEnabled()) {
                return false;
            }
            lock.lock();
            try {
                stream.end = heard;
                stream.disabledMillis = config.clock().epochMillis();
            } finally {
                lock.unlock();
            }
            persist();
            return true;
        } finally {
            administration.unlock();
        }
    }

    @Override
    public final List<StreamDescription> streams() {
        return Arrays.stream(streams).map(ChangeStream::describe).toList();
    }

    @Override
    public final void split(long streamId, long shardNumber) {
        administration.lock();
        try {
            ChangeStream stream = stream(streamId);
            Shard parent = stream.splittable(shardNumber);
            int middle = (parent.firstSlot + parent.lastSlot) >>> 1;
            List<Shard> children = List.of(
                    newShard(stream, parent.number, parent.firstSlot, middle, ShardLayout.NOT_IN_USE, 0),
                    newShard(stream, parent.number, middle + 1, parent.lastSlot, ShardLayout.NOT_IN_USE, 0));
            settle(children);
            lock.lock();
            try {
                for (Shard child : children) {
                    child.firstNumber = nextNumber();
                    begin(child);
                }
                stream.add(children);
            } finally {
                lock.unlock();
            }
            settleAll(); // not the children alone: what they descend from must not be less durable than they are
            persist();
        } finally {
            administration.unlock();
        }
    }

    /**
     * Under the lock: the least number of what will be heard. A batch may be heard in part, and the rest of it must not
     * go to a shard whose readers have gone on to its children.
     */
    private long nextNumber() {
        return heardNumber >= firstNumber(heard) ? heardNumber + 1 : firstNumber(heard + 1);
    }

    @Override
    public final void trim() {
        administration.lock();
        try {
            long horizon = config.clock().epochMillis() - options.retentionMillis();
            List<Shard> trimmed = new ArrayList<>();
            for (ChangeStream stream : streams) {
                boolean over = !stream.isEnabled() && stream.disabledMillis < horizon;
                for (Shard shard : stream.shards()) {
                    long youngest = Math.max(shard.createdMillis, shard.lastMillis);
                    if (over || (shard.closed || !stream.isEnabled()) && youngest < horizon) {
                        trimmed.add(shard);
                    }
                }
            }
            if (!trimmed.isEmpty()) {
                settleAll();
                forget(trimmed, horizon);
                persist();
                trimmed.forEach(this::delete);
            }
        } finally {
            administration.unlock();
        }
    }

    private void forget(List<Shard> trimmed, long horizon) {
        lock.lock();
        try {
            for (ChangeStream stream : streams) {
                trimmed.forEach(stream::remove);
            }
            streams = Arrays.stream(streams)
                    .filter(stream -> stream.isEnabled() || stream.shards().length > 0
                            || stream.disabledMillis >= horizon)
                    .toArray(ChangeStream[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** Makes a shard that nobody writes to yet. */
    abstract Shard newShard(ChangeStream stream, long parent, int firstSlot, int lastSlot, long firstNumber,
            int recordBytes);

    /** The shard's first number is decided. */
    abstract void begin(Shard shard);

    /** Makes shards durable, if they can be. */
    abstract void settle(List<Shard> shards);

    /** Makes all shards durable, if they can be. */
    abstract void settleAll();

    /** Makes durable which streams and shards there are, if they can be. */
    abstract void persist();

    /** Gives a shard back. */
    abstract void delete(Shard shard);

    protected final void add(ChangeStream stream) {
        ChangeStream[] all = Arrays.copyOf(streams, streams.length + 1);
        all[streams.length] = stream;
        streams = all;
    }

    protected final void remove(ChangeStream stream) {
        streams = Arrays.stream(streams).filter(other -> other != stream).toArray(ChangeStream[]::new);
    }

    protected final ChangeStream[] all() {
        return streams;
    }

    final ChangeStream stream(long id) {
        for (ChangeStream stream : streams) {
            if (stream.id == id) {
                return stream;
            }
        }
        throw new StreamException.NotFound("no such stream: id=" + id);
    }

    /** The highest number that readers see: never of a commit that is not visible, or that a crash may take back. */
    final long visibleNumber() {
        long sequence = config.durability() == Durability.SYNC ? engine.durableSequence() : engine.committedSequence();
        return firstNumber(sequence + 1) - 1;
    }

    @Override
    public final RecordSource source() {
        return new ShardSource(this);
    }
}
