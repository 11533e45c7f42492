package dev.dyno.bench.peers.lmdb;

import dev.dyno.api.Durability;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.LockedSession;
import dev.dyno.bench.peers.PeerTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * A session keeps one read transaction and renews it only if something was committed since; a view points into the map
 * until the session's next call. Reads allocate nothing; lmdbjava makes two small objects for every write transaction.
 */
final class LmdbSession extends LockedSession<LmdbStore> {

    private final LmdbEngine engine;
    private final UnsafeBuffer keyView = new UnsafeBuffer(0, 0);
    private final LmdbReadTxn latest;
    /** Every cursor made, in use or not. */
    private final List<LmdbCursor> cursors = new ArrayList<>();
    private Txn<DirectBuffer> write;

    LmdbSession(LmdbEngine engine, int number) {
        super(engine, number, new UnsafeBuffer(ByteBuffer.allocateDirect(CompositeKey.BYTES_MAX)), engine.writes());
        this.engine = engine;
        this.latest = new LmdbReadTxn(engine);
    }

    LmdbEngine lmdb() {
        return engine;
    }

    LmdbReadTxn latest() {
        return latest;
    }

    /** The composite key as LMDB wants it: a buffer of its length. */
    DirectBuffer keyView() {
        keyView.wrap(key().addressOffset(), keyLength());
        return keyView;
    }

    Txn<DirectBuffer> write() {
        return write;
    }

    void made(LmdbCursor cursor) {
        cursors.add(cursor);
    }

    @Override
    protected PeerTable newTable(LmdbStore store) {
        return new LmdbTable(this, store);
    }

    /** Gives up what this session holds back, so that its own old reads do not keep pages from being used again. */
    @Override
    protected void beginWrite(Durability level) {
        latest.rest();
        for (int i = 0; i < cursors.size(); i++) {
            cursors.get(i).restIfIdle();
        }
        try {
            write = engine.env().txnWrite();
        } catch (LmdbException e) {
            throw LmdbEngine.failed("write", e);
        }
    }

    @Override
    protected void commitWrite(Durability level) {
        try {
            write.commit();
            engine.advance();
        } catch (LmdbException e) {
            throw LmdbEngine.failed("commit", e);
        } finally {
            write.close();
        }
    }

    @Override
    protected void rollbackWrite() {
        write.close();
    }

    @Override
    protected void release() {
        cursors.forEach(LmdbCursor::destroy);
        latest.close();
    }
}
