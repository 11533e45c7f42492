package dev.dyno.streams.capture;

import dev.dyno.api.Capability;
import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.memory.Memory;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.StampedLock;

/**
 * Capture into items of the engine itself: a change and its record are one batch, so a crash leaves both or neither,
 * whatever the engine is. Records lie in a table that only this layer sees, with a catalogue of streams and shards.
 *
 * <p>Where several processes write, a shard that ends is sealed for all of them. Of two that administer streams at the
 * same moment one is told to try again; of a stream that is switched on others learn when they look at the streams.
 *
 * <p>Threads: writers hold {@link #gate} shared from the look for a stream until the commit, so a stream covers exactly
 * the commits between its switching on and off; administration takes turns on the monitor and holds the gate alone
 * while it changes what writers look at. Order: monitor, gate, locks of shards.
 */
final class OutboxCapture implements Capture {

    /** Operations of one write with both images in parts, of which a batch must leave room for. */
    private static final int SHARE = 4;

    private final StreamOptions options;
    private final StampedLock gate = new StampedLock();
    private final OutboxCallbacks callbacks = new OutboxCallbacks();
    private EngineConfig config;
    private Engine engine;
    private OutboxStore store;
    private boolean alone;
    private boolean spansPartitions;
    private Limits limits = Limits.FULL;
    private volatile ChangeStream[] streams = {};
    private long nextStream = 1;
    private long nextShard = 1;

    OutboxCapture(StreamOptions options) {
        this.options = options;
    }

    @Override
    public EngineConfig listening(EngineConfig given) {
        config = given;
        return new EngineConfig(given.disk(), given.clock(), given.work(), given.memory(), given.events(),
                given.durability(), given.options(),
                given.listeners().stream().<CommitListener>map(OutboxListener::new).toList());
    }

