package dev.dyno.api.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dyno.api.EngineException;
import org.junit.jupiter.api.Test;

class TracingDiskTest extends DiskContract {

    @Override
    Disk newDisk() {
        return new TracingDisk(new MemoryDisk(), new StringBuilder());
    }

    @Test
    void aLinePerOperation() {
        StringBuilder trace = new StringBuilder();
        try (Disk disk = new TracingDisk(new MemoryDisk(), trace)) {
            Disk.Lock lock = disk.lock();
            try (DiskFile file = disk.create("a")) {
                Native.write(file, 5, (byte) 1);
                Native.read(file, 0, 100);
                file.zeroFill(6, 4);
                file.sync();
                file.map(0, 10, true).close();
                file.truncate(3);
            }
            disk.syncDirectory();
            disk.rename("a", "b");
            assertThrows(EngineException.Io.class, () -> disk.open("a"));
            disk.list();
            disk.delete("b");
            lock.close();
        }
        assertEquals("""
                lock
                create a
                write a position=5 length=1
                read a position=0 length=100 -> 6
                zero fill a position=6 length=4
                sync a
                map to write a position=0 length=10
                truncate a size=3
                close a
                sync directory
                rename a to b
                open a !! dev.dyno.api.EngineException$Io: open failed: file=a, cause=no such file
                list -> [b]
                delete b
                unlock
                close disk
                """, trace.toString());
    }
}
