package dev.dyno.core.commit;

/**
 * What the commit step counts. Written by the leader, read by any thread without waiting: a reading may lag by a group.
 */
public final class CommitCounts {

    private volatile long commits;
    private volatile long groups;
    private volatile long conditionFailures;

    void group(int committed, int failed) {
        commits = commits + committed;
        groups = groups + (committed > 0 ? 1 : 0);
        conditionFailures = conditionFailures + failed;
    }

    public long commits() {
        return commits;
    }

    /** Groups that stored a frame: commits per group is how well grouping works. */
    public long groups() {
        return groups;
    }

    public long conditionFailures() {
        return conditionFailures;
    }
}
