package dev.dyno.bench.cli;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The file headers in a directory, read without opening an engine. */
final class Headers implements AutoCloseable {

    private final FileDisk disk;
    private final Region region = Memory.system().map(4096, "file header", false);
    private final UnsafeBuffer scratch = new UnsafeBuffer(region.address(), FileHeader.LENGTH);

    Headers(Path directory) {
        disk = FileDisk.at(directory);
    }

    List<String> names() {
        return disk.list();
    }

    long bytes(String name) {
        try (DiskFile file = disk.open(name)) {
            return file.size();
        }
    }

    /** @throws dev.dyno.api.EngineException of the two kinds that {@link FileHeader#read} throws */
    FileHeader read(String name) {
        try (DiskFile file = disk.open(name)) {
            return FileHeader.read(file, scratch);
        }
    }

    /** The header alone, with every field annotated. */
    void dump(String name, Dump dump) {
        read(name);
        dump.heading(name).enter().structure(FileHeader.LAYOUT, scratch, 0, 0).leave();
    }

    @Override
    public void close() {
        region.close();
        disk.close();
    }
}
