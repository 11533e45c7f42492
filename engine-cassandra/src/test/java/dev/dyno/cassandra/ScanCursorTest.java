package dev.dyno.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScanCursorTest {

    @Property
    void segmentsCoverTheRingOnce(@ForAll @IntRange(min = 1, max = 5_000) int of) {
        assertEquals(Long.MIN_VALUE, ScanCursor.start(0, of));
        for (int segment = 1; segment < of; segment++) {
            assertTrue(ScanCursor.start(segment, of) > ScanCursor.start(segment - 1, of));
        }
        assertEquals(Long.MAX_VALUE, ScanCursor.start(of, of) - 1);
    }
}
