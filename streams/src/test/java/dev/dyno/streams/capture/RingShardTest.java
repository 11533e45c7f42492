package dev.dyno.streams.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.streams.record.Changes;
import dev.dyno.streams.record.ViewType;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reader finds in a ring where the writer has come past it. */
class RingShardTest {

    private static final int RING_BYTES = 8192;

    private final RingShard ring =
            new RingShard(Memory.system(), RING_BYTES, 1, ShardDescription.NO_PARENT, 0, 1, 0, 0);
    private final ExpandableArrayBuffer page = new ExpandableArrayBuffer();
    private long number;

    @AfterEach
    void release() {
        ring.release();
    }

    /** Of so many zeros. */
    private void append(int valueBytes) {
        ItemView item = new ItemView();
        item.wrap(new UnsafeBuffer(new byte[valueBytes]), 0, valueBytes, 1);
        assertTrue(ring.append(++number, 0, ViewType.NEW_IMAGE, Kind.INSERT, Key.of("k", "s"), new ItemView(), item));
    }

    @Test
    void zerosWrittenOverAPositionAreNotTheRestOfTheRing() {
        append(100);
        long behind = ring.end;
        while (RING_BYTES - ring.end >= behind) {
            append(100);
        }
        append(1000); // from the start of the ring, over what lies behind the first record
        assertEquals(0, Changes.lengthAt(ring.target(behind)), "a zero lies where a record did");
        assertEquals(behind, ring.settle(behind), "not the next lap: the records between would be passed over");
        assertEquals(-1, ring.copy(ring.settle(behind), page, 0), "it is gone, and that is said");
        assertEquals(-1, ring.copyRun(ring.settle(behind), RING_BYTES, page, 0));
    }

    @Test
    void theRestThatNoRecordFitsInIsPassedOver() {
        append(100);
        while (RING_BYTES - ring.end >= 1000) {
            append(100);
        }
        long rest = ring.end;
        append(1000);
        assertEquals(RING_BYTES, ring.settle(rest));
        assertTrue(ring.copy(ring.settle(rest), page, 0) > 1000);
    }
}
