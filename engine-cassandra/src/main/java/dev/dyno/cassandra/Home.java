package dev.dyno.cassandra;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The directory of a store, in which nothing lies but the name of it: so that a directory is a store here as
 * with every engine, and two engines do not open one at once.
 *
 * <p>The file {@code store}: {@link HomeLayout} behind the file header.
 */
final class Home implements AutoCloseable {

    private static final String FILE = "store";
    private static final String NEXT = FILE + ".new";
    private static final int BYTES = FileHeader.LENGTH + HomeLayout.LENGTH;

    private final Path directory;
    private final Disk.Lock lock;
    private final String store;

    private Home(Path directory, Disk.Lock lock, String store) {
        this.directory = directory;
        this.lock = lock;
        this.store = store;
    }

    /**
     * @throws EngineException.Unsupported if the disk is not a directory of the file system
     * @throws EngineException.Incompatible if other files are there
     * @throws IllegalArgumentException if the directory is of another store than the option names
     */
    static Home open(EngineConfig config) {
        if (!(config.disk() instanceof FileDisk disk)) {
            throw new EngineException.Unsupported(CassandraEngineProvider.NAME, Capability.INJECTED_DISK);
        }
        Disk.Lock lock = disk.lock();
        boolean opened = false;
        try {
            Home home = new Home(disk.directory(), lock, store(disk, CassandraOptions.STORE.in(config)));
            opened = true;
            return home;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    Path directory() {
        return directory;
    }

    String store() {
        return store;
    }

    @Override
    public void close() {
        lock.close();
    }

    private static String store(FileDisk disk, String asked) {
        if (disk.exists(FILE)) {
            String kept = read(disk);
            if (!asked.isEmpty() && !asked.equals(kept)) {
                throw new IllegalArgumentException("directory is of another store: directory=" + disk.directory()
                        + ", found=" + kept + ", option=" + asked);
            }
            return kept;
        }
        List<String> foreign = disk.list().stream().filter(file -> !file.equals(NEXT)).toList();
        if (!foreign.isEmpty()) {
            throw new EngineException.Incompatible("directory has files of another engine: directory="
                    + disk.directory() + ", file=" + foreign.getFirst());
        }
        String name = asked.isEmpty() ? "store_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                : asked;
        write(disk, name);
        return name;
    }

    private static String read(Disk disk) {
        try (DiskFile file = disk.open(FILE); Region region = Memory.system().map(BYTES, "store name", false)) {
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), BYTES);
            FileHeader.read(file, buffer).expect(FILE, CassandraEngineProvider.NAME, HomeLayout.KIND,
                    HomeLayout.VERSION);
            int length = file.read(FileHeader.LENGTH, region.address(), HomeLayout.LENGTH);
            int checksum = HomeLayout.checksum(buffer, 0);
            if (length < HomeLayout.LENGTH || HomeLayout.CHECKSUM.get(buffer, 0) != checksum) {
                throw HomeLayout.LAYOUT.corrupt(FILE, FileHeader.LENGTH, HomeLayout.CHECKSUM,
                        Integer.toHexString(HomeLayout.CHECKSUM.get(buffer, 0)), Integer.toHexString(checksum));
            }
            return HomeLayout.STORE.get(buffer, 0);
        }
    }

    private static void write(Disk disk, String name) {
        if (disk.exists(NEXT)) {
            disk.delete(NEXT); // a crash left it
        }
        try (DiskFile file = disk.create(NEXT); Region region = Memory.system().map(BYTES, "store name", false)) {
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), BYTES);
            new FileHeader(CassandraEngineProvider.NAME, HomeLayout.KIND, HomeLayout.VERSION,
                    ThreadLocalRandom.current().nextLong()).encode(buffer, 0);
            HomeLayout.STORE.set(buffer, FileHeader.LENGTH, name);
            HomeLayout.CHECKSUM.set(buffer, FileHeader.LENGTH, HomeLayout.checksum(buffer, FileHeader.LENGTH));
            file.write(0, region.address(), BYTES);
            file.sync();
        }
        disk.rename(NEXT, FILE);
        disk.syncDirectory();
    }

    /** Every byte of the file with its name. @return false if it is not this one */
    static boolean dump(Disk disk, String name, Dump dump) {
        if (!name.equals(FILE) || !disk.exists(FILE)) {
            return false;
        }
        try (DiskFile file = disk.open(FILE); Region region = Memory.system().map(BYTES, "store name", false)) {
            if (file.read(0, region.address(), BYTES) < BYTES) {
                return false;
            }
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), BYTES);
            dump.heading(name).enter();
            dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
            dump.structure(HomeLayout.LAYOUT, buffer, FileHeader.LENGTH, FileHeader.LENGTH);
            dump.leave();
            return true;
        }
    }
}
