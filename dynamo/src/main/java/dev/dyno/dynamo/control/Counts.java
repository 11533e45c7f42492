package dev.dyno.dynamo.control;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.Session;
import dev.dyno.api.run.Clock;
import dev.dyno.dynamo.item.ItemLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * Items and bytes of tables, for descriptions: counted by a scan, and counted again when the engine has changed. A
 * count that took long is kept for a hundred times as long, so that describing a large table does not become a load;
 * Amazon's own lag by hours. Why not counters kept by each write: writes would have to read first.
 *
 * <p>Threads: any, one at a time.
 */
final class Counts {

    private static final long KEPT_TIMES = 100;

    private final Engine engine;
    private final Clock clock;
    private final Map<String, Count> counts = new HashMap<>();

    private record Count(long sequence, long untilNanos, long items, long bytes) {
    }

    Counts(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    synchronized long items(String engineTable) {
        return count(engineTable).items;
    }

    synchronized long bytes(String engineTable) {
        return count(engineTable).bytes;
    }

    private Count count(String engineTable) {
        Count known = counts.get(engineTable);
        long sequence = engine.committedSequence();
        long start = clock.nanoTime();
        if (known != null && (known.sequence == sequence || start - known.untilNanos < 0)) {
            return known;
        }
        long items = 0;
        long bytes = 0;
        try (Session session = engine.openSession(); Cursor cursor = session.table(engineTable).scan(0, 1)) {
            while (cursor.next()) {
                items++;
                bytes += ItemLayout.size(cursor.item().value(), 0);
            }
        }
        long end = clock.nanoTime();
        Count counted = new Count(sequence, end + (end - start) * KEPT_TIMES, items, bytes);
        counts.put(engineTable, counted);
        return counted;
    }

    synchronized void forget(String engineTable) {
        counts.remove(engineTable);
    }
}
