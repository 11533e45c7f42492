package dev.dyno.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.kit.Items;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of family A, one test each, named after it; A1 is also the cache's {@code verify()} in every kit test. */
class DaxRulesTest {

    private static final long LIFE_MILLIS = 10_000;
    private static final long QUERY_LIFE_MILLIS = 60_000;
    private static final CacheOptions DAX = CacheOptions.STANDARD.withBytes(1 << 20, 64).withItemLife(LIFE_MILLIS)
            .withQueries(1 << 20, QUERY_LIFE_MILLIS);

    private final ManualClock clock = new ManualClock();
    private SilentProvider provider;
    private CachingEngine engine;
    private Session session;
    private Table table;
    private Session aroundSession;
    private Table around;

    @BeforeEach
    void open() {
        open(DAX, true);
    }

    private void open(CacheOptions options, boolean silent) {
        close();
        provider = new SilentProvider(silent);
        engine = (CachingEngine) Caching.over(provider, options).open(
                EngineConfig.inMemory().withDurability(Durability.MEMORY).withClock(clock));
        engine.createTable(TableSpec.sorted("t"));
        session = engine.openSession();
        table = session.table("t");
        aroundSession = provider.engine().openSession();
        around = aroundSession.table("t");
    }

    @AfterEach
    void close() {
        if (engine != null) {
            session.close();
            aroundSession.close();
            assertTrue(engine.verify().clean(), () -> engine.verify().violations().toString());
            engine.close();
            engine = null;
        }
    }

    @Test
    void a1_aCoherentCacheKnowsWhatTheEngineAnswers() {
        for (boolean silent : new boolean[] {true, false}) {
            open(DAX.withQueries(0, 0).withMode(CacheMode.COHERENT), silent);
            put(table, "a", "1");
            assertEquals("1", get(table, "a"));
            table.update(key("a"), (current, out) -> {
                out.putByte(0, (byte) '2');
                return 1;
            }, WriteOptions.DEFAULT);
            assertEquals("2", get(table, "a"));
            session.commit(new WriteBatch().delete(table, key("a"), WriteOptions.DEFAULT)
                    .put(table, key("b"), Items.bytes("3"), 0, 1, WriteOptions.DEFAULT), Durability.ENGINE);
            assertEquals(Items.NONE, get(table, "a"));
            assertEquals("3", get(table, "b"));
            assertTrue(engine.verify().clean());
        }
    }

    @Test
    void a2_whatWasReadOrWrittenIsAnsweredFromMemory() {
        put(around, "a", "1");
        assertEquals("1", get(table, "a"));
        assertEquals(Items.NONE, get(table, "none"));
        put(table, "b", "2");
        table.delete(key("deleted"));
        table.update(key("c"), (current, out) -> {
            out.putByte(0, (byte) '3');
            return 1;
        }, WriteOptions.DEFAULT);
        int reads = provider.reads();
        for (int i = 0; i < 10; i++) {
            assertEquals("1", get(table, "a"));
            assertEquals(Items.NONE, get(table, "none"));
            assertEquals("2", get(table, "b"));
            assertEquals(Items.NONE, get(table, "deleted"));
            assertEquals("3", get(table, "c"));
        }
        assertEquals(reads, provider.reads(), "reads below the cache");
        List<String> answers = new ArrayList<>(List.of("", "", ""));
        KeyBatch keys = new KeyBatch().add(key("a")).add(key("none")).add(key("new"));
        put(around, "new", "4");
        assertEquals(2, table.getBatch(keys, (index, item) -> answers.set(index, Items.text(item))));
        assertEquals(List.of("1", Items.NONE, "4"), answers);
        put(around, "new", "5");
        assertEquals("4", get(table, "new"), "the batch filled it");
    }

    @Test
    void a3_strongReadsAndSnapshotsPassBy() {
        put(table, "a", "old");
        put(around, "a", "new");
        assertEquals("old", get(table, "a"));
        assertEquals("new", get(table.strong(), "a"));
        assertEquals("old", get(table, "a"), "a strong read fills nothing");
        try (Snapshot snapshot = session.snapshot()) {
            assertEquals("new", get(table.at(snapshot), "a"));
            assertEquals("old", get(table, "a"));
        }
    }

    @Test
    void a4_aFailedWriteLeavesNothing() {
        put(around, "a", "1");
        assertTrue(put(table, "a", "2", new WriteOptions().ifAbsent()) < 0);
        assertEquals("1", get(table, "a"));
        DirectBuffer large = new UnsafeBuffer(new byte[engine.limits().valueBytes() + 1]);
        assertThrows(IllegalArgumentException.class, () -> table.put(key("a"), large, 0, large.capacity()));
        assertEquals("1", get(table, "a"));
        assertThrows(ArithmeticException.class, () -> table.update(key("a"), (current, out) -> {
            throw new ArithmeticException("the updater's own");
        }, WriteOptions.DEFAULT));
        assertEquals("1", get(table, "a"));
    }

