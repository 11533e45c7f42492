package dev.dyno.api.disk;

import static dev.dyno.api.disk.Native.filled;
import static dev.dyno.api.disk.Native.read;
import static dev.dyno.api.disk.Native.readAll;
import static dev.dyno.api.disk.Native.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every disk keeps; one subclass per disk. */
abstract class DiskContract {

    private Disk disk;

    abstract Disk newDisk();

    @BeforeEach
    void open() {
        disk = newDisk();
    }

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void whatIsWrittenIsRead() {
        try (DiskFile file = disk.create("a")) {
            assertEquals("a", file.name());
            assertEquals(0, file.size());
            write(file, 0, (byte) 1, (byte) 2, (byte) 3);
            write(file, 1, (byte) 9);
            assertEquals(3, file.size());
            assertArrayEquals(new byte[] {1, 9, 3}, readAll(file));
        }
        try (DiskFile file = disk.open("a")) {
            assertArrayEquals(new byte[] {9, 3}, read(file, 1, 2));
        }
    }

    @Test
    void longWritesAreWhole() {
        byte[] bytes = new byte[3 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        try (DiskFile file = disk.create("long")) {
            write(file, 777, bytes);
            assertArrayEquals(bytes, read(file, 777, bytes.length));
        }
    }

    @Test
    void readsEndAtTheEnd() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(10, 7));
            assertEquals(4, read(file, 6, 100).length);
            assertEquals(0, read(file, 10, 100).length);
            assertEquals(0, read(file, 1L << 40, 100).length);
            assertEquals(0, read(file, 3, 0).length);
        }
    }

    @Test
    void gapsReadAsZeros() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(10, 7));
            write(file, 9000, filled(10, 8));
            assertEquals(9010, file.size());
            assertArrayEquals(new byte[8990], read(file, 10, 8990));
            assertArrayEquals(filled(10, 8), read(file, 9000, 10));
        }
    }

    @Test
    void cutBytesAreGoneForGood() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(20_000, 7));
            file.truncate(5000);
            assertEquals(5000, file.size());
            assertEquals(0, read(file, 5000, 10).length);
            file.truncate(20_000);
            assertArrayEquals(filled(5000, 7), read(file, 0, 5000));
            assertArrayEquals(new byte[15_000], read(file, 5000, 15_000));
            file.truncate(100);
            write(file, 19_999, (byte) 3);
            assertArrayEquals(new byte[19_899], read(file, 100, 19_899));
            file.truncate(0);
            assertEquals(0, file.size());
        }
    }

    @Test
    void zeroFillOverwritesAndGrows() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(10_000, 7));
            file.zeroFill(1000, 8001);
            assertArrayEquals(filled(1000, 7), read(file, 0, 1000));
            assertArrayEquals(new byte[8001], read(file, 1000, 8001));
            assertArrayEquals(filled(999, 7), read(file, 9001, 999));
            file.zeroFill(9_500, (2 << 20) + 1);
            assertEquals(9_500 + (2 << 20) + 1, file.size());
            assertArrayEquals(new byte[500], read(file, 9_500, 500));
            file.zeroFill(0, 0);
            assertEquals(7, read(file, 0, 1)[0]);
        }
    }

    @Test
    void reservedSpaceReadsAsZerosAndKeepsWhatIsThere() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(5_000, 7));
            file.reserve(9_000);
            assertEquals(9_000, file.size());
            assertArrayEquals(filled(5_000, 7), read(file, 0, 5_000));
            assertArrayEquals(new byte[4_000], read(file, 5_000, 4_000));
            file.reserve(1_000);
            assertEquals(9_000, file.size());
        }
    }

    @Test
    void positionsAreLong() {
        long position = 5L << 30;
        try (DiskFile file = disk.create("sparse")) {
            write(file, position, (byte) 1, (byte) 2);
            assertEquals(position + 2, file.size());
            assertArrayEquals(new byte[] {0, 1, 2}, read(file, position - 1, 10));
            assertArrayEquals(new byte[4], read(file, position / 2, 4));
        }
    }

    @Test
    void mappingsSeeWritesAndFilesSeeStores() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(12_288, 1));
            try (DiskFile.Mapping mapping = file.map(4096, 8192, true)) {
                assertEquals(8192, mapping.length());
                assertEquals(1, UnsafeApi.getByte(mapping.address()));
                write(file, 4096, (byte) 5);
                assertEquals(5, UnsafeApi.getByte(mapping.address()));
                UnsafeApi.putByte(mapping.address() + 8191, (byte) 6);
                assertEquals(6, read(file, 12_287, 1)[0]);
                file.sync();
            }
            try (DiskFile.Mapping mapping = file.map(0, 12_288, false)) {
                assertEquals(5, UnsafeApi.getByte(mapping.address() + 4096));
                assertEquals(6, UnsafeApi.getByte(mapping.address() + 12_287));
            }
        }
    }

    @Test
    void addressesOfMappingsHoldStill() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(4096, 1));
            DiskFile.Mapping mapping = file.map(0, 4096, true);
            write(file, 4096, filled(8 << 20, 2));
            UnsafeApi.putByte(mapping.address() + 7, (byte) 9);
            assertEquals(9, read(file, 7, 1)[0]);
            mapping.close();
        }
    }

    @Test
    void mappingsLieWithinTheFile() {
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(5000, 1));
            assertThrows(IllegalArgumentException.class, () -> file.map(0, 5001, false));
            assertThrows(IllegalArgumentException.class, () -> file.map(100, 100, false));
            assertThrows(IllegalArgumentException.class, () -> file.map(0, 0, false));
            file.map(4096, 904, false).close();
        }
    }

    @Test
    void rangesBelowZeroAreRefused() {
        try (DiskFile file = disk.create("a")) {
            assertThrows(IllegalArgumentException.class, () -> file.read(-1, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> file.write(0, 0, -1));
            assertThrows(IllegalArgumentException.class, () -> file.zeroFill(Long.MAX_VALUE, 1));
            assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
        }
    }

    @Test
    void filesAreListedInOrder() {
        for (String name : List.of("b", "a", "c/x", "c/a", "B.1", "c.d")) {
            disk.create(name).close();
        }
        assertEquals(List.of("B.1", "a", "b", "c.d", "c/a", "c/x"), disk.list());
        assertTrue(disk.exists("c/a"));
        assertFalse(disk.exists("c"));
        disk.delete("c/a");
        disk.delete("c/x");
        disk.create("c").close(); // the folder went with its files
        assertEquals(List.of("B.1", "a", "b", "c", "c.d"), disk.list());
        disk.syncDirectory();
    }

    @Test
    void filesAndFoldersDoNotShareNames() {
        disk.create("a").close();
        disk.create("b/c").close();
        assertThrows(EngineException.Io.class, () -> disk.create("a/b"));
        assertThrows(EngineException.Io.class, () -> disk.create("b"));
        assertThrows(EngineException.Io.class, () -> disk.open("b"));
        assertThrows(EngineException.Io.class, () -> disk.delete("b"));
        assertThrows(EngineException.Io.class, () -> disk.rename("a", "b"));
        assertEquals(List.of("a", "b/c"), disk.list());
    }

    @Test
    void creatingTwiceAndOpeningNothingFail() {
        disk.create("a").close();
        assertThrows(EngineException.Io.class, () -> disk.create("a"));
        assertThrows(EngineException.Io.class, () -> disk.open("b"));
        assertThrows(EngineException.Io.class, () -> disk.delete("b"));
        assertThrows(EngineException.Io.class, () -> disk.rename("b", "c"));
        assertEquals(List.of("a"), disk.list());
    }

    @Test
    void renamingReplaces() {
        try (DiskFile file = disk.create("new"); DiskFile old = disk.create("folder/old")) {
            write(file, 0, (byte) 1);
            write(old, 0, (byte) 2);
            disk.rename("new", "folder/old");
            assertEquals(List.of("folder/old"), disk.list());
            assertEquals(2, read(old, 0, 1)[0], "who has the replaced file open still reads it");
            try (DiskFile again = disk.open("folder/old")) {
                assertEquals(1, read(again, 0, 1)[0]);
                write(again, 0, (byte) 3);
            }
            assertEquals(3, read(file, 0, 1)[0]);
        }
        disk.rename("folder/old", "back");
        disk.syncDirectory();
        assertEquals(List.of("back"), disk.list());
    }

    @Test
    void deletedFilesLiveUntilClosed() {
        DiskFile file = disk.create("a");
        write(file, 0, (byte) 1);
        disk.delete("a");
        assertFalse(disk.exists("a"));
        write(file, 1, (byte) 2);
        assertArrayEquals(new byte[] {1, 2}, readAll(file));
        try (DiskFile other = disk.create("a")) {
            assertEquals(0, other.size());
        }
        file.close();
    }

    @Test
    void closedMeansClosed() {
        DiskFile file = disk.create("a");
        write(file, 0, (byte) 1);
        file.sync();
        file.close();
        file.close();
        assertThrows(EngineException.Closed.class, file::size);
        assertThrows(EngineException.Closed.class, () -> read(file, 0, 1));
        assertThrows(EngineException.Closed.class, () -> write(file, 0, (byte) 1));
        assertThrows(EngineException.Closed.class, () -> file.zeroFill(0, 1));
        assertThrows(EngineException.Closed.class, () -> file.truncate(0));
        assertThrows(EngineException.Closed.class, file::sync);
        assertThrows(EngineException.Closed.class, () -> file.map(0, 1, false));
        disk.close();
        disk.close();
        assertThrows(EngineException.Closed.class, () -> disk.open("a"));
        assertThrows(EngineException.Closed.class, () -> disk.create("b"));
        assertThrows(EngineException.Closed.class, () -> disk.exists("a"));
        assertThrows(EngineException.Closed.class, disk::list);
        assertThrows(EngineException.Closed.class, disk::lock);
        assertThrows(EngineException.Closed.class, disk::syncDirectory);
    }

    @Test
    void oneEngineAtATime() {
        Disk.Lock lock = disk.lock();
        EngineException.InUse refused = assertThrows(EngineException.InUse.class, disk::lock);
        assertTrue(refused.getMessage().contains("pid=" + ProcessHandle.current().pid()), refused.getMessage());
        assertEquals(List.of(), disk.list(), "the lock is no file");
        lock.close();
        lock.close();
        Disk.Lock next = disk.lock();
        lock.close();
        assertThrows(EngineException.InUse.class, disk::lock, "an old lock closed again frees nothing");
        next.close();
    }

    @Test
    void namesAreChecked() {
        for (String name : List.of("", "/a", "a/", "a//b", "..", "../a", "a/../b", ".", "a b", "a\\b", "ä", "a\0",
                "LOCK", "x".repeat(256))) {
            assertThrows(IllegalArgumentException.class, () -> disk.create(name), name);
            assertThrows(IllegalArgumentException.class, () -> disk.open(name), name);
            assertThrows(IllegalArgumentException.class, () -> disk.exists(name), name);
            assertThrows(IllegalArgumentException.class, () -> disk.delete(name), name);
        }
        disk.create("a").close();
        assertThrows(IllegalArgumentException.class, () -> disk.rename("a", "../b"));
        assertThrows(IllegalArgumentException.class, () -> disk.rename("/a", "b"));
        disk.create("A-z_0.9..x/.hidden").close();
    }

    @Test
    void interruptsDoNoHarm() {
        try (DiskFile file = disk.create("a")) {
            Thread.currentThread().interrupt();
            write(file, 0, (byte) 1);
            file.sync();
            disk.syncDirectory();
            assertEquals(1, read(file, 0, 1)[0]);
            assertTrue(Thread.interrupted(), "still pending");
        }
    }
}
