package dev.dyno.bench.peers.xodus;

import dev.dyno.api.Durability;
import dev.dyno.bench.peers.CompositeKey;
import dev.dyno.bench.peers.LockedSession;
import dev.dyno.bench.peers.PeerTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.env.Transaction;
import org.agrona.concurrent.UnsafeBuffer;

/** A session keeps one read transaction until something was committed. Xodus makes objects for every operation. */
final class XodusSession extends LockedSession<XodusStore> {

    private static final long NEVER = -1;

    private final XodusEngine engine;
    /** Those that are open. */
    private final Set<XodusCursor> cursors = new HashSet<>();
    /** Null before the first read and after a write. */
    private Transaction reads;
    private long version = NEVER;
    private Transaction write;

    XodusSession(XodusEngine engine, int number) {
        super(engine, number, new UnsafeBuffer(new byte[CompositeKey.BYTES_MAX]), engine.writes());
        this.engine = engine;
    }

    XodusEngine xodus() {
        return engine;
    }

    void made(XodusCursor cursor) {
        cursors.add(cursor);
    }

    void forget(XodusCursor cursor) {
        cursors.remove(cursor);
    }

    /** The composite key; valid until the next operation, so not to be stored. */
    ArrayByteIterable sought() {
        return new ArrayByteIterable(key().byteArray(), keyLength());
    }

    /** A copy of the composite key, which Xodus may keep. */
    ArrayByteIterable keyCopy() {
        return new ArrayByteIterable(Arrays.copyOf(key().byteArray(), keyLength()));
    }

    /** A transaction that sees all that was acknowledged. */
    Transaction latest() {
        long now = engine.version();
        if (version != now) {
            rest();
            reads = engine.environment().beginReadonlyTransaction();
            version = now;
        }
        return reads;
    }

    private void rest() {
        if (version != NEVER) {
            reads.abort();
            version = NEVER;
        }
    }

    Transaction write() {
        return write;
    }

    @Override
    protected PeerTable newTable(XodusStore store) {
        return new XodusTable(this, store);
    }

    @Override
    protected void beginWrite(Durability level) {
        rest();
        try {
            write = engine.environment().beginExclusiveTransaction();
        } catch (ExodusException e) {
            throw XodusEngine.failed("write", e);
        }
    }

    @Override
    protected void commitWrite(Durability level) {
        try {
            if (!write.commit()) {
                throw new AssertionError("an exclusive transaction cannot meet a conflict");
            }
            if (level == Durability.SYNC) {
                engine.environment().flushAndSync();
            }
            engine.advance();
        } catch (ExodusException e) {
            throw XodusEngine.failed("commit", e);
        }
    }

    @Override
    protected void rollbackWrite() {
        write.abort();
    }

    @Override
    protected void release() {
        cursors.forEach(XodusCursor::destroy);
        rest();
    }
}
