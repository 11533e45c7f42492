package dev.dyno.bench.peers.bound;

import dev.dyno.api.Bytes;
import dev.dyno.api.Durability;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteOptions;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.PeerTable;
import dev.dyno.bench.peers.Source;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Point operations on a {@link BoundStore}. */
final class BoundTable extends PeerTable {

    private final BoundEngine.BoundSession session;
    private final BoundStore store;

    BoundTable(BoundEngine.BoundSession session, BoundStore store) {
        super(session, store, new Latest(session, store));
        this.session = session;
        this.store = store;
    }

    @Override
    protected long write(DirectBuffer value, int offset, int length, WriteOptions options, Durability level) {
        UnsafeBuffer key = session.key();
        long hash = Bytes.hash(key, 0, session.keyLength());
        store.segment(hash).put(hash, key.addressOffset(), session.keyLength(), value, offset, length);
        return session.engine().publish();
    }

    @Override
    protected long remove(WriteOptions options, Durability level) {
        UnsafeBuffer key = session.key();
        long hash = Bytes.hash(key, 0, session.keyLength());
        boolean removed = store.segment(hash).remove(hash, key.addressOffset(), session.keyLength());
        return removed ? session.engine().publish() : Outcome.NO_CHANGE;
    }

    @Override
    protected long update(ItemUpdater updater, WriteOptions options, Durability level) {
        throw new AssertionError("updates are denied");
    }

    private static final class Latest implements Source {

        private final BoundEngine.BoundSession session;
        private final BoundStore store;

        Latest(BoundEngine.BoundSession session, BoundStore store) {
            this.session = session;
            this.store = store;
        }

        @Override
        public boolean find(ItemView out) {
            UnsafeBuffer key = session.key();
            long hash = Bytes.hash(key, 0, session.keyLength());
            int length = store.segment(hash).get(hash, key.addressOffset(), session.keyLength(), session.value());
            if (length < 0) {
                out.clear();
                return false;
            }
            out.wrap(session.value(), 0, length, 0);
            return true;
        }

        @Override
        public PeerCursor cursor() {
            throw new AssertionError("queries and scans are denied");
        }
    }
}
