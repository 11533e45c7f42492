package dev.dyno.core.stats;

import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Reads the counters of an engine that runs elsewhere, over a disk that is not locked: it takes nothing and disturbs
 * nothing. Total: names that this build does not know are passed over.
 *
 * <p>Threads: one.
 */
public final class CountersWatch implements AutoCloseable {

    private final DiskFile file;
    private final DiskFile.Mapping mapping;
    private final CountersReader reader;
    private final FileHeader header;
    private EngineStats stats = EngineStats.empty();

    /** @throws EngineException.Io if the engine has no counters file */
    public CountersWatch(Disk disk) {
        file = disk.open(CountersFile.NAME);
        try (Region page = Memory.system().map(CountersFile.VALUES, "counters header", false)) {
            header = FileHeader.read(file, new UnsafeBuffer(page.address(), CountersFile.VALUES));
            header.expect(file.name(), header.engine(), CountersFile.KIND, CountersFile.VERSION);
            if (file.size() < CountersFile.BYTES) {
                throw new EngineException.Corrupt(file.name(), file.size(), FileHeader.LAYOUT.toString(), "size",
                        file.size(), CountersFile.BYTES);
            }
            mapping = file.map(0, CountersFile.BYTES, false);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        long address = mapping.address();
        reader = new CountersReader(
                new UnsafeBuffer(address + CountersFile.DESCRIPTIONS, CountersFile.DESCRIPTIONS_BYTES),
                new UnsafeBuffer(address + CountersFile.VALUES, CountersFile.VALUES_BYTES));
    }

    /** The engine that keeps them. */
    public String engine() {
        return header.engine();
    }

    /** One reading. */
    public EngineStats read() {
        stats = EngineStats.empty();
        reader.forEach(this::take);
        return stats;
    }

    private void take(long value, int id, String label) {
        for (Counter counter : Counter.values()) {
            if (counter.name().equals(label)) {
                stats = stats.with(counter, value);
            }
        }
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
