package dev.dyno.streams.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.ChangeView;
import dev.dyno.streams.record.Changes;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whenever the background writes, or never: what was appended is read, and lies in the file in the end. */
class FileShardTest {

    private static final int FILE_BYTES = 64 << 10;
    private static final long ENGINE = 7;

    private final FaultyDisk disk = new FaultyDisk(1);
    private final FileShard shard = FileShard.create(disk, Memory.system(), ENGINE, 1, FILE_BYTES, 0, 1,
            ShardDescription.NO_PARENT, 0, 1, 0, 0);
    private final ExpandableArrayBuffer page = new ExpandableArrayBuffer();
    private final ChangeView view = new ChangeView();
    private long number;

    @AfterEach
    void release() {
        shard.release();
        disk.close();
    }

    private boolean append(int valueBytes) {
        ItemView item = new ItemView();
        item.wrap(new UnsafeBuffer(new byte[valueBytes]), 0, valueBytes, 1);
        boolean appended = shard.append(number + 1, 0, ViewType.NEW_IMAGE, Kind.INSERT, Key.of("k", "s"),
                new ItemView(), item);
        number += appended ? 1 : 0;
        return appended;
    }

    private List<Long> numbers(FileShard from) {
        List<Long> numbers = new ArrayList<>();
        synchronized (from) {
            for (long at = from.find(0); at < from.end; at = from.following(at)) {
                from.copy(at, page, 0);
                numbers.add(view.wrap(page, 0).number());
            }
        }
        return numbers;
    }

    private List<Long> appended() {
        List<Long> expected = new ArrayList<>();
        for (long each = 1; each <= number; each++) {
            expected.add(each);
        }
        return expected;
    }

    /** A build that knows no differences would take such a record for a torn one. */
    @Test
    void aFileOfVersionOneGetsNoDifferences() {
        ItemView item = new ItemView();
        item.wrap(new UnsafeBuffer(new byte[100]), 0, 100, 1);
        Key key = Key.of("k", "s");
        int whole = Changes.length(ViewType.NEW_AND_OLD_IMAGES, key, item, item);
        try (Region region = Memory.system().map(ShardLayout.RECORDS, "test", false);
                DiskFile file = disk.open(shard.fileName())) {
            UnsafeBuffer scratch = new UnsafeBuffer(region.address(), ShardLayout.RECORDS);
            ShardHeader header = ShardHeader.read(file, scratch);
            assertEquals(2, header.version());
            shard.append(1, 0, ViewType.NEW_AND_OLD_IMAGES, Kind.MODIFY, key, item, item);
            shard.copy(ShardLayout.RECORDS, page, 0);
            assertTrue(view.wrap(page, 0).length() < whole);
            new ShardHeader(1, header.engineId(), header.stream(), header.fileBytes(), header.number(),
                    header.parent(), header.firstSlot(), header.lastSlot(), header.firstNumber(),
                    header.createdMillis()).write(file, Memory.system());
            FileShard old = FileShard.open(disk, Memory.system(), shard.fileName(), scratch, Known.NOTHING);
            old.append(1, 0, ViewType.NEW_AND_OLD_IMAGES, Kind.MODIFY, key, item, item);
            old.copy(ShardLayout.RECORDS, page, 0);
            assertEquals(whole, view.wrap(page, 0).length());
            old.writeHeader();
            assertEquals(1, ShardHeader.read(file, scratch).version());
            old.release();
        }
    }

    @Test
    void nothingIsLostWheneverTheBackgroundWrites() {
        SplittableRandom random = new SplittableRandom(5);
        boolean becameFull = false;
        while (append(random.nextInt(6000))) {
            becameFull |= shard.takeFull();
            if (random.nextInt(4) == 0) {
                shard.writeFull();
            }
            assertEquals(appended(), numbers(shard));
        }
        assertTrue(becameFull);
        assertFalse(shard.takeFull(), "once");
        shard.write();
        try (Region region = Memory.system().map(ShardLayout.RECORDS, "test", false)) {
            FileShard found = FileShard.open(disk, Memory.system(), shard.fileName(),
                    new UnsafeBuffer(region.address(), ShardLayout.RECORDS), Known.NOTHING);
            assertEquals(appended(), numbers(found));
            found.release();
        }
    }
}
