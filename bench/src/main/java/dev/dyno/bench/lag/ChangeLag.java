package dev.dyno.bench.lag;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.demo.Ground;
import dev.dyno.streams.StreamingEngine;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How soon a subscriber sees a change while a writer keeps a rate: puts that replace items of 256 bytes, drawn
 * uniformly, come at fixed times, and each carries the time at which it should have come and the one at which it did.
 * The subscriber polls all shards. From the second time on is what capture and reading take, the put itself included;
 * from the first on it is also what the engine made its writer wait.
 *
 * @param rate puts a second
 */
public record ChangeLag(EngineProvider stack, int items, int rate, Duration warmup, Duration measured) {

    private static final int VALUE_BYTES = 256;
    private static final int SORTS = 16;

    /**
     * @param fromDue nanoseconds from when a put should have begun to when its record was read
     * @param fromPut nanoseconds from when it began
     * @param gaps how often a ring had overwritten what was to be read next
     * @param ratio of the puts that should have been made, how many were
     */
    public record Result(Histogram fromDue, Histogram fromPut, long gaps, double ratio) { }

    public ChangeLag {
        if (items < 1 || rate < 1 || measured.isZero()) {
            throw new IllegalArgumentException("nothing to measure: items=" + items + ", rate=" + rate + ", time="
                    + measured.toSeconds() + "s, min=1");
        }
    }

    /** Loads the items, writes and reads. */
    public Result run() throws InterruptedException {
        try (Ground ground = new Ground(stack)) {
            Engine engine = ground.engine();
            engine.createTable(TableSpec.sorted("t"));
            Writer writer = new Writer(engine);
            writer.load();
            try (Subscriber subscriber = new Subscriber((StreamingEngine) engine, warmup.toNanos())) {
                long begin = System.nanoTime();
                subscriber.start(begin);
                long made = writer.write(begin, warmup.plus(measured).toNanos());
                subscriber.finish();
                return new Result(subscriber.fromDue(), subscriber.fromPut(), subscriber.gaps(),
                        made / (rate * warmup.plus(measured).toNanos() / (double) Duration.ofSeconds(1).toNanos()));
            }
        }
    }

    /** Confined to the thread that makes it. */
    private final class Writer {
        private final Session session;
        private final Table table;
        private final Key key = new Key();
        private final UnsafeBuffer partition = new UnsafeBuffer(new byte[Long.BYTES]);
        private final UnsafeBuffer sort = new UnsafeBuffer(new byte[Long.BYTES]);
        private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);

        Writer(Engine engine) {
            session = engine.openSession();
            table = session.table("t");
        }

        void load() {
            for (int i = 0; i < items; i++) {
                put(i, 0);
            }
        }

        /** @return how many puts were made before the time was over */
        long write(long begin, long nanos) {
            long made = 0;
            double interval = Duration.ofSeconds(1).toNanos() / (double) rate;
            long due = begin;
            while (due - begin < nanos && System.nanoTime() - begin < nanos) {
                while (System.nanoTime() < due) {
                    Thread.onSpinWait();
                }
                made++;
                put(Long.remainderUnsigned(made * 0x9e3779b97f4a7c15L >>> 7, items), due);
                due = begin + (long) (made * interval);
            }
            session.close();
            return made;
        }

        private void put(long item, long due) {
            partition.putLong(0, item / SORTS);
            sort.putLong(0, item % SORTS);
            value.putLong(0, due);
            value.putLong(Long.BYTES, System.nanoTime());
            long outcome = table.put(key.wrap(partition, 0, Long.BYTES, sort, 0, Long.BYTES), value, 0, VALUE_BYTES);
            if (outcome == Outcome.CONDITION_FAILED || outcome == Outcome.UNKNOWN) {
                throw new IllegalStateException("put was not committed: outcome=" + Outcome.describe(outcome));
            }
        }
    }
}
