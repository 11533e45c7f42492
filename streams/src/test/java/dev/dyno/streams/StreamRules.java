package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineException.NoSuchTable;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException.ExpiredIterator;
import dev.dyno.streams.capture.StreamException.NotFound;
import dev.dyno.streams.capture.StreamException.TrimmedDataAccess;
import dev.dyno.streams.capture.StreamException.UnknownPosition;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.NumberRange;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of family T that every capture keeps alike, one test each. */
abstract class StreamRules {

    static final long MINUTE_NANOS = 60_000_000_000L;
    static final long HOUR_NANOS = 60 * MINUTE_NANOS;

    StreamFixture fixture;

    abstract StreamOptions options();

    @BeforeEach
    final void begin() {
        fixture = new StreamFixture(options());
    }

    @AfterEach
    final void end() {
        fixture.close();
    }

    @Test
    void t1_aStreamIsOffUntilItIsSwitchedOn() {
        fixture.put("a", "before");
        assertEquals(List.of(), fixture.engine().streams());
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("a", "after");
        assertEquals(List.of("a >after"), fixture.lines());
        assertThrows(IllegalStateException.class, () -> fixture.engine().enableStream("t", ViewType.OLD_IMAGE));
        assertEquals(stream, fixture.engine().streams().getFirst());
        NoSuchTable refusal = assertThrows(NoSuchTable.class,
                () -> fixture.engine().enableStream("tt", ViewType.KEYS_ONLY));
        assertTrue(refusal.getMessage().contains("'t'"), refusal::getMessage);
    }

    @Test
    void t2_aRecordSaysWhatBecameOfTheItemWithTheImagesOfItsView() {
        List<String> expected = List.of("INSERT KEYS_ONLY a >", "MODIFY KEYS_ONLY a >", "REMOVE KEYS_ONLY a >",
                "INSERT NEW_IMAGE a >one", "MODIFY NEW_IMAGE a >two", "REMOVE NEW_IMAGE a >",
                "INSERT OLD_IMAGE a >", "MODIFY OLD_IMAGE a one>", "REMOVE OLD_IMAGE a two>",
                "INSERT NEW_AND_OLD_IMAGES a >one", "MODIFY NEW_AND_OLD_IMAGES a one>two",
                "REMOVE NEW_AND_OLD_IMAGES a two>");
        for (ViewType view : ViewType.values()) {
            fixture.engine().enableStream("t", view);
            fixture.put("a", "one");
            fixture.table().update(Key.of("a", ""), (current, out) -> {
                out.putStringWithoutLengthAscii(0, "two");
                return 3;
            }, WriteOptions.DEFAULT);
            fixture.delete("a");
            assertTrue(fixture.engine().disableStream("t"));
        }
        List<String> found = new ArrayList<>();
        fixture.forEach((stream, view) ->
                found.add(view.kind() + " " + stream.view() + " " + StreamLines.line(view)));
        assertEquals(expected, found);
    }

    @Test
    void t3_whatChangesNothingMakesNoRecord() {
        fixture.engine().enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
        fixture.put("a", "value");
        fixture.put("a", "value");
        fixture.delete("missing");
        fixture.put("a", "new", new WriteOptions().ifAbsent());
        fixture.table().update(Key.of("a", ""), (current, out) -> ItemUpdater.KEEP, WriteOptions.DEFAULT);
        fixture.put("b", "");
        fixture.put("b", "");
        assertEquals(List.of("a >value", "b >"), fixture.lines());
    }

