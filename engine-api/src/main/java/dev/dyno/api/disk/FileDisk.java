package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A directory of the file system, through {@link Posix}. Sources of what is synced when: see {@link Disk}.
 *
 * <p>The lock is {@code flock} on a file {@code LOCK} that holds the process id. It belongs to an open file, so it
 * excludes other engines in this process too, and ends with the process. (NFS makes a lock per process out of it:
 * there, two engines in one process are not told apart.)
 *
 * <p>Threads: any. What changes folders takes turns; reads, writes and syncs of files do not. As with every disk, a
 * file must not be closed while another thread uses it: its descriptor may then already mean another file.
 */
public final class FileDisk implements Disk {

    private final Path directory;

    /** Folders with entries that are not yet durable. Guarded by this. */
    private final TreeSet<Path> changedFolders = new TreeSet<>();

    private volatile boolean closed;

    private FileDisk(Path directory) {
        this.directory = directory;
    }

    /** The disk in a directory, which is made if it is not there. */
    public static FileDisk at(Path directory) {
        FileDisk disk = new FileDisk(directory.toAbsolutePath().normalize());
        synchronized (disk) {
            disk.makeFolder(disk.directory);
        }
        return disk;
    }

    /** For engines with file access of their own: where the files are. */
    public Path directory() {
        return directory;
    }

    @Override
    public Lock lock() {
        failIfClosed();
        Path path = directory.resolve(FileNames.LOCK);
        int file = Posix.open(path.toString(), Posix.O_RDWR | Posix.O_CREAT);
        if (file < 0) {
            throw failed("lock", path, file);
        }
        int result = Posix.lockNow(file);
        if (result < 0) {
            String holder = LockText.read(file);
            Posix.close(file);
            if (result != -Posix.EWOULDBLOCK) {
                throw failed("lock", path, result);
            }
            throw new EngineException.InUse("in use: directory=" + directory + ", pid=" + holder);
        }
        LockText.write(file, ProcessHandle.current().pid());
        return new FileLock(file);
    }

    @Override
    public synchronized DiskFile open(String name) {
        return open(name, Posix.O_RDWR);
    }

    @Override
    public synchronized DiskFile create(String name) {
        FileNames.check(name);
        failIfClosed();
        Path folder = path(name).getParent();
        makeFolder(folder);
        DiskFile file = open(name, Posix.O_RDWR | Posix.O_CREAT | Posix.O_EXCL);
        changedFolders.add(folder);
        return file;
    }

    private DiskFile open(String name, int flags) {
        failIfClosed();
        Path path = path(name);
        if (Files.isDirectory(path)) {
            throw new EngineException.Io("open failed: file=" + path + ", cause=it is a folder", null);
        }
        int file = Posix.open(path.toString(), flags);
        if (file < 0) {
            throw failed((flags & Posix.O_CREAT) != 0 ? "create" : "open", path, file);
        }
        return new RealFile(name, path, file);
    }

    /** Makes a folder and those above it; each new one is an entry of its parent. */
    private void makeFolder(Path folder) {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolder(parent);
            changedFolders.add(parent);
        }
        int result = Posix.mkdir(folder.toString());
        if (result < 0 && !(result == -Posix.EEXIST && Files.isDirectory(folder))) {
            throw failed("mkdir", folder, result);
        }
    }

    @Override
    public boolean exists(String name) {
        failIfClosed();
        return Files.isRegularFile(path(name));
    }

    @Override
    public synchronized List<String> list() {
        failIfClosed();
        // Links are followed, as by open and exists: the directory, or a folder, may lie on another device.
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> directory.relativize(path).toString())
                    .filter(name -> !name.equals(FileNames.LOCK))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("list", directory, e);
        } catch (UncheckedIOException e) {
            throw failed("list", directory, e.getCause());
        }
    }

    @Override
    public synchronized void rename(String from, String to) {
        failIfClosed();
        Path source = path(from);
        Path target = path(to);
        if (!Files.isRegularFile(source) || Files.isDirectory(target)) {
            throw new EngineException.Io("rename failed: from=" + source + ", to=" + target
                    + ", cause=one is a folder or the first does not exist", null);
        }
        makeFolder(target.getParent());
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("rename", source, e);
        }
        changedFolders.add(target.getParent());
        changedFolders.add(source.getParent());
        removeEmptyFolders(source.getParent());
    }

    /**
     * The file is open while its name goes, so that its space is given back by the close: a file system that tells the
     * drive of every free block takes tenths of a second for some large files, and nobody's turn waits for that.
     */
    @Override
    public void delete(String name) {
        failIfClosed();
        Path path = path(name);
        int file = Posix.open(path.toString(), Posix.O_RDONLY);
        try {
            deleteName(path);
        } finally {
            if (file >= 0) { // else the name alone goes: who may delete need not be allowed to read
                Posix.close(file);
            }
        }
    }

    private synchronized void deleteName(Path path) {
        if (Files.isDirectory(path)) {
            throw new EngineException.Io("delete failed: file=" + path + ", cause=it is a folder", null);
        }
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw failed("delete", path, e);
        }
        changedFolders.add(path.getParent());
        removeEmptyFolders(path.getParent());
    }

    private void removeEmptyFolders(Path folder) {
        Path candidate = folder;
        try {
            while (!candidate.equals(directory) && !Files.isSymbolicLink(candidate)) {
                Files.delete(candidate);
                candidate = candidate.getParent();
                changedFolders.add(candidate);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return; // others still need it
        } catch (IOException e) {
            throw failed("rmdir", candidate, e);
        }
    }

    @Override
    public synchronized void syncDirectory() {
        failIfClosed();
        changedFolders.add(directory);
        for (Path folder : List.copyOf(changedFolders)) {
            if (Files.isDirectory(folder)) { // else it was removed, which is an entry of its parent
                syncFolder(folder);
            }
            changedFolders.remove(folder);
        }
    }

    private void syncFolder(Path folder) {
        int file = Posix.open(folder.toString(), Posix.O_RDONLY);
        if (file < 0) {
            throw failed("open folder", folder, file);
        }
        int result = Posix.fsync(file);
        Posix.close(file);
        if (result < 0) {
            throw new EngineException.Io("sync failed: folder=" + folder + ", cause=" + Posix.message(result), null);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private Path path(String name) {
        return directory.resolve(FileNames.check(name));
    }

    private void failIfClosed() {
        if (closed) {
            throw new EngineException.Closed("disk " + directory);
        }
    }

    /** The exception for a result below 0. */
    private static EngineException failed(String what, Path path, int result) {
        String message = what + " failed: file=" + path + ", cause=" + Posix.message(result);
        return result == -Posix.ENOSPC || result == -Posix.EDQUOT ? new EngineException.Full(message, null)
                : new EngineException.Io(message, null);
    }

    private static EngineException failed(String what, Path path, IOException cause) {
        return new EngineException.Io(what + " failed: file=" + path + ", cause=" + cause, cause);
    }

    @Override
    public String toString() {
        return "FileDisk[" + directory + "]";
    }

    /** Closing the file gives the lock back; deleting it would let two holders lock two files of one name. */
    private static final class FileLock implements Lock {

        private int file;

        FileLock(int file) {
            this.file = file;
        }

        @Override
        public synchronized void close() {
            if (file >= 0) {
                Posix.close(file);
                file = -1;
            }
        }
    }
}
