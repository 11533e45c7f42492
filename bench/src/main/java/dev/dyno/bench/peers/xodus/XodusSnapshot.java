package dev.dyno.bench.peers.xodus;

import dev.dyno.bench.peers.PeerSnapshot;
import jetbrains.exodus.env.Transaction;

/** A read transaction; sessions read it through it, which Xodus allows from any thread. */
final class XodusSnapshot extends PeerSnapshot {

    private final Transaction transaction;

    XodusSnapshot(XodusEngine engine, long sequence, Transaction transaction) {
        super(engine, sequence);
        this.transaction = transaction;
    }

    Transaction transaction() {
        return transaction;
    }

    @Override
    protected void release() {
        transaction.abort();
    }
}