    @Test
    void a5_anItemIsNotOlderThanItsLife() {
        put(table, "a", "1");
        put(around, "a", "2");
        clock.passMillis(LIFE_MILLIS - 20);
        assertEquals("1", get(table, "a"));
        clock.passMillis(20);
        assertEquals("2", get(table, "a"));
    }

    @Test
    void a6_whoWritesThroughTheCacheReadsIt() {
        assertEquals(Items.NONE, get(table, "a"));
        put(table, "a", "1");
        assertEquals("1", get(table, "a"), "the known absence ended");
        clock.passMillis(LIFE_MILLIS / 2);
        put(table, "a", "2");
        put(around, "a", "3");
        clock.passMillis(LIFE_MILLIS / 2 + 1_000);
        assertEquals("2", get(table, "a"), "a write starts the life anew");
        table.delete(key("a"));
        assertEquals(Items.NONE, get(table, "a"));
    }

    @Test
    void a7_aWriteAroundIsSeenAfterTheLife() {
        assertEquals(Items.NONE, get(table, "a"));
        put(around, "a", "1");
        assertEquals(Items.NONE, get(table, "a"));
        clock.passMillis(LIFE_MILLIS);
        assertEquals("1", get(table, "a"));
    }

    @Test
    void a8_aResultIsAnsweredUntilItsLifeEnds() {
        put(table, "a", "1");
        assertEquals(List.of("a=1"), query(range()));
        assertEquals(List.of("a=1"), scan());
        put(table, "b", "2");
        table.delete(key("a"));
        assertEquals(List.of("a=1"), query(range()), "query, put, same query");
        assertEquals(List.of("a=1"), scan());
        clock.passMillis(QUERY_LIFE_MILLIS);
        assertEquals(List.of("b=2"), query(range()));
        assertEquals(List.of("b=2"), scan());
        assertEquals(List.of(), query(Items.range("empty")));
        put(around, "empty", "x", "3");
        assertEquals(List.of(), query(Items.range("empty")), "an empty result is a result");
    }

    @Test
    void a9_itemsAndResultsAreIndependent() {
        put(around, "a", "1");
        put(around, "b", "2");
        assertEquals(List.of("a=1", "b=2"), query(range()));
        int reads = provider.reads();
        assertEquals("1", get(table, "a"));
        assertEquals(reads + 1, provider.reads(), "a query fills no item");
        put(table, "a", "9");
        DirectBuffer a = Items.bytes("a");
        List<Range> others = List.of(range().limit(1), range().reverse(true), range().from(a, 0, 1, true),
                range().from(a, 0, 1, false), range().to(a, 0, 1, true), range().prefix(a, 0, 1),
                range().after(a, 0, 1), Items.range("other"));
        List<List<String>> expected = List.of(List.of("a=9"), List.of("b=2", "a=9"), List.of("a=9", "b=2"),
                List.of("b=2"), List.of("a=9"), List.of("a=9"), List.of("b=2"), List.of());
        for (int i = 0; i < others.size(); i++) {
            assertEquals(expected.get(i), query(others.get(i)), "range " + i);
            assertEquals(expected.get(i), query(others.get(i)), "range " + i + " from memory");
        }
        assertEquals(List.of("a=1", "b=2"), query(range()));
    }

    @Test
    void a10_aRacingFillIsDropped() {
        for (boolean silent : new boolean[] {true, false}) {
            open(DAX.withQueries(0, 0).withMode(CacheMode.COHERENT), silent);
            Session another = engine.openSession();
            Table writing = another.table("t");
            put(around, "a", "old");
            clock.passMillis(LIFE_MILLIS);
            provider.afterNextRead(() -> put(writing, "a", "new"));
            assertEquals("old", get(table, "a"), "it read before the write");
            assertEquals("new", get(table, "a"));
            clock.passMillis(LIFE_MILLIS);
            provider.afterNextRead(() -> writing.delete(key("a")));
            assertEquals("new", get(table, "a"));
            assertEquals(Items.NONE, get(table, "a"));
            another.close();
        }
    }

    @Test
    void a11_memoryStaysWithinItsBound() {
        for (int size : new int[] {30, 3_000, 300, 6_000, 30}) {
            for (int i = 0; i < 4_000_000 / (size + 60); i++) {
                put(table, "k" + i, "v".repeat(size));
            }
            assertTrue(engine.caches().items().store().regionBytes() <= 1 << 20);
            assertTrue(engine.caches().items().store().liveBytes() > 600_000,
                    () -> "size=" + size + ", live=" + engine.caches().items().store().liveBytes());
        }
        assertThrows(IllegalArgumentException.class, () -> DAX.withBytes(100, 64));
        assertThrows(IllegalArgumentException.class, () -> DAX.withItemLife(-1));
    }

