package dev.dyno.bench.peers.chronicle;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteOptions;
import dev.dyno.bench.peers.HeapValues;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.PeerTable;
import dev.dyno.bench.peers.Source;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Point operations on a {@link ChronicleStore}. */
final class ChronicleTable extends PeerTable {

    private final ChronicleEngine.ChronicleSession session;
    private final ChronicleStore store;

    ChronicleTable(ChronicleEngine.ChronicleSession session, ChronicleStore store) {
        super(session, store, new Latest(session, store));
        this.session = session;
        this.store = store;
    }

    @Override
    protected long write(DirectBuffer value, int offset, int length, WriteOptions options, Durability level) {
        byte[] bytes = session.exactValue(length);
        value.getBytes(offset, bytes);
        store.map.put(session.exactKey(), bytes);
        return session.engine().publish();
    }

    @Override
    protected long remove(WriteOptions options, Durability level) {
        return store.map.remove(session.exactKey()) == null ? Outcome.NO_CHANGE : session.engine().publish();
    }

    @Override
    protected long update(ItemUpdater updater, WriteOptions options, Durability level) {
        throw new AssertionError("updates are denied");
    }

    private static final class Latest implements Source {

        private final ChronicleEngine.ChronicleSession session;
        private final ChronicleStore store;
        private final UnsafeBuffer wrapper = new UnsafeBuffer(0, 0);
        /** The last answer, which Chronicle fills again if the next one is as long. */
        private byte[] answer = {};

        Latest(ChronicleEngine.ChronicleSession session, ChronicleStore store) {
            this.session = session;
            this.store = store;
        }

        @Override
        public boolean find(ItemView out) {
            byte[] found = store.map.getUsing(session.exactKey(), answer);
            if (found != null) {
                answer = found;
            }
            return HeapValues.show(found, wrapper, out);
        }

        @Override
        public PeerCursor cursor() {
            throw new AssertionError("queries and scans are denied");
        }
    }
}
