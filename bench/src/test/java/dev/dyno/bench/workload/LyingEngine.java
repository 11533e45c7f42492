package dev.dyno.bench.workload;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine that answers one call in a hundred wrongly, in one way. */
final class LyingEngine extends ForwardingEngine {

    private static final int EVERY = 100;

    private final Lie lie;

    LyingEngine(Engine inner, Lie lie) {
        super(inner);
        this.lie = lie;
    }

    @Override
    public Session openSession() {
        return new ForwardingSession(inner().openSession()) {
            @Override
            public Table table(String name) {
                return new LyingTable(inner().table(name), lie);
            }
        };
    }

    private static final class LyingTable extends ForwardingTable {
        private final Lie lie;
        private int calls;

        LyingTable(Table inner, Lie lie) {
            super(inner);
            this.lie = lie;
        }

        private boolean lies(Lie wanted) {
            return lie == wanted && ++calls % EVERY == 0;
        }

        @Override
        public boolean get(Key key, ItemView out) {
            boolean found = inner().get(key, out);
            if (lies(Lie.ITEM_MISSING)) {
                return false;
            }
            if (found && lies(Lie.BYTE_FLIPPED)) {
                byte[] wrong = new byte[out.length()];
                out.value().getBytes(0, wrong);
                wrong[wrong.length - 1] ^= 1;
                out.wrap(new UnsafeBuffer(wrong), 0, wrong.length, out.sequence());
            }
            return found || lies(Lie.ITEM_OF_NOBODY);
        }

        @Override
        public Cursor query(Range range) {
            Cursor cursor = inner().query(range);
            boolean skips = lies(Lie.QUERY_SKIPS);
            boolean endsEarly = lies(Lie.QUERY_ENDS_EARLY);
            return skips || endsEarly ? new LyingCursor(cursor, endsEarly) : cursor;
        }

        @Override
        public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
            return lies(Lie.WRITE_NOT_DONE) ? Outcome.NO_CHANGE : inner().put(key, value, offset, length, options);
        }
    }

    /** Leaves out the first item, or all behind it. */
    private static final class LyingCursor implements Cursor {
        private final Cursor inner;
        private final boolean endsEarly;
        private int steps;

        LyingCursor(Cursor inner, boolean endsEarly) {
            this.inner = inner;
            this.endsEarly = endsEarly;
        }

        @Override
        public boolean next() {
            if (endsEarly) {
                return ++steps == 1 && inner.next();
            }
            return (++steps > 1 || inner.next()) && inner.next();
        }

        @Override
        public boolean seek(Key key) {
            return inner.seek(key);
        }

        @Override
        public Key key() {
            return inner.key();
        }

        @Override
        public ItemView item() {
            return inner.item();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
