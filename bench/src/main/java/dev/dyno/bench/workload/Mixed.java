package dev.dyno.bench.workload;

import dev.dyno.api.Range;
import dev.dyno.bench.data.SplitMix;

/**
 * YCSB's mixes of operations: so many of a hundred do the one thing, the rest reads (or, in E, queries).
 *
 * <p>F's read-modify-write is a get and then a put, as in YCSB, not an atomic update. E's queries start at an item of a
 * zipfian choice and end with its partition.
 */
final class Mixed implements Step {

    /** What is done besides reading. */
    enum Other { UPDATE, INSERT, READ_MODIFY_WRITE }

    private static final int SCAN_ITEMS_MAX = 100;

    private final Lane lane;
    private final Chooser chooser;
    private final Insertions insertions;
    private final Other other;
    private final int otherPercent;
    private final boolean scans;
    private final SplitMix random;
    private final Range range = new Range();
    private long version;

    Mixed(Lane lane, Chooser chooser, Insertions insertions, Other other, int otherPercent, boolean scans) {
        this.lane = lane;
        this.chooser = chooser;
        this.insertions = insertions;
        this.other = other;
        this.otherPercent = otherPercent;
        this.scans = scans;
        this.random = new SplitMix(~lane.seed());
    }

    @Override
    public long run() {
        if (random.next(100) >= otherPercent) {
            return scans ? scan() : lane.read(chooser.next());
        }
        return switch (other) {
            case UPDATE -> lane.write(chooser.next(), ++version);
            case INSERT -> insert();
            case READ_MODIFY_WRITE -> {
                long index = chooser.next();
                yield lane.read(index) + lane.write(index, ++version);
            }
        };
    }

    private long scan() {
        return RangeQuery.query(lane, range, chooser.next(), 1 + (int) random.next(SCAN_ITEMS_MAX));
    }

    private long insert() {
        long outcome = lane.write(insertions.index(insertions.count()), 0);
        insertions.inserted();
        return outcome;
    }
}
