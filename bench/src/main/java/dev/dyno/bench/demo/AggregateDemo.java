package dev.dyno.bench.demo;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineProvider;
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
import dev.dyno.streams.consume.Consumer;
import dev.dyno.streams.consume.ConsumerTiming;
import dev.dyno.streams.consume.LiveAggregate;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ViewType;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.eclipse.collections.api.bag.sorted.MutableSortedBag;
import org.eclipse.collections.api.factory.SortedBags;

/**
 * Views per site from single view events, counted live by two consumers that share the shards of the stream. One of
 * them falls silent half way; the other takes over, and every view is counted once.
 *
 * @param events in all
 * @param say gets a line for each thing that happens
 */
public record AggregateDemo(EngineProvider provider, CaptureKind capture, int events, long seed,
        java.util.function.Consumer<String> say) {

    private static final String VIEWS = "views";
    private static final String TOTALS = "totals";
    private static final String LEASES = "leases";
    private static final long LEASE_MILLIS = 500;
    private static final long LIMIT_SECONDS = 60;
    private static final int ROUNDS = 10;
    private static final int SITES = 12;

    /** @return whether every total is exact in the end */
    public boolean run() {
        try (Ground ground = new Ground(Streaming.over(provider, StreamOptions.of(capture)))) {
            StreamingEngine engine = (StreamingEngine) ground.engine();
            engine.createTable(TableSpec.sorted(VIEWS));
            engine.createTable(TableSpec.unsorted(TOTALS));
            engine.createTable(TableSpec.sorted(LEASES));
            long stream = engine.enableStream(VIEWS, ViewType.KEYS_ONLY).id();
            say("engine   %s, a stream of keys on table %s", engine.name(), VIEWS);
            try (Session writing = engine.openSession(); Session first = engine.openSession();
                    Session second = engine.openSession(); StreamReader one = engine.openReader();
                    StreamReader two = engine.openReader();
                    Consumer stays = consumer(1, stream, one, first)) {
                Consumer dies = consumer(2, stream, two, second); // never closed: it dies
                MutableSortedBag<String> exact = SortedBags.mutable.empty();
                SplittableRandom random = new SplittableRandom(seed);
                long counted = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    write(writing.table(VIEWS), random, round, exact);
                    counted += stays.poll() + (round < ROUNDS / 2 ? dies.poll() : 0);
                    say("round %2d %,7d views, %,7d counted; consumer 1 has shards %s, consumer 2 %s", round + 1,
                            (long) events * (round + 1) / ROUNDS, counted, stays.shards(),
                            round < ROUNDS / 2 ? dies.shards() : "is silent");
                }
                counted += drain(stays, exact.size() - counted);
                say("takeover consumer 1 has shards %s, %,d counted", stays.shards(), counted);
                return compare(second.table(TOTALS), exact);
            }
        }
    }

    private static Consumer consumer(long id, long stream, StreamReader reader, Session session) {
        return new Consumer(id, stream, reader, session, LEASES, new LiveAggregate(session, TOTALS),
                new ConsumerTiming(Clock.SYSTEM, LEASE_MILLIS));
    }

    private void write(Table views, SplittableRandom random, int round, MutableSortedBag<String> exact) {
        UnsafeBuffer nothing = new UnsafeBuffer(new byte[0]);
        for (int i = (int) ((long) events * round / ROUNDS); i < (long) events * (round + 1) / ROUNDS; i++) {
            // The smaller of two: some sites are seen more than others.
            String site = "site-" + Math.min(random.nextInt(SITES), random.nextInt(SITES));
            views.put(Key.of(site, "view-" + i), nothing, 0, 0, WriteOptions.DEFAULT);
            exact.add(site);
        }
    }

    /** Until everything is counted: the leases of the one that fell silent must end first. */
    private static long drain(Consumer consumer, long left) {
        long deadline = Clock.SYSTEM.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        long counted = 0;
        while (counted < left && Clock.SYSTEM.nanoTime() < deadline) {
            int now = consumer.poll();
            counted += now;
            if (now == 0) {
                Thread.yield();
            }
        }
        return counted;
    }

    private boolean compare(Table totals, MutableSortedBag<String> exact) {
        MutableSortedBag<String> found = SortedBags.mutable.empty();
        try (Cursor cursor = totals.scan(0, 1)) {
            while (cursor.next()) {
                found.addOccurrences(cursor.key().toString(),
                        Math.toIntExact(LiveAggregate.totalViews(cursor.item())));
            }
        }
        found.forEachWithOccurrences((site, views) -> say("total    site_id %-8s totalViews %,9d%s", site, views,
                views == exact.occurrencesOf(site) ? "" : "  but there were " + exact.occurrencesOf(site)));
        boolean fine = found.equals(exact);
        say("compare  %,d of %,d views are counted, %s", found.size(), exact.size(),
                fine ? "each once" : "which is wrong");
        return fine;
    }

    private void say(String format, Object... values) {
        say.accept(String.format(Locale.ROOT, format, values));
    }
}
