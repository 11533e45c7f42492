package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException.TrimmedDataAccess;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Family T over rings, and what only they do. */
class RingRulesTest extends StreamRules {

    @Override
    StreamOptions options() {
        return StreamOptions.of(CaptureKind.RING).withShards(2).withShardBytes(8192);
    }

    @Test
    void t15_aFullRingGivesUpItsOldestAndSaysSo() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        try (StreamReader reader = fixture.engine().openReader()) {
            RecordPage page = new RecordPage(3, 1 << 20);
            ShardIterator start = reader.iterator(stream.id(), fixture.shardOf("k"), IteratorKind.LATEST);
            for (int i = 0; i < 5; i++) {
                fixture.put("k", "v" + i);
            }
            reader.read(start, page);
            assertEquals(3, page.size());
            ShardIterator slow = page.next();
            for (int i = 5; i < 500; i++) {
                fixture.put("k", "v" + i + "x".repeat(i));
            }
            assertThrows(TrimmedDataAccess.class, () -> reader.read(slow, page));
            assertThrows(TrimmedDataAccess.class, () -> reader.read(start, page));
            List<String> left = fixture.lines();
            assertTrue(left.size() >= 10 && left.size() < 30, "left=" + left.size());
            for (int i = 0; i < left.size(); i++) {
                int value = 500 - left.size() + i;
                assertEquals("k >v" + value + "x" + value, left.get(i), "the youngest, without a gap");
            }
            fixture.put("k", "y".repeat(9000));
            assertEquals(List.of(), fixture.lines(), "a record longer than the ring is gone at once");
            fixture.put("k", "small");
            assertEquals(List.of("k >small"), fixture.lines());
        }
    }

    @Test
    void t15_whoeverJoinsARingAtARecordGoesOnBehindIt() {
        StreamDescription stream = fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            fixture.put("k", "v" + i + "x".repeat(i % 50));
        }
        RecordPage page = new RecordPage(1, 1 << 20);
        ChangeView view = new ChangeView();
        try (StreamReader reader = fixture.engine().openReader()) {
            ShardIterator at = reader.iterator(stream.id(), fixture.shardOf("k"), IteratorKind.TRIM_HORIZON);
            reader.read(at, page);
            for (; page.size() > 0; reader.read(page.next(), page)) {
                numbers.add(page.get(0, view).number());
            }
        }
        assertTrue(numbers.size() > 50, "left=" + numbers.size());
        for (int i = 0; i < numbers.size() - 1; i++) {
            try (StreamReader late = fixture.engine().openReader()) {
                late.read(late.iterator(stream.id(), fixture.shardOf("k"), IteratorKind.AFTER_SEQUENCE_NUMBER,
                        numbers.get(i)), page);
                assertEquals(numbers.get(i + 1), page.get(0, view).number(), "behind number " + numbers.get(i));
            }
        }
    }

    @Test
    void t16_aRingEndsWithItsEngine() {
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("k", "v");
        fixture.reopen();
        assertEquals(List.of(), fixture.engine().streams());
        fixture.engine().enableStream("t", ViewType.NEW_IMAGE);
        fixture.put("k", "w");
        assertEquals(List.of("k >w"), fixture.lines());
    }
}
