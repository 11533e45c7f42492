package dev.dyno.dynamo.operation;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.run.Clock;

/**
 * What reads that are not consistent see if there is a replication delay: all tables and indexes at one instant, never
 * longer ago than the delay. It is a snapshot of the engine, replaced by the first request, read or write, that comes
 * when it is as old as the delay, and after a table was made or changed: so a write after a pause is seen when exactly
 * the delay is over, and under load, where writes fall anywhere between two snapshots, after half of it on average.
 * See decision 0094.
 *
 * <p>Threads: any; who holds a snapshot keeps it open, the last one out closes it.
 */
public final class Replica implements AutoCloseable {

    private final Clock clock;
    private final long delayMillis;
    /** Null before the first request and when closed. Guarded by this. */
    private Held newest;

    /** A snapshot and how many want it open: the replica itself while it is the newest, and requests. */
    private static final class Held {
        private final Snapshot snapshot;
        private final long takenMillis;
        private int holders = 1;

        Held(Snapshot snapshot, long takenMillis) {
            this.snapshot = snapshot;
            this.takenMillis = takenMillis;
        }
    }

    /** One session's hold on it, from a request's beginning to its end. Confined to a thread. */
    static final class Hold {
        private final Replica replica;
        private Held held;

        private Hold(Replica replica) {
            this.replica = replica;
        }

        void begin(Session session) {
            held = replica.take(session);
        }

        /** What the request reads at. */
        Snapshot snapshot() {
            return held.snapshot;
        }

        /** The next request finds a new one. */
        void renew() {
            replica.close();
        }

        void end() {
            replica.release(held);
            held = null;
        }
    }

    /**
     * @param delayMillis 0: none, nothing is held, and reads are of what is now
     * @throws IllegalArgumentException for a delay below 0, or on an engine without snapshots
     */
    public Replica(Engine engine, Clock clock, long delayMillis) {
        if (delayMillis < 0) {
            throw new IllegalArgumentException("replication cannot be early: replicationMillis=" + delayMillis
                    + ", min=0");
        }
        if (delayMillis > 0 && !engine.capabilities().contains(Capability.SNAPSHOT)) {
            throw new IllegalArgumentException("an engine cannot have a replication delay: engine=" + engine.name()
                    + ", denied=" + Capability.SNAPSHOT + "; use replicationMillis=0");
        }
        this.clock = clock;
        this.delayMillis = delayMillis;
    }

    /** For a session; null if there is no delay. */
    Hold hold() {
        return delayMillis == 0 ? null : new Hold(this);
    }

    private synchronized Held take(Session session) {
        long now = clock.epochMillis();
        if (newest == null || now - newest.takenMillis >= delayMillis) {
            Held next = new Held(session.snapshot(), now);
            close();
            newest = next;
        }
        newest.holders++;
        return newest;
    }

    private synchronized void release(Held held) {
        if (--held.holders == 0) {
            held.snapshot.close();
        }
    }

    /** Lets go of the snapshot; requests that are under way keep it to their end. */
    @Override
    public synchronized void close() {
        if (newest != null) {
            release(newest);
            newest = null;
        }
    }
}
