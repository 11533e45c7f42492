package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException.NotFound;
import dev.dyno.streams.capture.StreamException.TrimmedDataAccess;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.consume.ChangeHandler;
import dev.dyno.streams.consume.Consumer;
import dev.dyno.streams.consume.ConsumerTiming;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.ViewType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of consumers: a count of changes for each item, kept in a table, is never wrong. */
class ConsumerRulesTest {

    private static final long LEASE_MILLIS = 10_000;
    private static final long LEASE_NANOS = LEASE_MILLIS * 1_000_000;

    private final StreamFixture fixture = new StreamFixture(
            StreamOptions.of(CaptureKind.LOG).withShards(4).withShardBytes(8192));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, Integer> expected = new TreeMap<>();
    private long stream;

    @BeforeEach
    void begin() {
        fixture.engine().createTable(TableSpec.sorted("leases"));
        fixture.engine().createTable(TableSpec.unsorted("counts"));
        stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE).id();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable handle : opened) {
            handle.close();
        }
        fixture.close();
    }

    @Test
    void t17_consumersShareTheShardsFairly() {
        Consumer first = consumer(1, this::count);
        first.poll();
        assertEquals(4, first.shards().size());
        Consumer second = consumer(2, this::count);
        second.poll();
        assertEquals(0, second.shards().size(), "nothing is free yet");
        first.poll();
        second.poll();
        assertEquals(2, first.shards().size());
        assertEquals(2, second.shards().size());
        Set<Long> both = new HashSet<>(first.shards());
        both.addAll(second.shards());
        assertEquals(4, both.size(), "no shard is read by two");
        second.close();
        first.poll();
        assertEquals(4, first.shards().size());
    }

    @Test
    void t18_whenOneFallsSilentAnotherGoesOnWithoutLossOrRepeat() {
        Consumer first = consumer(1, this::count);
        write(0, 100);
        first.poll();
        write(100, 200);
        Consumer second = consumer(2, this::count);
        second.poll();
        assertTrue(second.shards().stream().noneMatch(first.shards()::contains), "what is held is not taken");
        fixture.clock().advance(LEASE_NANOS);
        write(200, 250);
        drain(second);
        assertEquals(4, second.shards().size());
        assertEquals(expected, counts());
        first.poll();
        assertEquals(expected, counts(), "the first one is back and takes its share, not its old pages");
    }

    @Test
    void t19_whoLostALeaseWithoutKnowingHasNoEffect() {
        List<Integer> pages = new ArrayList<>();
        Consumer second = consumer(2, this::count);
        Consumer first = consumer(1, (page, effects) -> {
            pages.add(page.size());
            fixture.clock().advance(2 * LEASE_NANOS); // so slow that its leases are gone
            drain(second);
            count(page, effects);
        });
        write(0, 40);
        assertEquals(0, first.poll());
        assertTrue(pages.stream().mapToInt(Integer::intValue).sum() > 0, "it had records at hand");
        assertEquals(expected, counts());
    }

    @Test
    void t19_twoThatCallThemselvesTheSameHaveEachEffectOnce() {
        Consumer twin = consumer(1, this::count);
        Consumer first = consumer(1, (page, effects) -> {
            twin.poll();
            count(page, effects);
        });
        write(0, 100);
        drain(first);
        drain(twin);
        assertEquals(expected, counts());
    }

    @Test
    void t20_aChildIsReadWhenItsParentHasEnded() {
        Map<String, Integer> last = new TreeMap<>();
        ChangeHandler ordered = (page, effects) -> {
            ChangeView view = new ChangeView();
            for (int i = 0; i < page.size(); i++) {
                page.get(i, view);
                int value = Integer.parseInt(StreamLines.text(view.newItem()).split("-")[0]);
                assertTrue(last.getOrDefault(view.key().toString(), -1) < value, () -> "out of order: " + view.key());
                last.put(view.key().toString(), value);
            }
            count(page, effects);
        };
        SplittableRandom random = new SplittableRandom(5);
        List<Consumer> consumers = List.of(consumer(1, ordered), consumer(2, ordered), consumer(3, ordered));
        for (int i = 0; i < 400; i++) {
            write(i, i + 1);
            if (i % 60 == 30) {
                fixture.engine().splitShard(stream, fixture.shardOf("k" + random.nextInt(9)));
            }
            if (i % 7 == 0) {
                consumers.get(random.nextInt(3)).poll();
                fixture.clock().advance(random.nextLong(LEASE_NANOS / 3));
            }
        }
        StreamDescription now = fixture.engine().streams().getFirst();
        assertTrue(now.shards().size() > 15, "shards=" + now.shards().size());
        for (int i = 0; i < 60; i++) {
            consumers.forEach(Consumer::poll);
        }
        assertEquals(expected, counts());
    }

    @Test
    void t21_aHandlerThatThrowsOrCannotWriteHasNoEffect() {
        boolean[] fails = {true};
        Consumer consumer = consumer(1, (page, effects) -> {
            count(page, effects);
            if (fails[0]) {
                throw new IllegalStateException("this handler has a bad day");
            }
        });
        write(0, 50);
        assertThrows(IllegalStateException.class, consumer::poll);
        assertEquals(Map.of(), counts());
        fails[0] = false;
        drain(consumer);
        assertEquals(expected, counts());
        Consumer refused = consumer(2, (page, effects) -> effects.put(fixture.session().table("counts"),
                Key.of("k0", ""), StreamFixture.bytes("x"), 0, 1, new WriteOptions().ifSequence(1)));
        consumer.close();
        write(50, 60);
        assertThrows(IllegalStateException.class, () -> drain(refused));
        assertThrows(IllegalArgumentException.class, () -> consumer(0, this::count));
        StreamReader reader = fixture.engine().openReader();
        Consumer nowhere = new Consumer(9, 999, reader, fixture.session(), "leases", this::count,
                new ConsumerTiming(fixture.clock(), LEASE_MILLIS));
        assertThrows(NotFound.class, nowhere::poll);
        reader.close();
    }

    @Test
    void t21_aCheckpointThatIsTrimmedOrUnknownIsSaidAndKept() {
        Consumer consumer = consumer(1, this::count);
        write(0, 20);
        drain(consumer);
        Map<String, Integer> before = counts();
        write(20, 40);
        fixture.clock().advance(25 * 3_600_000_000_000L);
        write(40, 60);
        TrimmedDataAccess trimmed = assertThrows(TrimmedDataAccess.class, () -> drain(consumer));
        assertTrue(trimmed.getMessage().contains("shard="), trimmed::getMessage);
        assertThrows(TrimmedDataAccess.class, () -> drain(consumer), "it stays where it was");
        assertEquals(before, counts());
        UnsafeBuffer partition = new UnsafeBuffer(new byte[Long.BYTES]);
        partition.putLong(0, stream, ByteOrder.BIG_ENDIAN);
        fixture.session().table("leases").put(new Key().wrap(partition, 0, Long.BYTES,
                new UnsafeBuffer(new byte[Long.BYTES + 1]), 0, Long.BYTES + 1), StreamFixture.bytes("nonsense"), 0, 8);
        IllegalStateException strange = assertThrows(IllegalStateException.class, consumer::poll);
        assertTrue(strange.getMessage().contains("bytes=8, expected=32"), strange::getMessage);
    }

    private Consumer consumer(long id, ChangeHandler handler) {
        StreamReader reader = fixture.engine().openReader();
        Session session = fixture.engine().openSession();
        opened.add(reader);
        opened.add(session);
        return new Consumer(id, stream, reader, session, "leases", handler,
                new ConsumerTiming(fixture.clock(), LEASE_MILLIS));
    }

    private static void drain(Consumer consumer) {
        int idle = 0;
        while (idle < 3) {
            idle = consumer.poll() == 0 ? idle + 1 : 0;
        }
        assertFalse(consumer.shards().isEmpty());
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            String key = "k" + i % 9;
            fixture.put(key, i + "-" + "x".repeat(i % 5 * 100));
            expected.merge(key, 1, Integer::sum);
        }
    }

    /** Adds the page's changes to the counts: read, then written with the checkpoint. */
    private void count(RecordPage page, WriteBatch effects) {
        Map<String, Integer> more = new TreeMap<>();
        ChangeView view = new ChangeView();
        for (int i = 0; i < page.size(); i++) {
            more.merge(page.get(i, view).key().toString(), 1, Integer::sum);
        }
        Table table = fixture.session().table("counts");
        ItemView item = new ItemView();
        more.forEach((key, count) -> {
            int before = table.get(Key.of(key, ""), item) ? Integer.parseInt(StreamLines.text(item)) : 0;
            UnsafeBuffer value = StreamFixture.bytes(Integer.toString(before + count));
            effects.put(table, Key.of(key, ""), value, 0, value.capacity(), WriteOptions.DEFAULT);
        });
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        ItemView item = new ItemView();
        Table table = fixture.session().table("counts");
        for (String key : expected.keySet()) {
            if (table.get(Key.of(key, ""), item)) {
                counts.put(key, Integer.parseInt(StreamLines.text(item)));
            }
        }
        return counts;
    }
}
