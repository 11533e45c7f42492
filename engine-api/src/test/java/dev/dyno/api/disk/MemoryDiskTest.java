package dev.dyno.api.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import org.junit.jupiter.api.Test;

class MemoryDiskTest extends DiskContract {

    @Override
    Disk newDisk() {
        return new MemoryDisk();
    }

    @Test
    void fullAtCapacityAndNotBefore() {
        try (Disk disk = new MemoryDisk(10_000); DiskFile file = disk.create("a"); DiskFile other = disk.create("b")) {
            Native.write(file, 0, Native.filled(6_000, 1));
            Native.write(other, 0, Native.filled(4_000, 2));
            EngineException.Full full = assertThrows(EngineException.Full.class,
                    () -> Native.write(other, 4_000, (byte) 1));
            assertTrue(full.getMessage().contains("capacityBytes=10000"), full.getMessage());
            assertThrows(EngineException.Full.class, () -> other.zeroFill(0, 4_001));
            assertThrows(EngineException.Full.class, () -> other.truncate(4_001));
            assertEquals(4_000, other.size());
            Native.write(file, 0, Native.filled(6_000, 3)); // overwriting needs no space
            file.truncate(5_999);
            Native.write(other, 4_000, (byte) 1);
        }
    }

    @Test
    void deletingFreesWhenTheLastUserCloses() {
        try (Disk disk = new MemoryDisk(1_000)) {
            DiskFile file = disk.create("a");
            Native.write(file, 0, Native.filled(1_000, 1));
            disk.delete("a");
            DiskFile next = disk.create("b");
            assertThrows(EngineException.Full.class, () -> Native.write(next, 0, (byte) 1));
            file.close();
            Native.write(next, 0, Native.filled(1_000, 1));
        }
    }

    @Test
    void filesLargerThanTheReservationAreFull() {
        try (Disk disk = new MemoryDisk(); DiskFile file = disk.create("a")) {
            file.truncate(MemoryDisk.FILE_BYTES_MAX);
            assertThrows(EngineException.Full.class, () -> Native.write(file, MemoryDisk.FILE_BYTES_MAX, (byte) 1));
            assertEquals(MemoryDisk.FILE_BYTES_MAX, file.size());
        }
    }

    @Test
    void closingTheDiskEndsOpenFiles() {
        Disk disk = new MemoryDisk();
        DiskFile file = disk.create("a");
        Native.write(file, 0, (byte) 1);
        disk.close();
        assertThrows(EngineException.Closed.class, () -> Native.read(file, 0, 1));
        file.close();
    }
}
