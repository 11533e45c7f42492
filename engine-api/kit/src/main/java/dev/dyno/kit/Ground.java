package dev.dyno.kit;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.run.SeededWork;
import dev.dyno.api.run.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Disk, memory and work for one rule: the disk in memory for engines that go through the one they are given, a
 * temporary directory for the others; memory with guards; work without threads, in an order drawn from the seed.
 */
final class Ground implements AutoCloseable {

    private final Path directory;
    private final Disk disk;
    private final boolean ownsDisk;
    private final GuardedMemory memory = new GuardedMemory();
    private final Work work;

    Ground(EngineProvider provider, long seed) {
        this.work = new SeededWork(seed);
        this.ownsDisk = true;
        if (provider.capabilities().contains(Capability.INJECTED_DISK)) {
            directory = null;
            disk = new MemoryDisk();
        } else {
            directory = temporary(provider.name());
            disk = FileDisk.at(directory);
        }
    }

    /** On a disk of the rule's own, which outlives the ground. */
    Ground(Disk disk, long seed) {
        this.work = new SeededWork(seed);
        this.ownsDisk = false;
        this.directory = null;
        this.disk = disk;
    }

    Disk disk() {
        return disk;
    }

    GuardedMemory memory() {
        return memory;
    }

    EngineConfig config() {
        return EngineConfig.on(disk).withMemory(memory).withWork(work);
    }

    @Override
    public void close() {
        work.close();
        try {
            memory.close();
        } finally {
            if (ownsDisk) {
                disk.close();
            }
            if (directory != null) {
                delete(directory);
            }
        }
    }

    private static Path temporary(String engine) {
        try {
            return Files.createTempDirectory("dyno-kit-" + engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
