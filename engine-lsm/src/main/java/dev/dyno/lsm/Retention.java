package dev.dyno.lsm;

import java.util.Arrays;

/**
 * Which versions of a key somebody may still read: a pure function of the last commit and the open snapshots, both
 * taken before a flush or compaction begins, the commit first.
 *
 * <p>Why that suffices: a snapshot that is opened later is at that commit or behind it, and a reader of the newest
 * state that meets the result reads at that commit or behind it, see {@link Version#floor}.
 */
final class Retention {

    private final long committed;
    private final long[] snapshots;

    /** @param snapshots sequences of the open ones, in any order */
    Retention(long committed, long[] snapshots) {
        this.committed = committed;
        this.snapshots = snapshots.clone();
        Arrays.sort(this.snapshots);
    }

    /** The last commit when it was taken. */
    long committed() {
        return committed;
    }

    /** Whether a snapshot was open that sees a commit. */
    boolean hasSnapshotThatSees(long sequence) {
        return snapshots.length > 0 && snapshots[snapshots.length - 1] >= sequence;
    }

    /**
     * Whether a version must be kept.
     *
     * @param newer sequence of the next newer version of the key; {@link Long#MAX_VALUE} if there is none
     */
    boolean keeps(long sequence, long newer) {
        if (newer > committed) {
            return true;
        }
        int first = Arrays.binarySearch(snapshots, sequence);
        int at = first >= 0 ? first : ~first;
        return at < snapshots.length && snapshots[at] < newer;
    }
}
