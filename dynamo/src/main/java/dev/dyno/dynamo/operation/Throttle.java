package dev.dyno.dynamo.operation;

import dev.dyno.api.run.Clock;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.table.TableModel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Provisioned throughput as token buckets, one for reads and one for writes of each table: a bucket fills by its units
 * a second, up to 300 seconds' worth, and an operation is refused while it is empty. What an operation takes is known
 * only afterwards, so a bucket may go below zero, as Amazon's do. Switched off, it is one test of a flag.
 *
 * <p>Threads: any; a bucket is one word, changed by compare-and-set.
 */
public final class Throttle {

    /** Source: Amazon's developer guide, "burst capacity". */
    private static final long BURST_SECONDS = 300;
    private static final long NANOS = 1_000_000_000L;

    private final boolean on;
    private final Clock clock;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** When the bucket will have been empty for no time: one unit is so many nanoseconds of it. */
    private static final class Bucket {
        private final AtomicLong emptyAtNanos = new AtomicLong(Long.MIN_VALUE);
    }

    public Throttle(boolean on, Clock clock) {
        this.on = on;
        this.clock = clock;
    }

    void beforeRead(TableModel table) {
        if (on) {
            check(table, "read", table.throughput().read());
        }
    }

    void beforeWrite(TableModel table) {
        if (on) {
            check(table, "write", table.throughput().write());
        }
    }

    void read(TableModel table, double units) {
        if (on) {
            take(table, "read", table.throughput().read(), units);
        }
    }

    void wrote(TableModel table, double units) {
        if (on) {
            take(table, "write", table.throughput().write(), units);
        }
    }

    /** Whether a part of a batch may be read or written now; if not it is left unprocessed. */
    boolean admits(TableModel table, boolean write) {
        long rate = write ? table.throughput().write() : table.throughput().read();
        return !on || table.onDemand() || bucket(table, write ? "write" : "read").emptyAtNanos.get() < clock.nanoTime()
                || rate == 0;
    }

    private void check(TableModel table, String kind, long rate) {
        if (!table.onDemand() && rate > 0 && bucket(table, kind).emptyAtNanos.get() > clock.nanoTime()) {
            throw new DynamoError(ErrorType.PROVISIONED_THROUGHPUT_EXCEEDED, "The level of configured provisioned "
                    + "throughput for the table was exceeded. Consider increasing your provisioning level with the "
                    + "UpdateTable API.");
        }
    }

    private void take(TableModel table, String kind, long rate, double units) {
        if (table.onDemand() || rate == 0) {
            return;
        }
        AtomicLong empty = bucket(table, kind).emptyAtNanos;
        long full = clock.nanoTime() - BURST_SECONDS * NANOS;
        long cost = (long) (units * NANOS / rate);
        empty.updateAndGet(at -> Math.max(at, full) + cost);
    }

    private Bucket bucket(TableModel table, String kind) {
        return buckets.computeIfAbsent(table.id() + kind, any -> new Bucket());
    }
}
