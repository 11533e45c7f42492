package dev.dyno.cassandra;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The directory of a store, in which nothing lies but the name of it: so that a directory is a store here as
 * with every engine, and two engines do not open one at once.
 *
 * <p>The file {@code store} has two lines: what it is with its version, and the name.
 */
final class Home implements AutoCloseable {

    private static final String FILE = "store";
    private static final String HEAD = "dyno cassandra store 1";

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
        } catch (IOException e) {
            throw new EngineException.Io("open failed: directory=" + disk.directory() + ", cause=" + e, e);
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

    private static String store(FileDisk disk, String asked) throws IOException {
        Path file = disk.directory().resolve(FILE);
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2 || !lines.get(0).equals(HEAD)) {
                throw new EngineException.Incompatible("not a store file of this version: file=" + file
                        + ", found=" + lines + ", expected=" + HEAD);
            }
            String kept = lines.get(1);
            if (!asked.isEmpty() && !asked.equals(kept)) {
                throw new IllegalArgumentException("directory is of another store: directory=" + disk.directory()
                        + ", found=" + kept + ", option=" + asked);
            }
            return kept;
        }
        List<String> foreign = disk.list();
        if (!foreign.isEmpty()) {
            throw new EngineException.Incompatible("directory has files of another engine: directory="
                    + disk.directory() + ", file=" + foreign.getFirst());
        }
        String name = asked.isEmpty() ? "store_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                : asked;
        write(disk, HEAD + "\n" + name + "\n");
        return name;
    }

    private static void write(FileDisk disk, String text) throws IOException {
        String next = FILE + ".new";
        Files.writeString(disk.directory().resolve(next), text);
        DiskFile file = disk.open(next);
        try {
            file.sync();
        } finally {
            file.close();
        }
        disk.rename(next, FILE);
        disk.syncDirectory();
    }
}
