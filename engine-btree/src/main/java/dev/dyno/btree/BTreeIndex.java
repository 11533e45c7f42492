package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.commit.BatchGate;
import dev.dyno.core.commit.Index;
import dev.dyno.core.key.KeyCodec;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Where engine-core brings every change, live and in a replay: the trees, by table, and their writer.
 *
 * <p>Threads: the commit leader, one at a time. Publication I1: the leader stores a new array of trees; a session that
 * loads it sees all of it.
 */
final class BTreeIndex implements Index, AutoCloseable {

    private final Pages pages;
    private final Extents extents;
    private final TreeWriter writer;
    private final Lookahead ahead;
    private final Region region;
    private final Probe probe;
    /** Of composite keys. */
    private final int keyBytesMax;
    private final Values current;
    private final BTreeOptions options;
    private final BatchGate gate = new BatchGate();
    /** By table id; replaced, never changed. */
    private volatile Tree[] trees = new Tree[0];
    private long lastSequence;
    /** Whether a step has begun with {@link #changing}, for a change of the probe's item. */
    private boolean isChanging;
    /** Behind {@link #beginByHash}. */
    private boolean isInOrder;
    private Runnable afterPublish = () -> { };
    /** Puts of the group that is judged. */
    private int judged;
    private long snapshotsOpened;
    private long puts;
    private long deletes;
    private long userBytes;

    BTreeIndex(Memory memory, Pages pages, Extents extents, BTreeOptions options, Structure structure) {
        this.pages = pages;
        this.extents = extents;
        writer = new TreeWriter(memory, pages, extents, options, structure);
        ahead = writer.ahead();
        region = memory.map(Probe.BYTES, "tree writer key", false);
        probe = new Probe(region.address());
        Limits limits = options.limits();
        keyBytesMax = KeyCodec.PREFIX_BYTES + limits.partitionBytes() + limits.sortBytes();
        current = new Values(memory);
        this.options = options;
    }

    /** @throws EngineException.NoSuchTable if it was dropped */
    Tree tree(TableSpec table) {
        Tree[] all = trees; // sees I1
        Tree tree = table.id() < all.length ? all[table.id()] : null;
        if (tree == null) {
            throw new EngineException.NoSuchTable(table.name(), " (dropped), id=" + table.id());
        }
        return tree;
    }

    /** By table id; absent ones are null. */
    Tree[] trees() {
        return trees; // sees I1
    }

    @Override
    public boolean current(TableSpec table, Key key, ItemView into) {
        probe.set(key);
        pages.beginStep();
        try {
            int index = writer.find(tree(table), probe);
            if (index < 0) {
                into.clear();
                return false;
            }
            copy(writer.foundPage(), PageLayout.reference(writer.foundPage(), index), into);
            return true;
        } finally {
            pages.endStep();
        }
    }

    /** The step goes on into the change, so the page stays, and the item need not be copied. */
    @Override
    public boolean changing(TableSpec table, Key key, ItemView into) {
        probe.set(key);
        pages.beginStep();
        isChanging = true;
        int index = writer.find(tree(table), probe);
        if (index < 0) {
            into.clear();
            return false;
        }
        long page = writer.foundPage();
        long reference = PageLayout.reference(page, index);
        int upper = PageLayout.upper(reference);
        if (PageLayout.isLarge(upper)) {
            copy(page, reference, into);
        } else {
            into.wrap(PageReader.valueAddress(page, reference), PageLayout.valueLength(upper),
                    PageReader.sequence(page, reference));
        }
        return true;
    }

    /** Because the page may be evicted behind the step. */
    private void copy(long page, long reference, ItemView into) {
        int upper = PageLayout.upper(reference);
        int length = PageLayout.valueLength(upper);
        long from = PageReader.valueAddress(page, reference);
        long to = current.address(length);
        if (PageLayout.isLarge(upper)) {
            extents.read(UnsafeApi.getLong(from), length, to, UnsafeApi.getInt(from + Long.BYTES));
        } else {
            UnsafeApi.copyMemory(from, to, length);
        }
        into.wrap(to, length, PageReader.sequence(page, reference));
    }

    @Override
    public void judging() {
        judged = 0;
        extents.judging();
    }

