package dev.dyno.api.disk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dyno.api.run.ThreadWork;
import dev.dyno.api.run.Work;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeteredDiskTest extends DiskContract {

    @Override
    Disk newDisk() {
        return new MeteredDisk(new MemoryDisk());
    }

    @Test
    void countsWhatPassesThrough() {
        MemoryDisk inner = new MemoryDisk();
        try (DiskFile before = inner.create("before")) {
            Native.write(before, 0, Native.filled(1000, 1));
        }
        try (MeteredDisk disk = new MeteredDisk(inner); DiskFile file = disk.create("a")) {
            assertEquals(new MeteredDisk.Usage(0, 0, 0, 0, 0, 0, 0, 1000), disk.snapshot());
            Native.write(file, 0, Native.filled(100, 1));
            Native.write(file, 50, Native.filled(100, 1));
            MeteredDisk.Usage middle = disk.snapshot();
            assertEquals(new MeteredDisk.Usage(0, 0, 2, 200, 0, 0, 0, 1150), middle);
            file.zeroFill(150, 850);
            assertEquals(900, Native.read(file, 100, 5000).length);
            file.sync();
            disk.syncDirectory();
            file.map(0, 10, false).close();
            assertEquals(new MeteredDisk.Usage(1, 900, 1, 850, 1, 1, 10, 2000), disk.snapshot().minus(middle));
        }
    }

    @Test
    void followsSizesThroughNames() {
        try (MeteredDisk disk = new MeteredDisk(new MemoryDisk()); DiskFile file = disk.create("a");
                DiskFile other = disk.create("b")) {
            Native.write(file, 0, Native.filled(100, 1));
            Native.write(other, 0, Native.filled(10, 1));
            assertEquals(110, disk.fileBytes());
            disk.rename("a", "b");
            assertEquals(100, disk.fileBytes());
            Native.write(other, 0, Native.filled(1000, 1));
            assertEquals(100, disk.fileBytes(), "b was replaced");
            file.truncate(30);
            assertEquals(30, disk.fileBytes());
            disk.delete("b");
            assertEquals(0, disk.fileBytes());
            assertEquals(110, disk.snapshot().fileBytesMax());
        }
    }

    @Test
    void tellsBackgroundFromForeground() {
        try (Work work = new ThreadWork(); MeteredDisk disk = new MeteredDisk(new MemoryDisk(), ThreadWork::isWorker);
                DiskFile file = disk.create("a")) {
            CountDownLatch done = new CountDownLatch(1);
            Work.Job job = work.start("writer", () -> {
                Native.write(file, 0, Native.filled(70, 1));
                done.countDown();
                return false;
            });
            job.wake();
            assertDoesNotThrow(() -> done.await());
            Native.write(file, 0, Native.filled(100, 1));
            assertEquals(170, disk.snapshot().writtenBytes());
            assertEquals(70, disk.backgroundSnapshot().writtenBytes());
            assertFalse(ThreadWork.isWorker());
        }
    }
}
