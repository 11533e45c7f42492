package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.commit.Index;
import dev.dyno.core.engine.Snapshots;
import dev.dyno.core.page.KeyBytes;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Where engine-core brings every change, live and in a replay: records and the index over them.
 *
 * <p>A new version of an item is a new record, to which the item's entry is turned with one store; the old record is
 * dead from then on, and its segment knows. Where no file, snapshot or batch needs the old one and the new one takes
 * the same space it is written over the old one instead. A snapshot finds older versions through the newer ones, which
 * are linked as long as one is open; deleted items stay as records that say so until none is.
 *
 * <p>Threads: the commit leader, one at a time. Publication I1: the leader stores a new array of tables; a session that
 * loads it sees all of it. Publication Q1: a record replaced in place has no sequence until its new value is there.
 */
final class HashIndex implements Index, AutoCloseable {

    /** A longer value in place would hold its readers up for too long. */
    private static final int IN_PLACE_BYTES_MAX = 4 << 10;

    private final Memory memory;
    private final HashOptions options;
    private final Snapshots snapshots;
    private final Arena arena;
    private final Retirement retirement;
    private final Store store;
    private final SortTree trees;
    private final Visibility visibility;
    private final Deletions deletions = new Deletions();
    private final ItemReader reader;
    private final WriteAhead ahead;
    private final Region region;
    private final Probe probe;
    /** By table id; replaced, never changed. */
    private volatile TableIndex[] tables = new TableIndex[0];
    /** The table of the probe's key if the reader stands where it is, or null. */
    private TableIndex lookedUp;
    private boolean found;
    private long seed;
    private long batchSequence;
    private Runnable afterPublish = () -> { };
    private long puts;
    private long deletes;
    private long userBytes;
    private long replacedInPlace;

    HashIndex(Memory memory, HashOptions options, Snapshots snapshots, Arena arena, Retirement retirement, Store store,
            Visibility visibility) {
        this.memory = memory;
        this.options = options;
        this.snapshots = snapshots;
        this.arena = arena;
        this.retirement = retirement;
        this.store = store;
        this.visibility = visibility;
        trees = new SortTree(memory, arena, retirement);
        reader = new ItemReader(store, visibility);
        ahead = new WriteAhead(memory, arena);
        region = memory.map(Probe.BYTES, "hash writer key", false);
        probe = new Probe(region.address());
    }

    /** From a checkpoint: what the hashes of this engine's keys are made with. */
    void seed(long value) {
        seed = value;
    }

    /** Until a checkpoint keeps a seed, what every file of the log has is one: it survives a kill. */
    @Override
    public void engine(long id) {
        seed = seed == 0 ? id : seed;
    }

    long seed() {
        return seed;
    }

    /** @throws EngineException.NoSuchTable if it was dropped */
    TableIndex table(TableSpec table) {
        TableIndex[] all = tables; // sees I1
        TableIndex found = table.id() < all.length ? all[table.id()] : null;
        if (found == null) {
            throw new EngineException.NoSuchTable(table.name(), " (dropped), id=" + table.id());
        }
        return found;
    }

    /** By table id; absent ones are null. */
    TableIndex[] tables() {
        return tables; // sees I1
    }

    @Override
    public boolean current(TableSpec spec, Key key, ItemView into) {
        if (!find(table(spec), key) || Records.isDeleted(reader.record())) {
            into.clear();
            return false;
        }
        long record = reader.record();
        into.wrap(Records.value(record), Records.valueLength(record), RecordLayout.SEQUENCE.get(record));
        return true;
    }

    @Override
    public void judging() {
        ahead.groupBegins();
    }

    @Override
    public void requireRoom(TableSpec table, Key key, int valueLength) {
        arena.requireRoom();
        ahead.judged(table(table), key);
    }

    @Override
    public int looksAhead() {
        return WriteAhead.CHANGES_MAX;
    }

    @Override
    public void expect(TableSpec table, Key key) {
        ahead.add(table(table), key);
    }

    /** Looks an item up, unless it was what was looked up last: most changes come behind a look at what they change. */
    private boolean find(TableIndex table, Key key) {
        if (table != lookedUp || !probe.holds(key)) {
            probe.set(key, table.hashes);
            found = reader.find(table.items, probe);
            lookedUp = table;
        }
        return found;
    }

