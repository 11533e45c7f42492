package dev.dyno.bench.demo;

import dev.dyno.api.Bytes;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.run.Clock;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.consume.ConsumerTiming;
import dev.dyno.streams.consume.Replicator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ViewType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A table on one engine follows a table on another, which is written to all the while: a copy, then the changes, then
 * the replica takes over and is compared, item by item.
 *
 * @param items there are when the copy begins; as many changes are made during copy and following
 * @param say gets a line for each thing that happens
 */
public record ReplicateDemo(EngineProvider from, EngineProvider to, CaptureKind capture, int items, long seed,
        Consumer<String> say) {

    private static final String ORDERS = "orders";
    private static final String LEASES = "leases";
    private static final long LEASE_MILLIS = 10_000;
    private static final long SAY_EACH_MILLIS = 200;
    private static final int VALUE_BYTES = 100;
    private static final int ORDERS_PER_CUSTOMER = 8;

    /** @return whether the replica equals its source in the end */
    public boolean run() {
        EngineProvider streaming = Streaming.over(from, StreamOptions.of(capture));
        try (Ground source = new Ground(streaming); Ground target = new Ground(to)) {
            StreamingEngine engine = (StreamingEngine) source.engine();
            engine.createTable(TableSpec.sorted(ORDERS));
            target.engine().createTable(TableSpec.sorted(ORDERS));
            target.engine().createTable(TableSpec.sorted(LEASES));
            load(engine);
            say("source   %s: %,d orders", engine.name(), items);
            long stream = engine.enableStream(ORDERS, ViewType.NEW_IMAGE).id();
            say("stream   on, new images, capture %s", capture.name().toLowerCase(Locale.ROOT));
            AtomicLong written = new AtomicLong();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread writer = Thread.ofPlatform().name("demo-writer")
                    .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
                    .start(() -> change(engine, written));
            try (Session reading = engine.openSession(); Session writing = target.engine().openSession();
                    StreamReader reader = engine.openReader();
                    Replicator replicator = new Replicator(1, stream, reader, writing, ORDERS, LEASES,
                            new ConsumerTiming(Clock.SYSTEM, LEASE_MILLIS))) {
                say("copy     %,d items to %s, while the source is written to",
                        replicator.copy(reading.table(ORDERS)), target.engine().name());
                follow(replicator, writer);
                join(writer);
                if (failure.get() != null) {
                    throw new IllegalStateException("the writer failed: " + failure.get(), failure.get());
                }
                say("writes   end after %,d changes", written.get());
                long last = replicator.promote();
                say("promote  %,d changes were left, lag %d ms: the replica takes over", last, replicator.lagMillis());
                return compare(reading.table(ORDERS), writing.table(ORDERS));
            }
        }
    }

    private void follow(Replicator replicator, Thread writer) {
        long followed = 0;
        long said = Clock.SYSTEM.epochMillis();
        while (writer.isAlive()) {
            followed += replicator.follow();
            long now = Clock.SYSTEM.epochMillis();
            if (now - said >= SAY_EACH_MILLIS) {
                say("follow   %,d changes, lag %d ms", followed, replicator.lagMillis());
                said = now;
            }
        }
        say("follow   %,d changes, lag %d ms", followed, replicator.lagMillis());
    }

    private static void join(Thread writer) {
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the writer ends", e);
        }
    }

    private void load(StreamingEngine engine) {
        try (Session session = engine.openSession()) {
            Table table = session.table(ORDERS);
            for (int i = 0; i < items; i++) {
                put(table, i, "new " + i);
            }
        }
    }

    /** Puts and deletes, one of four a delete, over all orders and some more. */
    private void change(StreamingEngine engine, AtomicLong written) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Session session = engine.openSession()) {
            Table table = session.table(ORDERS);
            for (int i = 0; i < items; i++) {
                int order = random.nextInt(items + items / 4);
                if (random.nextInt(4) == 0) {
                    table.delete(key(order));
                } else {
                    put(table, order, "changed " + i);
                }
                written.incrementAndGet();
            }
        }
    }

    private static void put(Table table, int order, String what) {
        byte[] value = String.format(Locale.ROOT, "%-" + VALUE_BYTES + "s", what).getBytes(StandardCharsets.US_ASCII);
        table.put(key(order), new UnsafeBuffer(value), 0, value.length, WriteOptions.DEFAULT);
    }

    private static Key key(int order) {
        return Key.of("customer-" + order / ORDERS_PER_CUSTOMER, "order-" + order);
    }

    private boolean compare(Table source, Table replica) {
        long equal = 0;
        long differ = 0;
        ItemView other = new ItemView();
        try (Cursor cursor = source.scan(0, 1)) {
            while (cursor.next()) {
                boolean same = replica.get(cursor.key(), other) && Bytes.equal(cursor.item().value(), 0,
                        cursor.item().length(), other.value(), 0, other.length());
                equal += same ? 1 : 0;
                differ += same ? 0 : 1;
            }
        }
        long replicated = 0;
        try (Cursor cursor = replica.scan(0, 1)) {
            while (cursor.next()) {
                replicated++;
            }
        }
        boolean fine = differ == 0 && replicated == equal;
        say("compare  %,d items are equal, %,d differ, %,d are too many", equal, differ, replicated - equal);
        return fine;
    }

    private void say(String format, Object... values) {
        say.accept(String.format(Locale.ROOT, format, values));
    }
}