    @Test
    void t4_eachChangeOfABatchIsARecordInItsItemsOrder() {
        fixture.engine().enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
        fixture.put("k1", "old");
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 4; i++) {
            batch.put(fixture.table(), Key.of("k" + i, ""), StreamFixture.bytes("v" + i), 0, 2, WriteOptions.DEFAULT);
        }
        batch.delete(fixture.table(), Key.of("missing", ""), WriteOptions.DEFAULT);
        fixture.session().commit(batch, Durability.ENGINE);
        fixture.put("k1", "last");
        assertEquals(List.of("k0 >v0", "k1 >old", "k1 old>v1", "k1 v1>last", "k2 >v2", "k3 >v3"), fixture.lines());
    }

    @Test
    void t5_iteratorsBeginWhereTheirKindSays() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        long[] numbers = new long[5];
        for (int i = 0; i < numbers.length; i++) {
            fixture.put("a", "v" + i);
        }
        long shard = fixture.shardOf("a");
        try (StreamReader reader = fixture.engine().openReader()) {
            RecordPage page = new RecordPage();
            reader.read(reader.iterator(stream.id(), shard, IteratorKind.TRIM_HORIZON), page);
            ChangeView view = new ChangeView();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = page.get(i, view).number();
                assertTrue(i == 0 || numbers[i] > numbers[i - 1], "numbers rise");
            }
            ShardIterator latest = reader.iterator(stream.id(), shard, IteratorKind.LATEST);
            ShardIterator at = reader.iterator(stream.id(), shard, IteratorKind.AT_SEQUENCE_NUMBER, numbers[3]);
            ShardIterator after = reader.iterator(stream.id(), shard, IteratorKind.AFTER_SEQUENCE_NUMBER, numbers[3]);
            fixture.put("a", "v5");
            assertEquals(List.of("a >v5"), StreamLines.lines(reader, latest, page));
            assertEquals(List.of("a >v3", "a >v4", "a >v5"), StreamLines.lines(reader, at, page));
            assertEquals(List.of("a >v4", "a >v5"),
                    StreamLines.lines(reader, ShardIterator.parse(after.token()), page));
        }
    }

    @Test
    void t6_aPageIsFullByCountOrBytesAndReadOnWithoutGap() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        for (int i = 0; i < 50; i++) {
            fixture.put("a", "v" + i + "x".repeat(i));
        }
        try (StreamReader reader = fixture.engine().openReader()) {
            ShardIterator start = reader.iterator(stream.id(), fixture.shardOf("a"), IteratorKind.TRIM_HORIZON);
            List<String> all = StreamLines.lines(reader, start, new RecordPage());
            assertEquals(50, all.size());
            for (RecordPage page : List.of(new RecordPage(1, 1 << 20), new RecordPage(7, 1 << 20),
                    new RecordPage(1000, 300), new RecordPage(1000, 1))) {
                reader.read(start, page);
                assertTrue(page.size() <= 7, "a page is full");
                assertEquals(all, StreamLines.lines(reader, start, page));
            }
        }
    }

    @Test
    void t7_childrenGoOnWhereTheirParentEnds() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            fixture.put("k" + i % 6, "v" + i);
            expected.add("k" + i % 6 + " >v" + i);
            if (i == 20 || i == 40) {
                fixture.engine().splitShard(stream.id(), fixture.shardOf("k0"));
            }
        }
        StreamDescription now = fixture.engine().streams().getFirst();
        assertEquals(options().shards() + 4, now.shards().size());
        int openSlots = 0;
        for (ShardDescription shard : now.shards()) {
            openSlots += shard.closed() ? 0 : shard.lastSlot() - shard.firstSlot() + 1;
            assertTrue(shard.id().length() >= 28, shard::id);
            if (shard.closed()) {
                assertThrows(IllegalStateException.class,
                        () -> fixture.engine().splitShard(stream.id(), shard.number()));
            }
        }
        assertEquals(ShardDescription.SLOTS, openSlots, "open shards have all hashes, once");
        expected.sort((a, b) -> a.substring(0, 2).compareTo(b.substring(0, 2)));
        assertEquals(expected, fixture.lines(), "items in their order, parents read first");
        try (StreamReader reader = fixture.engine().openReader()) {
            RecordPage page = new RecordPage();
            for (ShardDescription shard : now.shards()) {
                reader.read(reader.iterator(stream.id(), shard.number(), IteratorKind.TRIM_HORIZON), page);
                assertEquals(shard.closed(), page.isAtEnd(), "a closed shard ends");
                NumberRange numbers = reader.numbers(stream.id(), shard);
                assertEquals(shard.closed(), !numbers.isOpen());
                checkNumbers(page, numbers);
                now.shards().stream().filter(child -> child.parent() == shard.number()).forEach(
                        child -> assertTrue(reader.numbers(stream.id(), child).first() > numbers.last()));
            }
        }
        assertThrows(NotFound.class, () -> fixture.engine().splitShard(stream.id(), 999));
        assertThrows(NotFound.class, () -> fixture.engine().splitShard(999, 1));
    }

    private static void checkNumbers(RecordPage page, NumberRange numbers) {
        ChangeView view = new ChangeView();
        if (page.size() > 0) {
            assertEquals(page.get(0, view).number(), numbers.first());
            assertTrue(page.get(page.size() - 1, view).number() <= numbers.last());
        }
    }

    @Test
    void t8_anIteratorExpires() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("a", "v");
        try (StreamReader reader = fixture.engine().openReader()) {
            RecordPage page = new RecordPage();
            ShardIterator old = reader.iterator(stream.id(), fixture.shardOf("a"), IteratorKind.TRIM_HORIZON);
            fixture.clock().advance(15 * MINUTE_NANOS);
            reader.read(old, page);
            assertEquals(1, page.size());
            fixture.clock().advance(1_000_000);
            ExpiredIterator refusal = assertThrows(ExpiredIterator.class, () -> reader.read(old, page));
            assertTrue(refusal.getMessage().contains("900001"), refusal::getMessage);
            reader.read(page.next(), page);
            assertEquals(0, page.size(), "the next one was made later");
        }
        assertThrows(IllegalArgumentException.class, () -> ShardIterator.parse("1:2:TRIM_HORIZON:0"));
        assertThrows(IllegalArgumentException.class, () -> ShardIterator.parse("1:2:SOMEWHERE:0:0"));
    }

    @Test
    void t9_whatIsTrimmedOrUnknownIsSaid() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("a", "old");
        fixture.clock().advance(HOUR_NANOS);
        fixture.put("a", "young");
        long shard = fixture.shardOf("a");
        try (StreamReader reader = fixture.engine().openReader()) {
            RecordPage page = new RecordPage();
            reader.read(reader.iterator(stream.id(), shard, IteratorKind.TRIM_HORIZON), page);
            long first = page.get(0, new ChangeView()).number();
            long second = page.get(1, new ChangeView()).number();
            fixture.clock().advance(23 * HOUR_NANOS + 1_000_000);
            assertThrows(TrimmedDataAccess.class,
                    () -> reader.iterator(stream.id(), shard, IteratorKind.AT_SEQUENCE_NUMBER, first));
            assertEquals(List.of("a >young"), StreamLines.lines(reader,
                    reader.iterator(stream.id(), shard, IteratorKind.TRIM_HORIZON), page));
            ShardIterator afterFirst =
                    reader.iterator(stream.id(), shard, IteratorKind.AFTER_SEQUENCE_NUMBER, first);
            assertEquals(List.of("a >young"), StreamLines.lines(reader, afterFirst, page), "nothing is missed");
            LongStream.of(-1, 0, first + 1, second + 1).filter(number -> number != second)
                    .forEach(unknown -> assertThrows(UnknownPosition.class, () -> reader.iterator(stream.id(), shard,
                            IteratorKind.AFTER_SEQUENCE_NUMBER, unknown)));
            fixture.clock().advance(HOUR_NANOS);
            ShardIterator late = reader.iterator(stream.id(), shard, IteratorKind.AFTER_SEQUENCE_NUMBER, first);
            assertThrows(TrimmedDataAccess.class, () -> reader.read(late, page));
            assertThrows(NotFound.class, () -> reader.iterator(stream.id(), 999, IteratorKind.TRIM_HORIZON));
            assertThrows(NotFound.class, () -> reader.iterator(999, shard, IteratorKind.TRIM_HORIZON));
        }
    }

    @Test
    void t10_aStreamThatWasSwitchedOffIsReadableUntilItsRecordsAreOld() {
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("a", "one");
        assertTrue(fixture.engine().disableStream("t"));
        assertFalse(fixture.engine().disableStream("t"));
        fixture.put("a", "nobody hears this");
        StreamDescription second = fixture.engine().enableStream("t", ViewType.NEW_AND_OLD_IMAGES);
        fixture.put("a", "two");
        assertEquals(List.of("a >one", "a nobody hears this>two"), fixture.lines());
        StreamDescription off = fixture.engine().streams().getFirst();
        assertFalse(off.enabled());
        assertTrue(off.shards().stream().allMatch(ShardDescription::closed));
        fixture.clock().advance(24 * HOUR_NANOS);
        fixture.engine().trimStreams();
        assertEquals(2, fixture.engine().streams().size(), "24 hours are not over");
        fixture.clock().advance(1_000_000);
        fixture.put("a", "three");
        fixture.engine().trimStreams();
        assertEquals(List.of(second.id()), fixture.engine().streams().stream().map(StreamDescription::id).toList());
        assertEquals(List.of("a two>three"), fixture.lines());
        assertTrue(fixture.engine().verify().clean());
    }
}