    /** Something is about to change, or to move. */
    void forgetLookup() {
        lookedUp = null;
    }

    @Override
    public void beginBatch(long sequence) {
        batchSequence = sequence;
    }

    @Override
    public void put(long sequence, TableSpec spec, Key key, long valueAddress, int valueLength) {
        ahead.run();
        TableIndex table = table(spec);
        boolean exists = find(table, key);
        forgetLookup();
        puts++;
        userBytes += probe.length + valueLength;
        boolean inBatch = sequence == batchSequence;
        if (!exists) {
            if (table.partitions != null) {
                table.partitions.insert(probe); // before the item: a query never misses what a get has found
            }
            long place = append(table, sequence, valueAddress, valueLength, inBatch ? RecordLayout.BATCH : 0, 0);
            table.items.add(probe.hash, place);
            addLive(table, place, probe.length + valueLength);
            return;
        }
        long record = reader.record();
        long place = reader.place();
        inBatch |= isUnseen(record);
        boolean existed = !Records.isDeleted(record);
        int oldValueLength = Records.valueLength(record);
        if (existed && !inBatch && canReplace(record, place, valueLength)) {
            Records.replace(record, sequence, valueAddress, valueLength);
            table.liveBytes += valueLength - oldValueLength;
            replacedInPlace++;
            return;
        }
        long slot = table.items.slotOf(probe.hash, place);
        long previous = previousFor(record, place, inBatch);
        long next = append(table, sequence, valueAddress, valueLength, inBatch ? RecordLayout.BATCH : 0, previous);
        Buckets.set(slot, probe.hash, next);
        addLive(table, next, probe.length + valueLength);
        if (existed) {
            dropLive(table, place, record);
        } else {
            store.dropTombstone(place);
        }
    }

    /** What comes behind a batch of the same group is not seen before it. */
    private boolean isUnseen(long record) {
        return (RecordLayout.VALUE.get(record) & RecordLayout.BATCH) != 0
                && RecordLayout.SEQUENCE.get(record) > visibility.sequence();
    }

    private boolean canReplace(long record, long place, int valueLength) {
        return options.updateInPlace() && valueLength <= IN_PLACE_BYTES_MAX && store.isMutable(place)
                && snapshots.newest() < RecordLayout.SEQUENCE.get(record)
                && Records.bytes(probe.length, valueLength, Records.hasPrevious(record)) == Records.bytes(record);
    }

    /** What the record that takes the place of another must lead to; 0 if nobody needs an older version. */
    private long previousFor(long record, long place, boolean inBatch) {
        if (inBatch || snapshots.newest() >= RecordLayout.SEQUENCE.get(record)) {
            return place;
        }
        return snapshots.newest() >= 0 ? Records.previous(record) : 0;
    }

    private long append(TableIndex table, long sequence, long value, int valueLength, int flags, long previous) {
        int bytes = Records.bytes(probe.length, valueLength, previous != 0);
        long place = store.take(bytes);
        long record = store.address(place);
        int all = previous == 0 ? flags : flags | RecordLayout.HAS_PREVIOUS;
        Records.write(record, probe, table.table.id(), sequence, valueLength, all);
        KeyBytes.copy(value, Records.value(record), valueLength);
        if (previous != 0) {
            Records.previous(record, previous);
        }
        return place;
    }

    private void addLive(TableIndex table, long place, int itemBytes) {
        store.markLive(place, Records.bytes(store.address(place)));
        table.liveItems++;
        table.liveBytes += itemBytes;
    }

    private void dropLive(TableIndex table, long place, long record) {
        store.markDead(place, Records.bytes(record));
        table.liveItems--;
        table.liveBytes -= Records.keyLength(record) + Records.valueLength(record);
    }