    @Override
    public void start(Engine opened) {
        engine = opened;
        limits = limits(engine.limits());
        spansPartitions = can(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
        alone = can(Capability.LOCAL) && spansPartitions;
        store = new OutboxStore(engine, isAlone());
        load();
    }

    /** Learns what another process has changed. */
    private synchronized void refresh() {
        if (!isAlone() && store.isStale()) {
            load();
        }
    }

    private synchronized void load() {
        long stamp = gate.writeLock();
        try {
            OutboxCatalogue found = store.load(this::known);
            nextStream = found.nextStream();
            nextShard = found.nextShard();
            streams = found.streams().toArray(ChangeStream[]::new);
        } finally {
            gate.unlockWrite(stamp);
        }
    }

    private OutboxShard known(long number) {
        return Arrays.stream(streams).flatMap(stream -> Arrays.stream(stream.shards())).map(OutboxShard.class::cast)
                .filter(shard -> shard.number == number).findFirst().orElse(null);
    }

    @Override
    public Session session(Session inner) {
        return new OutboxSession(inner, this);
    }

    @Override
    public boolean isOwn(String table) {
        return OutboxKeys.isOwn(table);
    }

    @Override
    public Limits limits(Limits inner) {
        return new Limits(inner.partitionBytes(), inner.sortBytes(), inner.valueBytes(),
                Math.max(1, inner.batchOperations() / SHARE), inner.batchBytes() / SHARE);
    }

    Limits limits() {
        return limits;
    }

    /** Of a record that one item can hold. */
    int partBytes() {
        return engine.limits().valueBytes();
    }

    StreamOptions options() {
        return options;
    }

    Memory memory() {
        return config.memory();
    }

    long millis() {
        return config.clock().epochMillis();
    }

    /** Whether nobody else can come between a write's read and its commit. */
    boolean isAlone() {
        return alone;
    }

    /** Whether a change and a record elsewhere can be one batch. */
    boolean spansPartitions() {
        return spansPartitions;
    }

    boolean can(Capability capability) {
        return engine.capabilities().contains(capability);
    }

    String engineName() {
        return engine.name();
    }

    /** What readers may see: never what a crash may take back. */
    long visibleSequence() {
        return config.durability() == Durability.SYNC && can(Capability.CONDITION_SEQUENCE)
                ? engine.durableSequence() : Long.MAX_VALUE;
    }

    long beginWrite() {
        return gate.readLock();
    }

    void endWrite(long stamp) {
        gate.unlockRead(stamp);
    }

    /** The stream that a table's changes go to now, or null. */
    ChangeStream streamOf(int tableId) {
        for (ChangeStream stream : streams) {
            if (stream.table.id() == tableId && stream.isEnabled()) {
                return stream;
            }
        }
        return null;
    }

    static OutboxShard shardOf(ChangeStream stream, Key key) {
        return (OutboxShard) stream.route(ShardDescription.slot(key.partitionHash()), Long.MAX_VALUE);
    }

    OutboxCallbacks callbacks() {
        return callbacks;
    }

    @Override
    public void admit() {
        // a record that has no space fails its write
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public synchronized StreamDescription enable(TableSpec table, ViewType view) {
        refresh();
        ChangeStream before = streamOf(table.id());
        if (before != null) {
            throw new IllegalStateException("stream is on: table=" + table.name() + ", view=" + before.view
                    + "; switch it off to change the view");
        }
        store.make(OutboxKeys.TABLE);
        if (!spansPartitions()) {
            store.make(OutboxKeys.BESIDE_ITEMS);
        }
        ChangeStream stream = new ChangeStream(nextStream++, table, view, 0, ChangeStream.OPEN, 0);
        int slots = ShardDescription.SLOTS / options.shards();
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < options.shards(); i++) {
            shards.add(new OutboxShard(nextShard++, ShardDescription.NO_PARENT, i * slots, (i + 1) * slots - 1, 1,
                    millis(), 0));
        }
        stream.add(shards);
        List<ChangeStream> all = new ArrayList<>(List.of(streams));
        all.add(stream);
        long stamp = gate.writeLock();
        try {
            persist(all, durably(), new WriteBatch());
            streams = all.toArray(ChangeStream[]::new);
        } finally {
            gate.unlockWrite(stamp);
        }
        return stream.describe();
    }

    @Override
    public synchronized boolean disable(long streamId) {
        refresh();
        ChangeStream stream = stream(streamId);
        if (!stream.isEnabled()) {
            return false;
        }
        long stamp = gate.writeLock();
        try {
            stream.disabledMillis = millis();
            stream.end = 0;
            persist(List.of(streams), durably(), new WriteBatch());
        } catch (RuntimeException e) {
            stream.end = ChangeStream.OPEN;
            throw e;
        } finally {
            gate.unlockWrite(stamp);
        }
        return true;
    }

    @Override
    public List<StreamDescription> streams() {
        refresh();
        return Arrays.stream(streams).map(ChangeStream::describe).toList();
    }

    @Override
    public synchronized void split(long streamId, long shardNumber) {
        boolean done = false;
        while (!done) {
            refresh();
            ChangeStream stream = stream(streamId);
            OutboxShard parent = (OutboxShard) stream.splittable(shardNumber);
            done = takeOver(stream, parent, durably(), (parent.firstSlot + parent.lastSlot) >>> 1);
        }
    }

    /**
     * Writers say that a shard is too old, too large or sealed: its child takes over, unless somebody saw to it. A
     * shard is sealed by its last number, which has no record, so that other processes which do not know of the child
     * find the next number taken; one that was sealed by a process which then died gets its child here.
     */
    synchronized void roll(ChangeStream stream, OutboxShard shard) {
        if (!shard.isOverdue(options, millis())) {
            return;
        }
        refresh();
        if (!shard.closed && known(shard.number) == shard && stream(stream.id).isEnabled()) {
            takeOver(stream(stream.id), shard, Durability.ENGINE, shard.lastSlot);
        }
    }

    /**
     * @param middle the last slot of the first child; there is a second if slots are left
     * @return false if somebody else was faster
     */
    private boolean takeOver(ChangeStream stream, OutboxShard parent, Durability durability, int middle) {
        long stamp = gate.writeLock();
        try (Session session = engine.openSession(); OutboxRecords records = OutboxRecords.of(session, this)) {
            if (!isAlone() && !records.seal(stream.id, parent)) {
                return false;
            }
            long first = last(stream.id, parent, records) + 1;
            List<Shard> children = new ArrayList<>();
            children.add(new OutboxShard(nextShard++, parent.number, parent.firstSlot, middle, first, millis(), 0));
            if (middle < parent.lastSlot) {
                children.add(new OutboxShard(nextShard++, parent.number, middle + 1, parent.lastSlot, first, millis(),
                        0));
            }
            stream.add(children);
            boolean stored = false;
            try {
                stored = store.store(catalogue(List.of(streams)), durability, new WriteBatch());
            } finally {
                if (!stored) {
                    children.forEach(stream::remove);
                    parent.closed = false;
                }
            }
            return stored;
        } finally {
            gate.unlockWrite(stamp);
        }
    }

    /** The last number of a shard. */
    long last(long stream, OutboxShard shard, OutboxRecords records) {
        shard.lock.lock();
        try {
            records.settle(stream, shard);
            return shard.lastNumber;
        } finally {
            shard.lock.unlock();
        }
    }

    @Override
    public synchronized void trim() {
        refresh();
        if (streams.length == 0) {
            return;
        }
        try (Session session = engine.openSession()) {
            List<ChangeStream> left = new OutboxTrim(this).trim(session, streams);
            if (left.size() < streams.length) {
                persist(left, Durability.ENGINE, new WriteBatch());
                streams = left.toArray(ChangeStream[]::new);
            }
        }
    }

    /** Commits a batch together with the catalogue of the streams as they are. */
    void persist(WriteBatch batch) {
        persist(List.of(streams), Durability.ENGINE, batch);
    }

    private Durability durably() {
        return can(Capability.DURABLE_SYNC) ? Durability.SYNC : Durability.ENGINE;
    }

    /** Commits a batch together with the catalogue of these streams. */
    private void persist(List<ChangeStream> all, Durability durability, WriteBatch batch) {
        if (!store.store(catalogue(all), durability, batch)) {
            throw new EngineException.Io("the streams were changed by another process at the same time, or the answer"
                    + " was lost: look, then try again", null);
        }
    }

    private OutboxCatalogue catalogue(List<ChangeStream> all) {
        return new OutboxCatalogue(nextStream, nextShard, all);
    }

    ChangeStream stream(long id) {
        for (ChangeStream stream : streams) {
            if (stream.id == id) {
                return stream;
            }
        }
        throw new StreamException.NotFound("no such stream: id=" + id);
    }

    OutboxShard shard(long stream, long number) {
        return (OutboxShard) stream(stream).shard(number);
    }

    @Override
    public void settle() {
        // records are as durable as what they are the records of
    }

    @Override
    public RecordSource source() {
        return new OutboxSource(this, engine.openSession());
    }

    @Override
    public long verify(List<String> broken) {
        long checked = 0;
        try (Session session = engine.openSession(); OutboxRecords records = OutboxRecords.of(session, this)) {
            for (ChangeStream stream : streams) { // without one there is no table
                for (Shard each : stream.shards()) {
                    OutboxShard shard = (OutboxShard) each;
                    checked += records.check(stream.id, shard, last(stream.id, shard, records), broken);
                }
            }
        }
        return checked;
    }

    @Override
    public void close() {
        // everything is the engine's
    }
}
