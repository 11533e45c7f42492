package dev.dyno.kit.mirror;

import dev.dyno.api.Snapshot;

/** Two snapshots of one moment. Its sequence is the subject's. */
record MirrorSnapshot(Snapshot subject, Snapshot reference) implements Snapshot {

    @Override
    public long sequence() {
        return subject.sequence();
    }

    @Override
    public void close() {
        subject.close();
        reference.close();
    }
}