    @Override
    public void delete(long sequence, TableSpec spec, Key key) {
        ahead.run();
        TableIndex table = table(spec);
        boolean exists = find(table, key);
        forgetLookup();
        deletes++;
        userBytes += probe.length;
        if (!exists || Records.isDeleted(reader.record())) {
            return;
        }
        long record = reader.record();
        long place = reader.place();
        boolean inBatch = sequence == batchSequence || isUnseen(record);
        long slot = table.items.slotOf(probe.hash, place);
        long previous = previousFor(record, place, inBatch);
        if (previous == 0) {
            table.items.remove(slot);
            dropLive(table, place, record);
            removeFromOrder(table);
            return;
        }
        int flags = RecordLayout.DELETED | (inBatch ? RecordLayout.BATCH : 0);
        long next = append(table, sequence, 0, 0, flags, previous);
        Buckets.set(slot, probe.hash, next);
        store.addTombstone(next);
        dropLive(table, place, record);
        deletions.add(sequence, table, next);
    }

    private void removeFromOrder(TableIndex table) {
        if (table.partitions != null) {
            table.partitions.remove(probe);
        }
    }

    /**
     * By the writer: the last commit that is in every snapshot, open or to come. Snapshots close at any time, so who
     * draws more than one conclusion from it asks once.
     */
    long seenByAll() {
        return Math.min(snapshots.oldest(), visibility.sequence());
    }

    /**
     * By the writer: lets go of deleted items.
     *
     * @param seenByAll what was deleted up to this commit no snapshot needs
     */
    void forgetDeleted(long seenByAll) {
        forgetLookup();
        while (deletions.hasDue(seenByAll)) {
            TableIndex table = deletions.table();
            long place = deletions.place();
            deletions.remove();
            if (tables[table.table.id()] != table) {
                continue; // dropped
            }
            if (!store.isSound(place)) {
                continue; // its entry stays, and readers report it
            }
            probe.set(store.address(place), table.hashes);
            if (reader.find(table.items, probe) && reader.place() == place) {
                table.items.remove(table.items.slotOf(probe.hash, place));
                store.dropTombstone(place);
                removeFromOrder(table);
            }
        }
    }

    /** By the writer: turns a live record's entry to a copy of it. */
    void moved(int tableId, long from, long to) {
        TableIndex table = tables[tableId];
        probe.set(store.address(from), table.hashes);
        Buckets.set(table.items.slotOf(probe.hash, from), probe.hash, to);
    }

    @Override
    public void tableCreated(TableSpec table) {
        TableIndex[] copy = Arrays.copyOf(tables, Math.max(tables.length, table.id() + 1));
        copy[table.id()] = new TableIndex(table, seed, memory, arena, retirement, trees, store, options);
        tables = copy; // publishes I1
    }

    @Override
    public void tableDropped(TableSpec spec) {
        TableIndex table = table(spec);
        TableIndex[] copy = tables.clone();
        copy[spec.id()] = null;
        tables = copy; // publishes I1
        table.items.forEachPlace(this::leave);
        table.drop();
    }

    /** By the writer: brings all sort keys in order, so that who reads them next need not. */
    void settleOrder() {
        Stream.of(tables).filter(table -> table != null && table.partitions != null)
                .forEach(table -> table.partitions.settle());
    }

    private void leave(long place) {
        long record = store.address(place);
        if (Records.isDeleted(record)) {
            store.dropTombstone(place);
        } else {
            store.markDead(place, Records.bytes(record));
        }
    }

    /** What to do behind every commit group from now on: with the commit lock held. */
    void afterPublish(Runnable action) {
        afterPublish = action;
    }

    @Override
    public void publish(long sequence) {
        visibility.publish(Math.max(visibility.sequence(), sequence));
        batchSequence = 0;
        if (!deletions.isEmpty()) {
            forgetDeleted(seenByAll());
        }
        retirement.reclaim();
        afterPublish.run();
    }

    /** Items put since open, those replayed included. */
    long puts() {
        return puts;
    }

    long deletes() {
        return deletes;
    }

    /** Bytes of keys and values put and keys deleted since open. */
    long userBytes() {
        return userBytes;
    }

    long replacedInPlace() {
        return replacedInPlace;
    }

    /** Deleted items that a snapshot may see. */
    int deletedKept() {
        return deletions.size();
    }

    @Override
    public void close() {
        for (TableIndex table : tables) {
            if (table != null) {
                table.close();
            }
        }
        trees.close();
        ahead.close();
        region.close();
    }
}
