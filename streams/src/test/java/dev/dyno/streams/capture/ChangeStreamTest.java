package dev.dyno.streams.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.TableSpec;
import dev.dyno.streams.record.ViewType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A split takes its shards' numbers before they are there, and another shard may roll meanwhile. */
class ChangeStreamTest {

    private static final int HALF = ShardDescription.SLOTS / 2;

    private final ChangeStream stream = new ChangeStream(1, new TableSpec("t", 1, true), ViewType.NEW_IMAGE, 0,
            ChangeStream.OPEN, 0);

    private ChangeStream withALateSplit() {
        stream.add(List.of(shard(1, 0, 0, HALF - 1), shard(2, 0, HALF, ShardDescription.SLOTS - 1)));
        stream.add(List.of(shard(5, 2, HALF, ShardDescription.SLOTS - 1)));
        stream.add(List.of(shard(3, 1, 0, HALF / 2 - 1), shard(4, 1, HALF / 2, HALF - 1)));
        return stream;
    }

    private static Shard shard(long number, long parent, int firstSlot, int lastSlot) {
        return new OutboxShard(number, parent, firstSlot, lastSlot, number, 0, 0);
    }

    @Test
    void shardsAreInTheOrderOfTheirNumbersWhateverCameFirst() {
        long[] numbers = Arrays.stream(withALateSplit().shards()).mapToLong(shard -> shard.number).toArray();
        assertArrayEquals(new long[] {1, 2, 3, 4, 5}, numbers);
        for (long number : numbers) {
            assertEquals(number, stream.shard(number).number);
        }
    }

    @Test
    void recordsGoToTheYoungestThatHasTheirSlot() {
        assertEquals(3, withALateSplit().route(0, 9).number);
        assertEquals(4, stream.route(HALF - 1, 9).number);
        assertEquals(5, stream.route(HALF, 9).number);
        assertEquals(1, stream.route(0, 2).number);
        assertTrue(stream.shard(1).closed && stream.shard(2).closed);
    }

    @Test
    void oneThatIsGoneIsToldFromOneThatNeverWas() {
        withALateSplit().remove(stream.shard(1));
        assertThrows(StreamException.TrimmedDataAccess.class, () -> stream.shard(1));
        assertThrows(StreamException.NotFound.class, () -> stream.shard(6));
        assertThrows(StreamException.NotFound.class, () -> stream.shard(0));
    }
}
