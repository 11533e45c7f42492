package dev.dyno.dynamo.serve;

import java.util.function.LongSupplier;

/**
 * Makes a checkpoint when nobody writes and there is much to replay, so that the next start is quick, also behind a
 * kill. Beside writers the engine decides. Confined to a thread.
 */
final class IdleCheckpoint {

    /** Replayed in a few hundredths of a second. */
    static final long COMMITS_MIN = 10_000;
    /** Looks without a commit between them. */
    static final int QUIET_LOOKS = 3;

    private final LongSupplier committed;
    private final Runnable checkpoint;
    private long seen;
    private int quiet;
    /** The last commit that a checkpoint has; none, before the first: what was replayed may be replayed again. */
    private long kept;

    /** @param committed the sequence of the last commit */
    IdleCheckpoint(LongSupplier committed, Runnable checkpoint) {
        this.committed = committed;
        this.checkpoint = checkpoint;
        seen = committed.getAsLong();
    }

    /** Called every second or so. One that fails is not tried again before there are as many commits more. */
    void look() {
        long now = committed.getAsLong();
        quiet = now == seen ? quiet + 1 : 0;
        seen = now;
        if (quiet >= QUIET_LOOKS && now - kept >= COMMITS_MIN) {
            kept = now;
            checkpoint.run();
        }
    }
}
