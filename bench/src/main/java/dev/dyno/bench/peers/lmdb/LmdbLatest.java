package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.ItemView;
import dev.dyno.bench.peers.PeerCursor;
import dev.dyno.bench.peers.Source;
import java.util.ArrayDeque;

/** Reads of the latest commit. Cursors have a transaction of their own, so that a read does not move them. */
final class LmdbLatest implements Source {

    private final LmdbSession session;
    private final LmdbStore store;
    private final ArrayDeque<LmdbCursor> idle = new ArrayDeque<>();

    LmdbLatest(LmdbSession session, LmdbStore store) {
        this.session = session;
        this.store = store;
    }

    @Override
    public boolean find(ItemView out) {
        LmdbReadTxn latest = session.latest();
        latest.refresh();
        return LmdbTable.fill(store.database.get(latest.txn(), session.keyView()), out);
    }

    @Override
    public PeerCursor cursor() {
        LmdbCursor cursor = idle.pollLast();
        if (cursor == null) {
            cursor = LmdbCursor.latest(session, store, idle);
        }
        cursor.refresh();
        return cursor;
    }
}
