package dev.dyno.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.SeededWork;
import dev.dyno.core.memory.FreshMemory;
import org.junit.jupiter.api.Test;

/** The next segment's memory comes when it is asked for, once, and never as a failure. */
class MemoryAheadTest {

    private static final HashOptions OPTIONS =
            new HashOptions(1 << 16, 1 << 20, 8 << 20, 62, false, true, 40, 1 << 16, 1 << 20);

    @Test
    void theNextRegionIsMadeOnceItIsAskedFor() {
        try (GuardedMemory memory = new GuardedMemory(); SeededWork work = new SeededWork(1);
                MemoryAhead ahead = new MemoryAhead(memory, OPTIONS)) {
            ahead.askForRegion();
            assertEquals(0, memory.outstandingBytes(), "there is no job yet, as while an engine opens");
            ahead.start(work, "memory");
            assertNull(ahead.takeRegion());
            ahead.askForRegion();
            work.drainAll();
            ahead.askForRegion();
            work.drainAll();
            assertEquals(Store.regionBytes(OPTIONS.segmentBytes()), memory.outstandingBytes(), "one at a time");
            try (Region taken = ahead.takeRegion()) {
                assertNotNull(taken);
                FreshMemory fresh = ahead.of(taken);
                ahead.used(fresh, 0); // the job runs, and nobody has asked for a region
                work.drainAll();
                assertNull(ahead.takeRegion());
                ahead.forget(fresh);
            }
            ahead.askForRegion();
            work.drainAll(); // left over for the close
        }
    }

    @Test
    void withoutMemoryTheWriterIsLeftToFindThatOut() {
        try (GuardedMemory memory = new GuardedMemory(); SeededWork work = new SeededWork(1);
                MemoryAhead ahead = new MemoryAhead(new Scarce(memory), OPTIONS)) {
            ahead.start(work, "memory");
            ahead.askForRegion();
            work.drainAll();
            assertNull(ahead.takeRegion());
        }
    }

    private record Scarce(Memory memory) implements Memory {

        @Override
        public Region map(long bytes, String tag, boolean hugePages) {
            throw new EngineException.Full("none left", null);
        }

        @Override
        public long outstandingBytes() {
            return memory.outstandingBytes();
        }
    }
}
