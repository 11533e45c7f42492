package dev.dyno.bench.jmh.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.bench.Build;
import dev.dyno.bench.peers.bound.BoundProvider;
import dev.dyno.cache.CacheMetrics;
import dev.dyno.cache.CacheOptions;
import dev.dyno.cache.Caching;
import dev.dyno.cache.CachingEngine;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.cache.store.EntryLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What does a hit cost among millions of entries, beside Caffeine's? Both copy the 100 bytes out and check one. Ours is
 * asked through the SPI, so that key checks, counters and the policy's share are in it; Caffeine's side is as good as
 * it gets: one probe key that is used again, its hash in a field, nothing allocated.
 *
 * <p>{@link #main} takes JMH's own arguments: {@code -t 2} for two threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CacheHits {

    static final int VALUE_BYTES = 100;
    static final int KEY_BYTES = 16;
    private static final int ENTRY_BYTES = EntryLayout.HEADER_LENGTH + KEY_BYTES + VALUE_BYTES;
    /** Room for every entry under every policy, so that a miss is an error. */
    private static final long ROOM_BYTES = 400;

    @Param("4000000")
    public int entries;

    @Param({"caffeine", "lru", "clock", "sieve", "s3-fifo", "w-tiny-lfu"})
    public String subject;

    private Cache<ByteKey, byte[]> caffeine;
    private CachingEngine engine;
    private Path directory;

    /** Runs JMH with the flags that engines need, allocation counted. */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        new Runner(new OptionsBuilder().parent(new CommandLineOptions(arguments))
                .include("^" + CacheHits.class.getName() + "\\.")
                .jvmArgsAppend(Build.load().jvmFlags().toArray(String[]::new))
                .jvmArgsAppend("-Xms4g", "-Xmx4g", "-Dagrona.disable.bounds.checks=true")
                .addProfiler(GCProfiler.class).build()).run();
    }

    /** What one thread asks with. */
    @State(Scope.Thread)
    public static class Asker {
        final UnsafeBuffer keyBytes = new UnsafeBuffer(new byte[KEY_BYTES]);
        final Key key = new Key();
        final ItemView view = new ItemView();
        final ByteKey byteKey = new ByteKey(KEY_BYTES);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[VALUE_BYTES]);
        private long random;
        private Session session;
        private Table table;

        @Setup(Level.Trial)
        public void open(CacheHits benchmark) {
            random = Thread.currentThread().threadId() * 0x9e37_79b9_7f4a_7c15L;
            if (benchmark.engine != null) {
                session = benchmark.engine.openSession();
                table = session.table("t");
            }
        }

        @TearDown(Level.Trial)
        public void close() {
            if (session != null) {
                session.close();
            }
        }

        void next(int entries) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            write(keyBytes, (int) ((random >>> 32) * entries >>> 32));
        }
    }

    static void write(UnsafeBuffer keyBytes, int number) {
        keyBytes.putLong(0, number * 0x9e37_79b9_7f4a_7c15L);
        keyBytes.putLong(8, number);
    }

    /** Entries come in by writes through the cache. */
    @Setup(Level.Trial)
    public void fill() throws IOException {
        UnsafeBuffer keyBytes = new UnsafeBuffer(new byte[KEY_BYTES]);
        if (subject.equals("caffeine")) {
            caffeine = Caffeine.newBuilder().maximumSize(entries + entries / 10).build();
            for (int i = 0; i < entries; i++) {
                write(keyBytes, i);
                byte[] value = new byte[VALUE_BYTES];
                value[0] = (byte) i;
                caffeine.put(new ByteKey(KEY_BYTES).set(keyBytes), value);
            }
            caffeine.cleanUp();
            return;
        }
        directory = Files.createTempDirectory("cache-hits");
        CacheOptions options = CacheOptions.STANDARD.withPolicy(PolicyKind.labelled(subject))
                .withItemLife(Integer.MAX_VALUE).withBytes(entries * ROOM_BYTES, ENTRY_BYTES);
        engine = (CachingEngine) Caching.over(new BoundProvider(), options)
                .open(EngineConfig.at(directory).withDurability(Durability.MEMORY));
        engine.createTable(TableSpec.unsorted("t"));
        UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
        Key key = new Key();
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < entries; i++) {
                write(keyBytes, i);
                value.putByte(0, (byte) i);
                table.put(key.wrap(keyBytes, 0, KEY_BYTES), value, 0, VALUE_BYTES);
            }
        }
    }

    /** A miss that was measured would be the engine's time: it voids the run. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (engine != null) {
            CacheMetrics metrics = engine.metrics();
            engine.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            if (metrics.itemCacheMisses() > metrics.itemCacheHits() / 100_000) {
                throw new IllegalStateException("measured misses: " + metrics);
            }
        }
    }

    @Benchmark
    public byte hit(Asker asker) {
        asker.next(entries);
        byte found;
        if (caffeine != null) {
            byte[] value = caffeine.getIfPresent(asker.byteKey.set(asker.keyBytes));
            asker.out.putBytes(0, value, 0, VALUE_BYTES);
            found = asker.out.getByte(0);
        } else {
            asker.key.wrap(asker.keyBytes, 0, KEY_BYTES);
            if (!asker.table.get(asker.key, asker.view)) {
                throw new IllegalStateException("an item is missing");
            }
            asker.view.copyTo(asker.out, 0);
            found = asker.out.getByte(0);
        }
        if (found != (byte) asker.keyBytes.getLong(8)) {
            throw new IllegalStateException("another item's value");
        }
        return found;
    }
}
