package dev.dyno.kit.strict;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import java.util.Objects;

/** Reads whose views are lent by the session, or by the snapshot where the engine promises that. */
class StrictReader implements Reader {

    private final Reader inner;
    private final Lifetimes lifetimes;
    /** Null for a table: reads of the latest commit. */
    private final StrictSnapshot snapshot;
    private final boolean zeroCopy;
    private final ItemView scratch = new ItemView();

    StrictReader(Reader inner, Lifetimes lifetimes, StrictSnapshot snapshot, boolean zeroCopy) {
        this.inner = inner;
        this.lifetimes = lifetimes;
        this.snapshot = snapshot;
        this.zeroCopy = zeroCopy;
    }

    @Override
    public final long ringPosition(Key key) {
        return inner.ringPosition(key);
    }

    @Override
    public final boolean get(Key key, ItemView out) {
        checkKey(key);
        Objects.requireNonNull(out, "out");
        return lifetimes.call(() -> {
            checkSnapshot();
            boolean found = inner.get(key, scratch);
            if (found != scratch.exists()) {
                throw new AssertionError("get answered " + found + " but its view says " + scratch.exists());
            }
            lend(scratch, out);
            return found;
        });
    }

    @Override
    public final int getBatch(KeyBatch keys, ItemSink sink) {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(sink, "sink");
        return lifetimes.call(() -> {
            checkSnapshot();
            return inner.getBatch(keys, (index, item) -> shortly(item, view -> {
                sink.onItem(index, view);
                return true;
            }));
        });
    }

    @Override
    public final Cursor query(Range range) {
        if (Objects.requireNonNull(range, "range").partition().capacity() == 0) {
            throw new IllegalArgumentException("range has no partition: at least 1 byte is needed");
        }
        return lifetimes.call(() -> {
            checkSnapshot();
            return new StrictCursor(inner.query(range), this, lifetimes);
        });
    }

    @Override
    public final Cursor scan(int segment, int of) {
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        return lifetimes.call(() -> {
            checkSnapshot();
            return new StrictCursor(inner.scan(segment, of), this, lifetimes);
        });
    }

    final void checkSnapshot() {
        if (snapshot != null) {
            snapshot.check();
        }
    }

    final void lend(ItemView item, ItemView out) {
        if (snapshot != null && zeroCopy) {
            snapshot.lend(item, out);
        } else {
            lifetimes.lend(item, out);
        }
    }

    /** What a callback does with an item. */
    interface Use {
        boolean of(ItemView view);
    }

    /** Shows a callback a copy that is poisoned when it returns. */
    static boolean shortly(ItemView item, Use use) {
        ItemView view = new ItemView();
        if (!item.exists()) {
            return use.of(view);
        }
        byte[] copy = Lifetimes.copy(item.value());
        Lifetimes.wrap(view, copy, item.sequence());
        try {
            return use.of(view);
        } finally {
            Lifetimes.poison(copy);
        }
    }

    static void checkKey(Key key) {
        if (Objects.requireNonNull(key, "key").partition().capacity() == 0) {
            throw new IllegalArgumentException("partition key is empty: at least 1 byte is needed");
        }
    }
}
