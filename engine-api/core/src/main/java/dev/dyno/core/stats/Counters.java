package dev.dyno.core.stats;

import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * An engine's counters in a mapped file, so that another process can watch them while the engine runs; see
 * {@link CountersWatch}. On a disk in memory they work as well, only that no other process sees them.
 *
 * <p>A counter costs a plain load and a release store. The file is made anew at every open and never synced: what it
 * holds means nothing after a crash.
 *
 * <p>Threads: each counter has one writing thread at a time; any may read.
 */
public final class Counters implements AutoCloseable {

    private final DiskFile file;
    private final DiskFile.Mapping mapping;
    private final Map<Counter, AtomicCounter> counters = new EnumMap<>(Counter.class);

    /**
     * Makes the file.
     *
     * @param engine the name that the file carries
     * @param kept the counters the engine keeps
     * @throws EngineException.Incompatible if the file there is another engine's, or of a later version
     */
    public Counters(Disk disk, Memory memory, String engine, Set<Counter> kept) {
        boolean reuse = disk.exists(CountersFile.NAME);
        file = reuse ? disk.open(CountersFile.NAME) : disk.create(CountersFile.NAME);
        try {
            try (Region page = memory.map(CountersFile.VALUES, "counters header", false)) {
                UnsafeBuffer scratch = new UnsafeBuffer(page.address(), CountersFile.VALUES);
                if (FileHeader.isWhole(file, scratch)) {
                    FileHeader.read(file, scratch)
                            .expect(CountersFile.NAME, engine, CountersFile.KIND, CountersFile.VERSION);
                }
                // In place: a process that watches has it mapped, and a shorter file would be its end.
                file.zeroFill(0, CountersFile.BYTES);
                new FileHeader(engine, CountersFile.KIND, CountersFile.VERSION, 0).encode(scratch, 0);
                file.write(0, page.address(), FileHeader.LENGTH);
            }
            mapping = file.map(0, CountersFile.BYTES, true);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        long address = mapping.address();
        CountersManager manager = new CountersManager(
                new UnsafeBuffer(address + CountersFile.DESCRIPTIONS, CountersFile.DESCRIPTIONS_BYTES),
                new UnsafeBuffer(address + CountersFile.VALUES, CountersFile.VALUES_BYTES));
        for (Counter counter : kept) {
            counters.put(counter, manager.newCounter(counter.name()));
        }
    }

    /** By the counter's writer. It must be one of those kept. */
    public void add(Counter counter, long amount) {
        counters.get(counter).getAndAddRelease(amount);
    }

    /** By the counter's writer. It must be one of those kept. */
    public void set(Counter counter, long value) {
        counters.get(counter).setRelease(value);
    }

    public long get(Counter counter) {
        return counters.get(counter).getAcquire();
    }

    /** One reading of all. */
    public EngineStats stats() {
        EngineStats stats = EngineStats.empty();
        for (Map.Entry<Counter, AtomicCounter> entry : counters.entrySet()) {
            stats = stats.with(entry.getKey(), entry.getValue().getAcquire());
        }
        return stats;
    }

    /** Nobody may count any more. The file stays, with the last values. */
    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
