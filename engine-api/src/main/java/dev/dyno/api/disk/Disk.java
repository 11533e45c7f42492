package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import java.util.List;

/**
 * An engine's only door to storage: a directory of files. Real, in memory, faulty, metered and traced disks stand
 * behind it, so an engine written against it gets crash tests, fault tests and amplification for nothing.
 *
 * <p>Names are relative, with {@code /} between folders, of {@code a-z A-Z 0-9 _ . -}; folders come and go with their
 * files. Files are read and written at positions, from and to off-heap addresses.
 *
 * <p><b>What a disk promises, and no more.</b> What is written is read back by this and other processes at once.
 * It survives a power cut only after {@link DiskFile#sync} (contents and size) and, for a file that was created,
 * renamed or deleted, after {@link #syncDirectory}. Until then any subset of the 512-byte sectors written may survive,
 * in any order, a size may be ahead of its data (the gap reads as zeros or as old data), and creations, renames and
 * deletions may survive one by one. Bytes outside a written range do not change (power-safe overwrite). A
 * sync that failed is final: the kernel may have dropped the pages, and a second sync that succeeds proves nothing.
 *
 * <p>Errors: {@link EngineException.Full} when there is no space (the write may have happened in part),
 * {@link EngineException.Io} for everything else, with file, position and the system's word.
 *
 * <p>Threads: any. Calls are never interruptible: an interrupt of the caller neither closes files nor loses writes.
 *
 * <p>Sources: Rebello et al., Can Applications Recover from fsync Failures?, ATC 2020; Pillai et al., All File Systems
 * Are Not Created Equal, OSDI 2014.
 */
public interface Disk extends AutoCloseable {

    /**
     * Takes the disk for one engine, in this process and against others, until the returned lock is closed or the
     * process ends.
     *
     * @throws EngineException.InUse naming the holder where it is known
     */
    Lock lock();

    /** @throws EngineException.Io if there is no such file */
    DiskFile open(String name);

    /** @throws EngineException.Io if there is one already */
    DiskFile create(String name);

    boolean exists(String name);

    /** The names of all files, in order, those in folders included. The lock is not among them. */
    List<String> list();

    /** Replaces the target if there is one. */
    void rename(String from, String to);

    /** @throws EngineException.Io if there is no such file */
    void delete(String name);

    /** Makes creations, renames and deletions durable: of the root and of every folder changed since the last call. */
    void syncDirectory();

    /** Releases what the disk itself holds. Files must be closed before. */
    @Override
    void close();

    /** Exclusive use of a disk. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
