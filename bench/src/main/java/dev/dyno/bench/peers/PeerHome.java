package dev.dyno.bench.peers;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FileDisk;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The directory of a peer: the lock, the peer's own files in {@code data/}, and the catalogue of tables in
 * {@code peer.properties}, replaced as a whole by a rename.
 *
 * <p>H1: a sequence is never given twice. Peers keep no sequence of ours, so an open reserves {@link #RESERVED} of them
 * in the catalogue, and a clean close gives back what was not used.
 */
public final class PeerHome {

    private static final String CATALOGUE = "peer.properties";
    private static final String DATA = "data";
    private static final long RESERVED = 1L << 40;
    private static final String ENGINE = "engine";
    private static final String NEXT_ID = "nextTableId";
    private static final String SEQUENCE = "lastSequence";
    private static final String TABLE = "table.";

    private final Path directory;
    private final Disk.Lock lock;
    private final Properties entries;
    private final long firstSequence;

    private PeerHome(Path directory, Disk.Lock lock, Properties entries) {
        this.directory = directory;
        this.lock = lock;
        this.entries = entries;
        this.firstSequence = Long.parseLong(entries.getProperty(SEQUENCE));
    }

    /**
     * Takes the directory and reads the catalogue.
     *
     * @throws EngineException.Unsupported if the disk is not a directory of the file system
     * @throws EngineException.Incompatible if other files are there, or those of another engine
     */
    static PeerHome open(EngineConfig config, String engine) {
        if (!(config.disk() instanceof FileDisk disk)) {
            throw new EngineException.Unsupported(engine, Capability.INJECTED_DISK);
        }
        Disk.Lock lock = disk.lock();
        boolean opened = false;
        try {
            Path directory = disk.directory();
            PeerHome home = new PeerHome(directory, lock, read(directory, disk, engine));
            Files.createDirectories(home.data());
            home.save(home.firstSequence + RESERVED);
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

    private static Properties read(Path directory, FileDisk disk, String engine) throws IOException {
        Properties entries = new Properties();
        Path catalogue = directory.resolve(CATALOGUE);
        if (Files.exists(catalogue)) {
            entries.load(new StringReader(Files.readString(catalogue)));
            String owner = entries.getProperty(ENGINE, "unknown");
            if (!owner.equals(engine)) {
                throw new EngineException.Incompatible("files of another engine: directory=" + directory + ", found="
                        + owner + ", expected=" + engine);
            }
            return entries;
        }
        List<String> foreign = disk.list();
        if (!foreign.isEmpty()) {
            throw new EngineException.Incompatible("directory has other files: directory=" + directory + ", file="
                    + foreign.getFirst());
        }
        entries.setProperty(ENGINE, engine);
        entries.setProperty(NEXT_ID, "1");
        entries.setProperty(SEQUENCE, "0");
        return entries;
    }

    /** Where the peer has its files. */
    public Path data() {
        return directory.resolve(DATA);
    }

    /** The last sequence that may have been given before this open. */
    public long firstSequence() {
        return firstSequence;
    }

    /**
     * What of a peer's own tables belongs to none of the tables there are: of tables that were dropped while somebody
     * had a handle on them. Nobody has one at open.
     *
     * @param own names of all the peer has
     */
    public Set<String> orphans(Collection<String> own, Function<TableSpec, String> nameOf) {
        Set<String> orphans = new TreeSet<>(own);
        tables().forEach(spec -> orphans.remove(nameOf.apply(spec)));
        return orphans;
    }

    /** The tables there are, in the order of their ids. */
    public List<TableSpec> tables() {
        List<TableSpec> tables = new ArrayList<>();
        for (String entry : entries.stringPropertyNames()) {
            if (entry.startsWith(TABLE)) {
                String[] fields = entries.getProperty(entry).split(",");
                tables.add(new TableSpec(entry.substring(TABLE.length()), Integer.parseInt(fields[0]),
                        Boolean.parseBoolean(fields[1])));
            }
        }
        tables.sort(Comparator.comparingInt(TableSpec::id));
        return tables;
    }

    /** Names a new table in the catalogue with an id that none had before; it is there after {@link #add}. */
    TableSpec identify(TableSpec spec) {
        int id = Integer.parseInt(entries.getProperty(NEXT_ID));
        entries.setProperty(NEXT_ID, Integer.toString(id + 1));
        save(firstSequence + RESERVED);
        return spec.withId(id);
    }

    void add(TableSpec spec) {
        entries.setProperty(TABLE + spec.name(), spec.id() + "," + spec.sorted());
        save(firstSequence + RESERVED);
    }

    void remove(String name) {
        entries.remove(TABLE + name);
        save(firstSequence + RESERVED);
    }

    /** Bytes of all files. */
    long fileBytes() {
        long sum = 0;
        try (var paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                sum += Files.isRegularFile(path) ? allocated(path) : 0;
            }
        } catch (IOException e) {
            throw new EngineException.Io("list failed: directory=" + directory + ", cause=" + e, e);
        }
        return sum;
    }

    /** What the file takes of the disk: some peers map files much larger than what is in them. */
    private static long allocated(Path path) throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0; // the peer's background work deleted it meanwhile
        }
    }

    void close(long lastSequence) {
        try {
            save(lastSequence);
        } finally {
            lock.close();
        }
    }

    void abandon() {
        lock.close();
    }

    private void save(long sequence) {
        entries.setProperty(SEQUENCE, Long.toString(sequence));
        Path next = directory.resolve(CATALOGUE + ".new");
        try {
            StringWriter text = new StringWriter();
            entries.store(text, "The tables of this peer");
            try (FileChannel file = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(next, directory.resolve(CATALOGUE), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new EngineException.Io("write failed: file=" + next + ", cause=" + e, e);
        }
    }
}
