package dev.dyno.core.memory;

import static dev.dyno.core.memory.FreshMemory.STEP_BYTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far ahead of its writer memory is found, and that no byte of it is asked for twice. */
class FreshMemoryTest {

    private static final long AHEAD_BYTES = 2 * STEP_BYTES;

    private final Populated region = new Populated(16 * STEP_BYTES);
    private boolean hasRoom = true;

    @Test
    void isAheadByAsMuchAsIsUsedAndByNoMoreThanWasSaid() {
        FreshMemory fresh = new FreshMemory(region, AHEAD_BYTES, () -> hasRoom);
        use(fresh, STEP_BYTES / 2);
        assertEquals(List.of(), region.steps, "what is small does without");
        use(fresh, STEP_BYTES);
        assertEquals(List.of(1L), region.steps);
        use(fresh, 3 * STEP_BYTES);
        assertEquals(List.of(1L, 3L, 4L), region.steps, "what the writer has reached itself is left out");
        for (long end = 3 * STEP_BYTES; end <= region.bytes(); end += 4096) {
            use(fresh, end);
            assertTrue(region.end() <= end + AHEAD_BYTES && region.end() > end - STEP_BYTES, "at " + end);
        }
        assertEquals(14, region.steps.size());
        assertEquals(region.bytes(), region.end());
    }

    @Test
    void theJobIsWokenNowAndThen() {
        FreshMemory fresh = new FreshMemory(region, AHEAD_BYTES, () -> hasRoom);
        int wakes = 0;
        for (long end = 0; end < region.bytes(); end += 64) {
            wakes += fresh.used(end) ? 1 : 0;
        }
        assertTrue(wakes >= 16 && wakes <= 64, "wakes: " + wakes);
    }

    @Test
    void nothingIsFoundWithoutRoomNorBehindTheClose() {
        FreshMemory fresh = new FreshMemory(region, AHEAD_BYTES, () -> hasRoom);
        hasRoom = false;
        use(fresh, 4 * STEP_BYTES);
        assertEquals(List.of(), region.steps);
        hasRoom = true;
        assertTrue(fresh.step());
        fresh.close();
        assertFalse(fresh.step());
        assertEquals(List.of(4L), region.steps);
    }

    /** As an owner does: the job has its steps whenever it is woken. */
    private static void use(FreshMemory fresh, long end) {
        boolean more = fresh.used(end);
        while (more) {
            more = fresh.step();
        }
    }

    /** Notes what it is asked for, by the numbers of steps. */
    private record Populated(long bytes, List<Long> steps) implements Region {

        Populated(long bytes) {
            this(bytes, new ArrayList<>());
        }

        long end() {
            return steps.isEmpty() ? 0 : (steps.getLast() + 1) * STEP_BYTES;
        }

        @Override
        public long address() {
            throw new UnsupportedOperationException("no memory");
        }

        @Override
        public String tag() {
            return "populated";
        }

        @Override
        public void discard(long offset, long part) {
            throw new UnsupportedOperationException("no memory");
        }

        @Override
        public void populate(long offset, long part) {
            assertEquals(STEP_BYTES, part);
            assertEquals(0, offset % STEP_BYTES);
            steps.add(offset / STEP_BYTES);
        }

        @Override
        public void close() {
            // nothing is taken
        }
    }
}
