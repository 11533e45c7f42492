package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Work;
import dev.dyno.core.memory.FreshMemory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Memory that the writer will need next, with its pages: of the next segment, of buckets to come, and of sort keys.
 * The system clears a huge page in as long as hundreds of puts take, and a job waits for it instead of the writer.
 *
 * <p>Threads: the writer says what it uses; one job goes ahead. Nobody is beside {@link #start} and {@link #close}.
 */
final class MemoryAhead implements AutoCloseable {

    /** Of what grows: some tenths of a second of the fastest writer. */
    private static final long AHEAD_BYTES = 2 * FreshMemory.STEP_BYTES;

    private final NextRegion nextRegion;
    private final List<FreshMemory> growing = new CopyOnWriteArrayList<>();
    /** Null until there are writers, and at work without an engine. */
    private Work.Job job;

    MemoryAhead(Memory memory, HashOptions options) {
        nextRegion = new NextRegion(memory, options);
    }

    /** @return the job, which is the caller's to close before this */
    Work.Job start(Work work, String name) {
        job = work.start(name, this::step);
        return job;
    }

    /** What is used from its beginning on. To be given to {@link #forget} before the region is closed. */
    FreshMemory of(Region region) {
        FreshMemory fresh = new FreshMemory(region, AHEAD_BYTES, () -> true);
        growing.add(fresh);
        return fresh;
    }

    void forget(FreshMemory fresh) {
        growing.remove(fresh);
        fresh.close();
    }

    /** By the writer: it uses the region up to here. */
    void used(FreshMemory fresh, long end) {
        if (fresh.used(end)) {
            wake();
        }
    }

    /** By the writer: half of a segment is full. */
    void askForRegion() {
        nextRegion.ask();
        wake();
    }

    /** By the writer. @return null if there is none */
    Region takeRegion() {
        return nextRegion.take();
    }

    private void wake() {
        if (job != null) {
            job.wake();
        }
    }

    private boolean step() {
        boolean more = nextRegion.step();
        for (FreshMemory fresh : growing) {
            more |= fresh.step();
        }
        return more;
    }

    @Override
    public void close() {
        nextRegion.close();
    }
}
