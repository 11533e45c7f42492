package dev.dyno.bench.workload;

import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.bench.data.Items;

/**
 * A query from an existing item on: up to so many items in the order of sort keys, fewer at the end of the partition.
 * Numbers of items are ranks, so which items must come, and how many, is known: each key and value is checked.
 */
final class RangeQuery implements Step {

    private final Lane lane;
    private final Chooser chooser;
    private final int limit;
    private final Range range = new Range();

    RangeQuery(Lane lane, Chooser chooser, int limit) {
        this.lane = lane;
        this.chooser = chooser;
        this.limit = limit;
    }

    @Override
    public long run() {
        return query(lane, range, chooser.next(), limit);
    }

    static long query(Lane lane, Range range, long first, int limit) {
        Items items = lane.items();
        Key from = items.key(first);
        range.partition(from).from(from.sort(), 0, from.sort().capacity(), true).limit(limit);
        long end = Math.min(first + limit, lane.data().partitionEnd(first));
        long index = first;
        long bytes = 0;
        try (Cursor cursor = lane.table().query(range)) {
            while (cursor.next()) {
                if (index == end) {
                    throw WrongAnswer.count(first, end - first, index - first + 1);
                }
                Key expected = items.key(index);
                if (!cursor.key().sameAs(expected)) {
                    throw WrongAnswer.key(index, expected, cursor.key());
                }
                lane.check(index, cursor.item());
                bytes += cursor.item().length();
                index++;
            }
        }
        if (index != end) {
            throw WrongAnswer.count(first, end - first, index - first);
        }
        return bytes;
    }
}
