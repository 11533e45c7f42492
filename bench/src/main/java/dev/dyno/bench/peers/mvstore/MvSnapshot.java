package dev.dyno.bench.peers.mvstore;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.HeapValues;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.PeerSnapshot;
import dev.dyno.bench.peers.Source;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RootReference;

/** The roots of all maps at one version, which the store keeps while it is registered. */
final class MvSnapshot extends PeerSnapshot {

    private final MvEngine engine;
    private final MVStore.TxCounter version;
    private final Map<MvStoreTable, RootReference<Object, byte[]>> roots;

    MvSnapshot(MvEngine engine, long sequence, MVStore.TxCounter version,
            Map<MvStoreTable, RootReference<Object, byte[]>> roots) {
        super(engine, sequence);
        this.engine = engine;
        this.version = version;
        this.roots = roots;
    }

    @Override
    protected void release() {
        engine.store().deregisterVersionUsage(version);
    }

    /** Reads of one table at the snapshot, in one session. */
    static final class At implements Source {

        private final MvSession session;
        private final MvStoreTable store;
        private final MvSnapshot snapshot;
        private final UnsafeBuffer found = new UnsafeBuffer(0, 0);
        private final MvCursor.Pool cursors;

        At(MvSession session, MvStoreTable store, MvSnapshot snapshot) {
            this.session = session;
            this.store = store;
            this.snapshot = snapshot;
            this.cursors = new MvCursor.Pool(session, store);
        }

        @Override
        public boolean find(ItemView out) {
            snapshot.check();
            RootReference<Object, byte[]> root = snapshot.roots.get(store);
            byte[] value = root == null ? null : store.map.get(root.root, session.probe());
            return HeapValues.show(value, found, out);
        }

        @Override
        public PeerCursor cursor() {
            snapshot.check();
            return cursors.take().at(snapshot, snapshot.roots.get(store));
        }
    }
}
