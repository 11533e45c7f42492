package dev.dyno.bench.workload;

import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.KeyBatch;

/** Asks for 16 existing items in one call. An engine without overlapped misses answers them one by one. */
final class BatchRead implements Step, ItemSink {

    static final int ITEMS = 16;

    private final Lane lane;
    private final Chooser chooser;
    private final KeyBatch keys = new KeyBatch();
    private final long[] wanted = new long[ITEMS];
    /** A bit for each key that was answered. */
    private int answered;
    private long bytes;

    BatchRead(Lane lane, Chooser chooser) {
        this.lane = lane;
        this.chooser = chooser;
    }

    @Override
    public long run() {
        keys.clear();
        for (int i = 0; i < ITEMS; i++) {
            wanted[i] = chooser.next();
            keys.add(lane.items().key(wanted[i]));
        }
        answered = 0;
        int found = lane.table().getBatch(keys, this);
        if (found != ITEMS || answered != (1 << ITEMS) - 1) {
            throw WrongAnswer.batch(wanted[0], ITEMS, found, Integer.bitCount(answered));
        }
        return bytes;
    }

    @Override
    public void onItem(int index, ItemView item) {
        if (!item.exists()) {
            throw WrongAnswer.missing(wanted[index], lane.items().key(wanted[index]));
        }
        lane.check(wanted[index], item);
        answered |= 1 << index;
        bytes += item.length();
    }
}
