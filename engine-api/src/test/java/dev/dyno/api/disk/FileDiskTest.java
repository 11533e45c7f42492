package dev.dyno.api.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest extends DiskContract {

    @TempDir
    Path directory;

    @Override
    Disk newDisk() {
        return FileDisk.at(directory.resolve("made/on/demand"));
    }

    @Test
    void filesAreWhereTheyAreSaidToBe() throws IOException {
        FileDisk disk = FileDisk.at(directory);
        assertEquals(directory.toAbsolutePath(), disk.directory());
        try (DiskFile file = disk.create("folder/a")) {
            Native.write(file, 0, (byte) 1, (byte) 2);
        }
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(directory.resolve("folder/a")));
        disk.delete("folder/a");
        assertFalse(Files.exists(directory.resolve("folder")));
        disk.syncDirectory();
    }

    @Test
    void aDirectoryMayBeReachedThroughALink() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        try (FileDisk disk = FileDisk.at(link)) {
            disk.create("folder/a").close();
            assertEquals(List.of("folder/a"), disk.list());
        }
    }

    @Test
    void aFolderMayBeALinkAndStaysOne() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path root = Files.createDirectory(directory.resolve("root"));
        Path link = Files.createSymbolicLink(root.resolve("folder"), elsewhere);
        try (FileDisk disk = FileDisk.at(root)) {
            disk.create("folder/a").close();
            assertEquals(List.of("folder/a"), disk.list());
            disk.delete("folder/a");
            assertTrue(Files.isSymbolicLink(link), "whoever made the link decided where the files go");
            disk.create("folder/b").close();
            disk.syncDirectory();
        }
        assertTrue(Files.exists(elsewhere.resolve("b")));
    }

    @Test
    void aFolderThatCannotBeReadIsTheWorldsError() throws IOException {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path loop = root.resolve("loop");
        Files.createSymbolicLink(loop, root);
        try (FileDisk disk = FileDisk.at(root)) {
            EngineException.Io refused = assertThrows(EngineException.Io.class, disk::list);
            assertTrue(refused.getMessage().contains("loop"), refused.getMessage());
        }
    }

    @Test
    void twoDisksOfOneDirectoryShareTheLock() {
        try (Disk first = FileDisk.at(directory); Disk second = FileDisk.at(directory)) {
            Disk.Lock lock = first.lock();
            EngineException.InUse refused = assertThrows(EngineException.InUse.class, second::lock);
            assertTrue(refused.getMessage().contains(directory.toString()), refused.getMessage());
            assertTrue(refused.getMessage().contains("pid=" + ProcessHandle.current().pid()), refused.getMessage());
            lock.close();
            second.lock().close();
        }
    }

    @Test
    void anotherProcessSharesTheLock() throws Exception {
        Path lock = directory.resolve("LOCK");
        Files.writeString(lock, "4711");
        Process holder = flock(lock);
        try (Disk disk = FileDisk.at(directory)) {
            assertEquals('h', holder.getInputStream().read(), "the other process has it");
            EngineException.InUse refused = assertThrows(EngineException.InUse.class, disk::lock);
            assertTrue(refused.getMessage().contains("pid=4711"), refused.getMessage());
            holder.destroyForcibly().waitFor();
            disk.lock().close();
        } finally {
            holder.destroyForcibly();
        }
    }

    private static Process flock(Path lock) {
        try {
            return new ProcessBuilder("perl", "-MFcntl=:flock", "-e", "$| = 1; open(F, '+<', $ARGV[0]) or die;"
                    + "flock(F, LOCK_EX) or die; print 'h'; read(STDIN, $x, 1)", lock.toString()).start();
        } catch (IOException e) {
            return Assumptions.abort("needs perl");
        }
    }

    @Test
    void errorsNameFilePositionAndCause() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
        Path link = Files.createSymbolicLink(directory.resolve("full"), Path.of("/dev/full"));
        try (Disk disk = FileDisk.at(directory); DiskFile file = disk.open("full")) {
            EngineException.Full full = assertThrows(EngineException.Full.class,
                    () -> Native.write(file, 42, (byte) 1));
            assertTrue(full.getMessage().startsWith("write failed: file=" + link
                    + ", position=42, length=1, cause=No space left"), full.getMessage());
        }
        Files.delete(link);
    }

    @Test
    void directoriesOfOthersAreRefusedClearly() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        EngineException.Io refused = assertThrows(EngineException.Io.class, () -> FileDisk.at(file.resolve("below")));
        assertTrue(refused.getMessage().startsWith("mkdir failed: file=" + file), refused.getMessage());
        Path system = Path.of("/sys"); // where not even root may make files
        Assumptions.assumeTrue(Files.isDirectory(system));
        EngineException.Io locked = assertThrows(EngineException.Io.class, () -> FileDisk.at(system).lock());
        assertEquals("lock failed: file=/sys/LOCK, cause=Permission denied (errno 13)", locked.getMessage());
    }

    @Test
    void readingAndWritingAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Disk disk = FileDisk.at(directory); DiskFile file = disk.create("a");
                Region region = Memory.system().map(4096, "test", false)) {
            long allocatedBytes = Long.MAX_VALUE;
            for (int round = 0; round < 100 && allocatedBytes > 0; round++) { // until all of it is compiled
                long before = threads.getCurrentThreadAllocatedBytes();
                readAndWrite(file, region.address(), 20_000);
                allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, allocatedBytes);
        }
    }

    @Test
    void pagesThatWereAskedForHoldWhatTheFileHolds() {
        try (Disk disk = FileDisk.at(directory); DiskFile file = disk.create("a");
                Region region = Memory.system().map(4096, "test", false)) {
            UnsafeApi.putLong(region.address(), 42);
            file.reserve(4 * 4096);
            file.write(4096, region.address(), Long.BYTES);
            try (DiskFile.Mapping mapping = file.map(0, 4 * 4096, true)) {
                mapping.populate(0, 3 * 4096);
                assertEquals(42, UnsafeApi.getLong(mapping.address() + 4096));
                UnsafeApi.putLong(mapping.address() + 8192, 43);
                file.read(8192, region.address(), Long.BYTES);
                assertEquals(43, UnsafeApi.getLong(region.address()));
            }
        }
    }

    private static void readAndWrite(DiskFile file, long address, int rounds) {
        for (int i = 0; i < rounds; i++) {
            file.write(i & 7, address, 64);
            file.read(i & 7, address, 64);
        }
    }

    @Test
    void listsNothingButFiles() {
        try (Disk disk = FileDisk.at(directory)) {
            disk.lock().close();
            disk.create("LOCK.a").close();
            assertEquals(List.of("LOCK.a"), disk.list());
        }
    }
}
