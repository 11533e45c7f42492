package dev.dyno.dynamo.dax;

import dev.dyno.cache.CacheMetrics;
import java.util.concurrent.atomic.LongAdder;

/** What the accelerator counts. Threads: any. */
final class Counts {

    final LongAdder itemHits = new LongAdder();
    final LongAdder itemMisses = new LongAdder();
    final LongAdder queryHits = new LongAdder();
    final LongAdder queryMisses = new LongAdder();
    final LongAdder scanHits = new LongAdder();
    final LongAdder scanMisses = new LongAdder();
    final LongAdder errors = new LongAdder();

    void result(boolean scan, boolean hit) {
        if (scan) {
            (hit ? scanHits : scanMisses).increment();
        } else {
            (hit ? queryHits : queryMisses).increment();
        }
    }

    CacheMetrics metrics(long evictedBytes) {
        return new CacheMetrics(itemHits.sum(), itemMisses.sum(), queryHits.sum(), queryMisses.sum(), scanHits.sum(),
                scanMisses.sum(), evictedBytes, errors.sum());
    }
}
