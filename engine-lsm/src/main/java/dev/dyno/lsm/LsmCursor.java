package dev.dyno.lsm;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Region;
import dev.dyno.core.engine.ReadPoint;
import dev.dyno.core.key.KeyBounds;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.KeyHash;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.entry.Scratch;
import dev.dyno.lsm.entry.Source;
import dev.dyno.lsm.memory.MemSource;
import dev.dyno.lsm.memory.MemIndex;
import dev.dyno.lsm.memory.Memtable;
import dev.dyno.lsm.table.Level;
import dev.dyno.lsm.table.LevelSource;
import dev.dyno.lsm.table.Reading;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * A walk over a table: the merge of its memtables and runs, without what is deleted. A cursor sees the state at its
 * opening: it pins the version of then and reads at the sequence of then, so it needs no lock, nothing under it is
 * moved, and items are shown where they lie.
 *
 * <p>Belongs to its session, which uses it again after close. Threads: the session's.
 */
final class LsmCursor implements Cursor {

    private final LsmSession session;
    private final Region region;
    private final KeyBounds bounds;
    /** Where a seek goes to. */
    private final long sought;
    private final List<MemSource> memSources = new ArrayList<>();
    private final List<LevelSource> levelSources = new ArrayList<>();
    private final List<Scratch> keys = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Source> open = new ArrayList<>();
    private final SourceMerge merge = new SourceMerge();
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private LsmTable table;
    private ReadPoint point = ReadPoint.LATEST;
    private Version version;
    private long sequence;
    private boolean reverse;
    private int left;
    private boolean started;
    private boolean ended;
    private boolean standing;
    private boolean keyShown;
    private boolean closed = true;

    LsmCursor(LsmSession session) {
        this.session = session;
        region = session.memory().map(KeyBounds.BYTES + Probe.BYTES, "cursor", false);
        bounds = new KeyBounds(region.address());
        sought = region.address() + KeyBounds.BYTES;
    }

    /** To be set before {@link #open}. */
    KeyBounds bounds() {
        return bounds;
    }

    LsmCursor open(LsmTable ofTable, ReadPoint at, boolean descending, int limit) {
        table = ofTable;
        point = at;
        reverse = descending;
        left = limit;
        closed = false;
        standing = false;
        started = false;
        ended = bounds.isEmpty();
        if (!ended) {
            pin();
            openSources();
        }
        return this;
    }

    private void pin() {
        Lookup lookup = session.lookup();
        // The sequence first, as for a point read.
        sequence = point == ReadPoint.LATEST ? session.lsm().visibleSequence() : point.sequence();
        version = session.lsm().versions().pin(lookup.slot());
        while (point == ReadPoint.LATEST && sequence < version.floor()) {
            sequence = session.lsm().visibleSequence();
        }
    }

    private void openSources() {
        open.clear();
        int used = 0;
        for (Memtable memtable : version.memtables()) {
            MemIndex tree = memtable.tree(table.tableId());
            if (tree != null) {
                if (used == memSources.size()) {
                    memSources.add(new MemSource());
                }
                open.add(memSources.get(used++).open(tree, sequence));
            }
        }
        Runs runs = version.runs(table.tableId());
        long partition = bounds.isQuery() ? KeyHash.ofPartition(bounds.start()) : 0;
        used = 0;
        for (int i = 0; i < runs.size(); i++) {
            Level level = runs.run(i).files();
            if (bounds.isQuery() && level.excludes(bounds.start(), bounds.startLength(), bounds.end(),
                    bounds.endLength(), partition)) {
                continue;
            }
            if (used == levelSources.size()) {
                keys.add(new Scratch(session.memory(), KeyCodec.BYTES_MAX, "cursor key"));
                readings.add(new Reading(session.memory(), session.lsm().cache()));
                levelSources.add(new LevelSource(keys.getLast(), readings.getLast()));
            }
            open.add(levelSources.get(used++).open(level, sequence));
        }
    }

