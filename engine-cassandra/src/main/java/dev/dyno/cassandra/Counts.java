package dev.dyno.cassandra;

import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What this engine asked and was asked; what the servers wrote for it they do not say. Threads: any. */
final class Counts {

    private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

    Counts() {
        for (Counter counter : new Counter[] {Counter.GETS, Counter.HITS, Counter.PUTS, Counter.DELETES,
                Counter.CONDITION_FAILURES, Counter.CURSOR_STEPS, Counter.COMMITS, Counter.USER_BYTES_WRITTEN,
                Counter.USER_BYTES_READ}) {
            counts.put(counter, new LongAdder());
        }
    }

    void add(Counter counter, long amount) {
        counts.get(counter).add(amount);
    }

    void read(boolean found, int bytes) {
        add(Counter.GETS, 1);
        if (found) {
            add(Counter.HITS, 1);
            add(Counter.USER_BYTES_READ, bytes);
        }
    }

    void stepped(int bytes) {
        add(Counter.CURSOR_STEPS, 1);
        add(Counter.USER_BYTES_READ, bytes);
    }

    void put(long outcome, Key key, int length) {
        if (Outcome.committed(outcome)) {
            add(Counter.PUTS, 1);
            add(Counter.USER_BYTES_WRITTEN,
                    (long) key.partition().capacity() + key.sort().capacity() + Math.max(0, length));
        }
        ended(outcome);
    }

    void delete(long outcome, Key key) {
        if (Outcome.committed(outcome)) {
            add(Counter.DELETES, 1);
            add(Counter.USER_BYTES_WRITTEN, (long) key.partition().capacity() + key.sort().capacity());
        }
        ended(outcome);
    }

    void ended(long outcome) {
        if (Outcome.committed(outcome)) {
            add(Counter.COMMITS, 1);
        } else if (outcome == Outcome.CONDITION_FAILED) {
            add(Counter.CONDITION_FAILURES, 1);
        }
    }

    EngineStats stats() {
        EngineStats stats = EngineStats.empty();
        for (Map.Entry<Counter, LongAdder> count : counts.entrySet()) {
            stats = stats.with(count.getKey(), count.getValue().sum());
        }
        return stats;
    }
}
