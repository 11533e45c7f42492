package dev.dyno.hash;

import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.core.stats.ReadCounts;

/** Reads many items, a group of keys at a time, see {@link ReadAhead}. Threads: the session's. */
final class BatchReader {

    static final int LANES = 16;

    private final ItemReader reader;
    private final Values values;
    private final ReadCounts counts;
    private final ReadAhead ahead;
    private final Probe[] probes = new Probe[LANES];
    private final Key key = new Key();
    private final ItemView item = new ItemView();

    /** @param memory of {@link #LANES} probes */
    BatchReader(Store store, ItemReader reader, Values values, ReadCounts counts, long memory) {
        this.reader = reader;
        this.values = values;
        this.counts = counts;
        ahead = new ReadAhead(store, LANES);
        for (int i = 0; i < LANES; i++) {
            probes[i] = new Probe(memory + (long) i * Probe.BYTES);
        }
    }

    /** @return how many items there were */
    int get(HashSession session, TableIndex index, ReadPoint point, KeyBatch keys, ItemSink sink) {
        long at = ReadPoint.sequence(point);
        int found = 0;
        for (int first = 0; first < keys.size(); first += LANES) {
            int lanes = Math.min(LANES, keys.size() - first);
            ahead.clear();
            for (int i = 0; i < lanes; i++) {
                keys.get(first + i, key);
                probes[i].set(key, index.hashes);
                ahead.add(probes[i].hash);
            }
            session.enterEpoch();
            try {
                index.check(point);
                ahead.run(index.items);
                for (int i = 0; i < lanes; i++) {
                    found += get(index.items, probes[i], at) ? 1 : 0;
                    sink.onItem(first + i, item);
                }
            } finally {
                session.leaveEpoch();
            }
        }
        return found;
    }

    private boolean get(Buckets items, Probe probe, long at) {
        boolean exists = reader.get(items, probe, at, values, item);
        if (exists) {
            counts.hit(item.length());
        } else {
            counts.miss();
            item.clear();
        }
        return exists;
    }
}
