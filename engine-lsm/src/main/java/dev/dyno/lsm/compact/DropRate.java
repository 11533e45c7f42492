package dev.dyno.lsm.compact;

/**
 * How much of what is merged is dropped: old versions and deletes. Large and late merges count more. Pickers are told,
 * because it is what merging is for: where nothing is dropped it only saves readers a few filters. Threads: the
 * owner's.
 */
public final class DropRate {

    private double entries;
    private double dropped;

    public DropRate() {
    }

    /** A merge of so many entries has left out some of them. */
    public void add(long ofEntries, long wereDropped) {
        entries = entries / 2 + ofEntries;
        dropped = dropped / 2 + wereDropped;
    }

    /** From 0 to 1; 0 before the first merge. */
    public double share() {
        return entries == 0 ? 0 : dropped / entries;
    }
}
