package dev.dyno.bench.doctor;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Space, and what a sync costs: the price of every write at {@code SYNC} that is not grouped with others. */
final class DiskCheck {

    private static final int SYNCS = 60;
    private static final int WARM_UP = 10;
    private static final int WRITE_BYTES = 4096;
    private static final long GIB = 1L << 30;
    private static final double FREE_MIN_GIB = 1;
    private static final double FREE_GOOD_GIB = 4;
    /** No device known in 2026 makes 4 KiB durable faster: below it, the sync stopped in a cache. */
    private static final double SYNC_SUSPECT_MICROS = 8;
    private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs");

    private final Path directory;
    private final String fileSystem;

    DiskCheck(Path directory, String fileSystem) {
        this.directory = directory;
        this.fileSystem = fileSystem.split(" ")[0];
    }

    Check space() {
        try {
            return judgeSpace(Files.getFileStore(directory).getUsableSpace() / (double) GIB);
        } catch (IOException e) {
            return Check.unfit("disk space", "cannot be read: directory=" + directory, e.toString());
        }
    }

    Check judgeSpace(double freeGib) {
        String found = String.format(Locale.ROOT, "%.1f GiB free in %s (%s)", freeGib, directory, fileSystem);
        if (freeGib < FREE_MIN_GIB) {
            return Check.unfit("disk space", found, "data, logs and amplification need 1 GiB: free some");
        }
        return freeGib < FREE_GOOD_GIB ? Check.warn("disk space", found, "enough for small runs only")
                : Check.ok("disk space", found);
    }

    /** Appends and syncs in a folder of its own, which is deleted. */
    Check sync() {
        try {
            Path folder = Files.createTempDirectory(directory, ".dyno-doctor");
            try {
                return judgeSync(syncNanos(folder));
            } finally {
                Files.deleteIfExists(folder.resolve("probe"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write: directory=" + directory, e);
        }
    }

    private static long[] syncNanos(Path folder) {
        long[] nanos = new long[SYNCS];
        try (FileDisk disk = FileDisk.at(folder); DiskFile file = disk.create("probe");
                Region page = Memory.system().map(WRITE_BYTES, "doctor", false)) {
            for (int i = -WARM_UP; i < SYNCS; i++) {
                file.write((long) (i + WARM_UP) * WRITE_BYTES, page.address(), WRITE_BYTES);
                long start = System.nanoTime();
                file.sync();
                nanos[Math.max(i, 0)] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    Check judgeSync(long[] sortedNanos) {
        double median = sortedNanos[sortedNanos.length / 2] / 1e3;
        double worst = sortedNanos[sortedNanos.length - 1] / 1e3;
        String found = String.format(Locale.ROOT,
                "4 KiB and a sync: median %,.0f µs, worst of %d %,.0f µs", median, sortedNanos.length, worst);
        if (IN_MEMORY.contains(fileSystem)) {
            return Check.warn("disk sync", found, fileSystem + " is memory: nothing here survives a power cut");
        }
        return median < SYNC_SUSPECT_MICROS
                ? Check.warn("disk sync", found,
                        "faster than any device: the sync ends in a cache, and SYNC proves nothing")
                : Check.ok("disk sync", found);
    }
}
