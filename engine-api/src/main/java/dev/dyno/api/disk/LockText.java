package dev.dyno.api.disk;

import dev.dyno.api.memory.Posix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What a lock file says: the holder's process id, in decimal. Only for messages: the lock is the system's, so neither
 * a text that is missing nor one that is old does harm.
 */
final class LockText {

    private static final int LENGTH_MAX = 20;

    private LockText() {
    }

    static void write(int file, long pid) {
        byte[] text = Long.toString(pid).getBytes(StandardCharsets.US_ASCII);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
            Posix.ftruncate(file, 0);
            Posix.pwrite(file, copy.address(), text.length, 0);
        }
    }

    static String read(int file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LENGTH_MAX);
            long length = Posix.pread(file, text.address(), LENGTH_MAX, 0);
            if (length <= 0) {
                return "unknown";
            }
            byte[] copy = text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            return new String(copy, StandardCharsets.US_ASCII);
        }
    }
}
