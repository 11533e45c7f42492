package dev.dyno.core.stats;

import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import java.util.ArrayList;
import java.util.List;

/** What all sessions of an engine have read since it was opened, those that are closed included. Threads: any. */
public final class ReadTotals {

    private final List<ReadCounts> open = new ArrayList<>();
    private long gets;
    private long hits;
    private long steps;
    private long bytes;

    /** @return the counts of a session that begins */
    public synchronized ReadCounts open() {
        ReadCounts counts = new ReadCounts();
        open.add(counts);
        return counts;
    }

    /** The session has ended: what it counted stays, it does not. */
    public synchronized void close(ReadCounts counts) {
        if (open.remove(counts)) {
            gets += counts.gets();
            hits += counts.hits();
            steps += counts.steps();
            bytes += counts.bytes();
        }
    }

    /** @return a reading with the counters of reads in addition */
    public synchronized EngineStats addTo(EngineStats stats) {
        long allGets = gets;
        long allHits = hits;
        long allSteps = steps;
        long allBytes = bytes;
        for (ReadCounts counts : open) {
            allGets += counts.gets();
            allHits += counts.hits();
            allSteps += counts.steps();
            allBytes += counts.bytes();
        }
        return stats.with(Counter.GETS, allGets).with(Counter.HITS, allHits).with(Counter.CURSOR_STEPS, allSteps)
                .with(Counter.USER_BYTES_READ, allBytes);
    }
}