    /** Moves all sources to a key; descending, to the last one before it, {@code length} -1 being behind all. */
    private void moveTo(long target, int length) {
        int partitionBytes = partitionBytes(target, length);
        merge.clear(reverse);
        for (int i = 0; i < open.size(); i++) {
            Source source = open.get(i);
            if (reverse) {
                source.seekBefore(target, length, partitionBytes);
            } else {
                source.seek(target, length, partitionBytes);
            }
            merge.add(source);
        }
        started = true;
    }

    /** Of a bound that begins with the partition that is walked; another one's first bytes are no partition. */
    private int partitionBytes(long target, int length) {
        int partition = bounds.partitionBytes();
        boolean whole = partition > 0 && length >= partition
                && KeyBytes.compare(target, partition, bounds.start(), partition) == 0;
        return whole ? partition : 0;
    }

    @Override
    public boolean next() {
        check();
        boolean moved = standing;
        standing = false;
        keyShown = false;
        if (left == 0 || ended) {
            ended = true;
            return false;
        }
        if (!started) {
            moveTo(reverse ? bounds.end() : bounds.start(), reverse ? bounds.endLength() : bounds.startLength());
        } else if (moved) {
            merge.step();
        }
        while (merge.isValid()) {
            Source top = merge.top();
            if (isOutside(top)) {
                break;
            }
            if (top.kind() != EntryKind.DELETE) {
                item.wrap(top.valueAddress(), top.valueLength(), top.sequence());
                standing = true;
                session.counts().step(top.valueLength());
                left--;
                return true;
            }
            merge.step();
        }
        ended = true;
        return false;
    }

    /** Whether a source has gone past the bound that the walk goes to. */
    private boolean isOutside(Source source) {
        if (reverse) {
            return KeyBytes.compare(
                    source.keyAddress(), source.keyLength(), bounds.start(), bounds.startLength()) < 0;
        }
        return bounds.endLength() >= 0 && KeyBytes.compare(
                source.keyAddress(), source.keyLength(), bounds.end(), bounds.endLength()) >= 0;
    }

    @Override
    public boolean seek(Key target) {
        check();
        if (!bounds.isQuery()) {
            throw new UnsupportedOperationException("a scan has no order to seek in");
        }
        if (!bounds.isOfPartition(target)) {
            throw new IllegalArgumentException("seek must stay in its partition: key=" + target);
        }
        standing = false;
        ended = bounds.isEmpty();
        if (ended) {
            return false;
        }
        int length = KeyCodec.encode(target, sought);
        if (reverse) {
            // At or before the target is before the smallest key behind it.
            UnsafeApi.putByte(sought + length, (byte) 0);
            length++;
            boolean within = bounds.endLength() < 0
                    || KeyBytes.compare(sought, length, bounds.end(), bounds.endLength()) < 0;
            moveTo(within ? sought : bounds.end(), within ? length : bounds.endLength());
        } else {
            boolean within = KeyBytes.compare(sought, length, bounds.start(), bounds.startLength()) > 0;
            moveTo(within ? sought : bounds.start(), within ? length : bounds.startLength());
        }
        return next();
    }

    @Override
    public Key key() {
        checkStanding();
        if (!keyShown) {
            Source top = merge.top();
            KeyCodec.decode(top.keyAddress(), top.keyLength(), key, "memory", 0);
            keyShown = true;
        }
        return key;
    }

    @Override
    public ItemView item() {
        checkStanding();
        return item;
    }

    private void checkStanding() {
        check();
        if (!standing) {
            throw new IllegalStateException("the cursor is not on an item: call next() or seek() first");
        }
    }

    private void check() {
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
        table.check(point);
    }

    @Override
    public void close() {
        if (!closed) {
            unpin();
            session.giveBack(this);
        }
    }

    private void unpin() {
        closed = true;
        standing = false;
        if (version != null) {
            version.unpin();
            version = null;
        }
    }

    void release() {
        unpin();
        keys.forEach(Scratch::close);
        readings.forEach(Reading::close);
        region.close();
    }
}
