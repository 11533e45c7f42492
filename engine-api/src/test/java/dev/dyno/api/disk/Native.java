package dev.dyno.api.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes into and out of files, for tests. */
final class Native {

    private Native() {
    }

    static void write(DiskFile file, long position, byte... bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            file.write(position, copy.address(), bytes.length);
        }
    }

    /** What a read of that length gives: fewer bytes at the end of the file. */
    static byte[] read(DiskFile file, long position, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(Math.max(1, length));
            int read = file.read(position, target.address(), length);
            return target.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] readAll(DiskFile file) {
        return read(file, 0, Math.toIntExact(file.size()));
    }
}