    @Test
    void a12_whatIsTooLargeIsReadAndWrittenAsWithoutIt() {
        String large = "x".repeat(1 << 20);
        put(table, "a", "small");
        assertEquals("small", get(table, "a"));
        put(table, "a", large);
        assertEquals(large, get(table, "a"));
        assertEquals(large, get(table, "a"));
        for (int i = 0; i < 200; i++) {
            put(table, "many", "s" + i, "y".repeat(2_000));
        }
        assertEquals(200, query(Items.range("many")).size());
        table.delete(Key.of("many", "s7"));
        assertEquals(199, query(Items.range("many")).size(), "a result over the limit is not kept");
    }

    @Test
    void a13_hitsAndMissesAreCounted() {
        get(table, "a");
        get(table, "a");
        query(range());
        query(range());
        query(range());
        scan();
        scan();
        CacheMetrics metrics = engine.metrics();
        assertEquals(List.of(1L, 1L, 2L, 1L, 1L, 1L, 0L, 0L), List.copyOf(metrics.byName().values()));
        assertEquals(Set.of("ItemCacheHits", "ItemCacheMisses", "QueryCacheHits", "QueryCacheMisses", "ScanCacheHits",
                "ScanCacheMisses", "EvictedSize", "ErrorRequestCount"), metrics.byName().keySet());
        assertTrue(engine.describe().toText().contains("ItemCacheHits 1"), () -> engine.describe().toText());
    }

    @Test
    void aJumpInACachedResultIsAnsweredByTheEngine() {
        for (String sort : List.of("a", "b", "c", "d")) {
            put(table, sort, sort);
        }
        assertEquals(List.of("a=a", "b=b"), query(range().limit(2)));
        try (Cursor cursor = table.query(range().limit(2))) {
            assertTrue(cursor.next());
            assertTrue(cursor.seek(key("c")));
            assertEquals("c", Items.text(cursor.item()));
            assertFalse(cursor.next(), "the limit counts what was walked before the jump");
        }
        try (Cursor scan = table.scan(0, 1)) {
            assertThrows(UnsupportedOperationException.class, () -> scan.seek(key("c")));
        }
    }

    @Test
    void aHitAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        put(table, "a", "value");
        Key key = key("a");
        ItemView view = new ItemView();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 12 && least > 0; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
            for (int i = 0; i < 50_000; i++) {
                table.get(key, view);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before);
        }
        assertEquals(0, least, "bytes of 50,000 hits, compiled");
    }

    @Test
    void everyRuleOfFamilyAHasItsTest() throws IOException {
        Matcher written = Pattern.compile("\\*\\*(A\\d+)\\*\\*").matcher(
                Files.readString(Path.of(System.getProperty("dyno.root", "..")).resolve("docs/rules.md")));
        Set<String> rules = new TreeSet<>();
        while (written.find()) {
            rules.add(written.group(1).toLowerCase(Locale.ROOT));
        }
        Set<String> tests = Arrays.stream(DaxRulesTest.class.getDeclaredMethods()).map(Method::getName)
                .filter(name -> name.matches("a\\d+_.*")).map(name -> name.substring(0, name.indexOf('_')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, tests);
    }

    private static Key key(String sort) {
        return Key.of("p", sort);
    }

    private static Range range() {
        return Items.range("p");
    }

    private static long put(Table table, String sort, String value) {
        return put(table, sort, value, WriteOptions.DEFAULT);
    }

    private static long put(Table table, String sort, String value, WriteOptions options) {
        DirectBuffer bytes = Items.bytes(value);
        return table.put(key(sort), bytes, 0, bytes.capacity(), options);
    }

    private static void put(Table table, String partition, String sort, String value) {
        DirectBuffer bytes = Items.bytes(value);
        table.put(Key.of(partition, sort), bytes, 0, bytes.capacity());
    }

    private static String get(Reader reader, String sort) {
        ItemView view = new ItemView();
        reader.get(key(sort), view);
        return Items.text(view);
    }

    private List<String> query(Range range) {
        return walk(table.query(range));
    }

    private List<String> scan() {
        return walk(table.scan(0, 1));
    }

    private static List<String> walk(Cursor cursor) {
        try (cursor) {
            List<String> found = new ArrayList<>();
            while (cursor.next()) {
                found.add(Items.text(cursor.key().sort()) + "=" + Items.text(cursor.item()));
            }
            return found;
        }
    }
}
