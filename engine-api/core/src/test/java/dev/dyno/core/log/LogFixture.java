package dev.dyno.core.log;

import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A log on a given disk, written with small numbered values, and read back as text. */
final class LogFixture {

    static final TableSpec TABLE = TableSpec.sorted("t").withId(1);
    static final LogOptions SMALL = LogOptions.of("test").withSegmentBytes(8192);

    private LogFixture() {
    }

    /** Opens, replaying into {@code seen} one line per operation. */
    static Log open(Disk disk, LogOptions options, long from, List<String> seen) {
        return Log.open(disk, Memory.system(), new SeededWork(1), new ManualClock(0), Events.NONE, options, from,
                frame -> read(frame, seen));
    }

    static List<String> replay(Disk disk, LogOptions options) {
        List<String> seen = new ArrayList<>();
        open(disk, options, 0, seen).close();
        return seen;
    }

    static void read(FrameView frame, List<String> into) {
        UnsafeBuffer value = new UnsafeBuffer(0, 0);
        while (frame.next()) {
            value.wrap(frame.valueAddress(), frame.valueLength());
            into.add(frame.commits() == 0 ? "kind " + frame.kind() + " table " + frame.tableId()
                    : frame.sequence() + " " + frame.kind() + " " + frame.key() + "="
                            + value.getStringWithoutLengthAscii(0, Math.min(20, value.capacity())));
        }
    }

    /** One frame with one commit. */
    static void put(Log log, String key, String value, boolean durable) {
        try (FrameWriter frame = new FrameWriter(Memory.system())) {
            add(frame, key, value);
            log.append(frame, durable);
        }
    }

    static void add(FrameWriter frame, String key, String value) {
        UnsafeBuffer bytes = new UnsafeBuffer(value.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        frame.put(TABLE, Key.of(key, "s"), bytes, 0, bytes.capacity(), 0);
        frame.endCommit();
    }

    /** What {@link #read} makes of such a commit. */
    static String line(long sequence, String key, String value) {
        return sequence + " 1 " + key + " s=" + value.substring(0, Math.min(20, value.length()));
    }

    /** Copies every file. */
    static void copy(Disk from, Disk to) {
        from.list().forEach(name -> copy(from, to, name));
        to.syncDirectory();
    }

    static void copy(Disk from, Disk to, String name) {
        try (DiskFile source = from.open(name);
                DiskFile target = to.create(name);
                Region bytes = Memory.system().map(source.size(), "copy", false)) {
            source.read(0, bytes.address(), (int) source.size());
            target.write(0, bytes.address(), (int) source.size());
            target.sync();
        }
    }

    /** Xors one byte of a file. */
    static void flip(Disk disk, String name, long position, int mask) {
        try (DiskFile file = disk.open(name); Region one = Memory.system().map(8, "flip", false)) {
            file.read(position, one.address(), 1);
            UnsafeBuffer buffer = new UnsafeBuffer(one.address(), 1);
            buffer.putByte(0, (byte) (buffer.getByte(0) ^ mask));
            file.write(position, one.address(), 1);
        }
    }

    /** Zeros from a position to the end of a file. */
    static void zero(Disk disk, String name, long position) {
        try (DiskFile file = disk.open(name)) {
            file.zeroFill(position, file.size() - position);
        }
    }
}