    @Override
    public void requireRoom(TableSpec table, Key key, int valueLength) {
        pages.requireRoom(++judged);
        int keyBytes = key.partition().capacity() + key.sort().capacity() + KeyCodec.PREFIX_BYTES;
        if (options.isLarge(keyBytes, valueLength)) {
            extents.requireRoom(valueLength);
        }
    }

    @Override
    public boolean replaysByHash() {
        return true;
    }

    /** The writer's steps end where it leaves a leaf. */
    @Override
    public void beginByHash() {
        pages.beginStep();
        writer.inOrder(true);
        isInOrder = true;
    }

    @Override
    public int looksAhead() {
        return Lookahead.LANES;
    }

    @Override
    public void expect(TableSpec table, Key key) {
        ahead.expect(tree(table), key);
    }

    @Override
    public void beginBatch(long sequence) {
        gate.close(sequence);
    }

    @Override
    public void put(long sequence, TableSpec table, Key key, long valueAddress, int valueLength) {
        try {
            Probe to = begin(key);
            if (to.length > keyBytesMax) { // only in a replay: the caller's keys were checked
                throw new IllegalArgumentException("the log has a key too long for pages of this size: option"
                        + " page-bytes=" + pages.pageBytes + ", keyBytes=" + to.length + ", limit=" + keyBytesMax);
            }
            writer.put(tree(table), to, sequence, valueAddress, valueLength);
        } finally {
            endStep();
        }
        puts++;
        userBytes += key.partition().capacity() + key.sort().capacity() + valueLength;
    }

    @Override
    public void delete(long sequence, TableSpec table, Key key) {
        try {
            Probe from = begin(key);
            writer.delete(tree(table), from, sequence);
        } finally {
            endStep();
        }
        deletes++;
        userBytes += key.partition().capacity() + key.sort().capacity();
    }

    /** Begins the step of a change, unless it has begun. */
    private Probe begin(Key key) {
        if (isChanging) {
            isChanging = false;
            return probe;
        }
        if (!isInOrder) {
            pages.beginStep();
        }
        if (ahead.isEmpty()) {
            probe.set(key);
            return probe;
        }
        return ahead.next();
    }

    private void endStep() {
        if (!isInOrder) {
            pages.endStep();
        }
    }

    /** Moves large values out of the next leaf, with nothing being written. @return whether there is more to do */
    boolean move(LargeMoves moves) {
        return moves.step(trees, lastSequence);
    }

    /** Before a replay: the tables of a checkpoint, whose pages are loaded. */
    void restore(CheckpointLoader loaded) {
        lastSequence = loaded.sequence();
        Tree[] all = new Tree[loaded.highestTableId() + 1];
        for (TableState state : loaded.tables()) {
            all[state.table().id()] = state.tree();
        }
        trees = all; // publishes I1
    }

    @Override
    public void tableCreated(TableSpec table) {
        Tree[] copy = Arrays.copyOf(trees, Math.max(trees.length, table.id() + 1));
        pages.beginStep();
        copy[table.id()] = writer.create(table);
        pages.endStep();
        trees = copy; // publishes I1
    }

    @Override
    public void tableDropped(TableSpec table) {
        Tree tree = tree(table);
        Tree[] copy = trees.clone();
        copy[table.id()] = null;
        trees = copy; // publishes I1
        tree.drop(snapshotsOpened);
        pages.beginStep();
        writer.drop(tree, lastSequence + 1);
        pages.endStep();
    }

    /** What to do behind every commit group from now on: with the commit lock held. */
    void afterPublish(Runnable action) {
        afterPublish = action;
    }

    @Override
    public void publish(long sequence) {
        if (isChanging) { // a listener threw
            isChanging = false;
            pages.endStep();
        }
        if (isInOrder) {
            isInOrder = false;
            writer.inOrder(false);
            pages.endStep();
        }
        gate.open();
        lastSequence = Math.max(lastSequence, sequence);
        pages.reclaim();
        extents.reclaim();
        afterPublish.run();
        pages.lookAhead();
    }

    BatchGate gate() {
        return gate;
    }

    /** With nothing being written: a snapshot is opened. @return its ordinal */
    long snapshotOpened() {
        return ++snapshotsOpened;
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

    @Override
    public void close() {
        writer.close();
        current.close();
        region.close();
    }
}
