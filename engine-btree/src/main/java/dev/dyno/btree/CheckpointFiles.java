package dev.dyno.btree;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The files of checkpoints: pages, large values, and a map for each generation of which the highest counts. Opened by
 * the first checkpoint, or at open if there is one.
 */
final class CheckpointFiles implements AutoCloseable {

    static final String PAGES = "tree/pages";
    static final String LARGE = "tree/large";
    static final String MAP_PREFIX = "tree/map-";
    /** A map until it is durable. */
    static final String MAP_NEW = "tree/new-map";
    static final String PAGES_KIND = "tree pages";
    static final String LARGE_KIND = "large values";
    static final String MAP_KIND = "page map";
    /** Version 1 had whole pages. */
    static final int VERSION = 2;

    private final Disk disk;
    private final Memory memory;
    private volatile DiskFile pages;
    private volatile DiskFile large;

    CheckpointFiles(Disk disk, Memory memory) {
        this.disk = disk;
        this.memory = memory;
    }

    static String mapName(long generation) {
        return MAP_PREFIX + String.format("%016x", generation);
    }

    /** The names of the maps there are, the one that counts last. */
    List<String> maps() {
        return disk.list().stream().filter(name -> name.startsWith(MAP_PREFIX)).sorted().toList();
    }

    Disk disk() {
        return disk;
    }

    /** Opens what a checkpoint refers to. */
    void open() {
        pages = disk.open(PAGES);
        large = disk.open(LARGE);
    }

    /** Makes the files of a first checkpoint; files that no map refers to are from one that was not finished. */
    void create(long engineId) {
        if (large == null) {
            for (String name : List.of(PAGES, LARGE, MAP_NEW)) {
                if (disk.exists(name)) {
                    disk.delete(name);
                }
            }
            pages = create(PAGES, PAGES_KIND, engineId);
            large = create(LARGE, LARGE_KIND, engineId);
            disk.syncDirectory(); // a crash may keep a later name and lose an earlier one: these before the map's
        }
    }

    private DiskFile create(String name, String kind, long engineId) {
        DiskFile file = disk.create(name);
        try (Region header = memory.map(FileHeader.LENGTH, "file header", false)) {
            encode(kind, engineId, header.address());
            file.write(0, header.address(), FileHeader.LENGTH);
        }
        return file;
    }

    static void encode(String kind, long engineId, long address) {
        UnsafeBuffer buffer = new UnsafeBuffer(address, FileHeader.LENGTH);
        new FileHeader(BTreeEngineProvider.NAME, kind, VERSION, engineId).encode(buffer, 0);
    }

    /** @return the engine that wrote the file, checked to be of this kind and version */
    static long engineId(DiskFile file, String kind, long scratch) {
        return FileHeader.read(file, new UnsafeBuffer(scratch, FileHeader.LENGTH))
                .expect(file.name(), BTreeEngineProvider.NAME, kind, VERSION).engineId();
    }

    DiskFile pages() {
        return pages;
    }

    /** Null before the first checkpoint. */
    DiskFile large() {
        return large;
    }

    long bytes() {
        long bytes = 0;
        if (large != null) {
            bytes = pages.size() + large.size();
        }
        return bytes;
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        if (large != null) {
            large.close();
        }
    }
}
