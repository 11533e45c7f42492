package dev.dyno.api.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;

/**
 * The system calls of the ground, as they are: only {@code api.memory} and {@code api.disk} call this class; everybody
 * else has {@link Memory} and {@link dev.dyno.api.disk.Disk}. Linux and macOS, 64 bits.
 *
 * <p>Results: what the call returns, or {@code -errno}, so that there is no error state to fetch between calls. Calls
 * that a signal interrupted are made again. No call allocates on the Java heap, except {@link #open}, {@link #mkdir}
 * and {@link #message}, which take or give text.
 *
 * <p>Why not the channels of {@code java.nio}: an interrupt of a thread inside a call closes the file under all others.
 *
 * <p>Threads: any.
 */
public final class Posix {

    /** Whether this is macOS, where some calls mean less than their name. */
    public static final boolean MACOS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = MACOS ? 0x200 : 0x40;
    public static final int O_EXCL = MACOS ? 0x800 : 0x80;
    public static final int O_CLOEXEC = MACOS ? 0x100_0000 : 0x8_0000;

    public static final int PROT_NONE = 0;
    public static final int PROT_READ = 1;
    public static final int PROT_READ_WRITE = 3;

    public static final int EINTR = 4;
    public static final int EEXIST = 17;
    public static final int ENOSPC = 28;
    public static final int EWOULDBLOCK = MACOS ? 35 : 11;
    public static final int EDQUOT = MACOS ? 69 : 122;

    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_NORESERVE = MACOS ? 0x40 : 0x4000;
    private static final int MAP_ANONYMOUS = MACOS ? 0x1000 : 0x20;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MS_SYNC = MACOS ? 0x10 : 4;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
    private static final int SEEK_END = 2;
    private static final int F_FULLFSYNC = 51;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO_KEPT = Linker.Option.captureCallState("errno");
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /** Where errno lands: one per thread, because a call writes it before the thread can read it. */
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    private static final MethodHandle OPEN = variadic("open", 3);
    private static final MethodHandle CLOSE = link("close", 1);
    private static final MethodHandle MKDIR = link("mkdir", 2);
    private static final MethodHandle PREAD = link("pread", 4);
    private static final MethodHandle PWRITE = link("pwrite", 4);
    private static final MethodHandle LSEEK = link("lseek", 3);
    private static final MethodHandle FTRUNCATE = link("ftruncate", 2);
    private static final MethodHandle FALLOCATE = MACOS ? null : link("posix_fallocate", 3);
    private static final MethodHandle FLOCK = link("flock", 2);
    private static final MethodHandle FSYNC = link("fsync", 1);
    private static final MethodHandle FDATASYNC = MACOS ? FSYNC : link("fdatasync", 1);
    private static final MethodHandle FCNTL = variadic("fcntl", 3);
    private static final MethodHandle MMAP = link("mmap", 6);
    private static final MethodHandle MUNMAP = link("munmap", 2);
    private static final MethodHandle MPROTECT = link("mprotect", 3);
    private static final MethodHandle MADVISE = link("madvise", 3);
    private static final MethodHandle MSYNC = link("msync", 3);
    private static final MethodHandle STRERROR = link("strerror", 1);

    private Posix() {
    }

    /** @return a file descriptor; a file it creates may be read and written by its owner, and read by the group */
    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(path).address();
            int result;
            do {
                MemorySegment captured = CAPTURED.get();
                long how = flags | O_CLOEXEC;
                result = orErrno((int) (long) OPEN.invokeExact(captured, text, how, 0640L), captured);
            } while (result == -EINTR);
            return result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Not made again when interrupted: the descriptor is gone then, and may already be another thread's. */
    public static int close(int file) {
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((int) (long) CLOSE.invokeExact(captured, (long) file), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public static int mkdir(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = CAPTURED.get();
            long text = arena.allocateFrom(path).address();
            return orErrno((int) (long) MKDIR.invokeExact(captured, text, 0750L), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return bytes read, possibly fewer than asked for; 0 at the end of the file */
    public static long pread(int file, long address, long length, long position) {
        try {
            long result;
            do {
                MemorySegment captured = CAPTURED.get();
                result = orErrno((long) PREAD.invokeExact(captured, (long) file, address, length, position), captured);
            } while (result == -EINTR);
            return result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return bytes written, possibly fewer than asked for */
    public static long pwrite(int file, long address, long length, long position) {
        try {
            long result;
            do {
                MemorySegment captured = CAPTURED.get();
                result = orErrno((long) PWRITE.invokeExact(captured, (long) file, address, length, position), captured);
            } while (result == -EINTR);
            return result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** The size of a file, in bytes. Moves the descriptor's own position, which nothing here uses. */
    public static long size(int file) {
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((long) LSEEK.invokeExact(captured, (long) file, 0L, (long) SEEK_END), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public static int ftruncate(int file, long bytes) {
        try {
            int result;
            do {
                MemorySegment captured = CAPTURED.get();
                result = orErrno((int) (long) FTRUNCATE.invokeExact(captured, (long) file, bytes), captured);
            } while (result == -EINTR);
            return result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Sets blocks aside, which read as zeros, and grows the file over them. Not on macOS, which has no such call. */
    public static int fallocate(int file, long position, long length) {
        try {
            int result;
            do {
                MemorySegment captured = CAPTURED.get();
                long error = (long) FALLOCATE.invokeExact(captured, (long) file, position, length); // not errno
                result = -(int) error;
            } while (result == -EINTR);
            return result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Contents, and of the metadata what is needed to read them again. */
    public static int fdatasync(int file) {
        return sync(FDATASYNC, file);
    }

    /** Contents and metadata; for folders. */
    public static int fsync(int file) {
        return sync(FSYNC, file);
    }

    private static int sync(MethodHandle call, int file) {
        try {
            int result;
            do {
                MemorySegment captured = CAPTURED.get();
                if (MACOS) { // its fsync leaves the data in the drive's volatile cache
                    long what = F_FULLFSYNC;
                    result = orErrno((int) (long) FCNTL.invokeExact(captured, (long) file, what, 0L), captured);
                } else {
                    result = orErrno((int) (long) call.invokeExact(captured, (long) file), captured);
                }
            } while (result == -EINTR);
            return result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Takes the whole file for this descriptor, or answers {@code -EWOULDBLOCK} at once. */
    public static int lockNow(int file) {
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((int) (long) FLOCK.invokeExact(captured, (long) file, (long) LOCK_EXCLUSIVE_NOW), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Zeroed private memory that neither takes nor promises pages until they are touched. */
    public static long mapMemory(long bytes) {
        return mmap(0, bytes, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }

    /** Gives the pages of a range of {@link #mapMemory} back; they read as zeros again. */
    public static long remapMemory(long address, long bytes) {
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
        return mmap(address, bytes, PROT_READ_WRITE, flags, -1, 0);
    }

    /** Maps a range of a file, shared with all who read and write it. */
    public static long mapFile(int file, long position, long bytes, boolean writable) {
        return mmap(0, bytes, writable ? PROT_READ_WRITE : PROT_READ, MAP_SHARED, file, position);
    }

    private static long mmap(long address, long bytes, int protection, int flags, int file, long position) {
        try {
            MemorySegment captured = CAPTURED.get();
            long result = (long) MMAP.invokeExact(captured, address, bytes, (long) protection, (long) flags,
                    (long) file, position);
            return orErrno(result, captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public static int munmap(long address, long bytes) {
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((int) (long) MUNMAP.invokeExact(captured, address, bytes), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public static int mprotect(long address, long bytes, int protection) {
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((int) (long) MPROTECT.invokeExact(captured, address, bytes, (long) protection), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Asks for transparent huge pages. No more than advice: kernels without them, and macOS, change nothing. */
    public static void adviseHugePages(long address, long bytes) {
        advise(address, bytes, MADV_HUGEPAGE);
    }

    /** Takes {@link #adviseHugePages} back. */
    public static void adviseSmallPages(long address, long bytes) {
        advise(address, bytes, MADV_NOHUGEPAGE);
    }

    /** Gives private memory back; it reads as zeros from then on. */
    public static long discard(long address, long bytes) {
        // Linux drops the pages at once; elsewhere the advice promises nothing, a new mapping in their place does.
        return MACOS ? remapMemory(address, bytes) : advise(address, bytes, MADV_DONTNEED);
    }

    private static int advise(long address, long bytes, int advice) {
        if (MACOS) {
            return 0;
        }
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((int) (long) MADVISE.invokeExact(captured, address, bytes, (long) advice), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Hands stores through a shared mapping to the file. */
    public static int msync(long address, long bytes) {
        try {
            MemorySegment captured = CAPTURED.get();
            return orErrno((int) (long) MSYNC.invokeExact(captured, address, bytes, (long) MS_SYNC), captured);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** The system's words for a result below 0. */
    @SuppressWarnings("restricted")
    public static String message(long result) {
        int errno = (int) -result;
        try {
            long text = (long) STRERROR.invokeExact(CAPTURED.get(), (long) errno);
            return MemorySegment.ofAddress(text).reinterpret(256).getString(0) + " (errno " + errno + ")";
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static int orErrno(int result, MemorySegment captured) {
        return result != -1 ? result : -captured.get(JAVA_INT, ERRNO);
    }

    private static long orErrno(long result, MemorySegment captured) {
        return result != -1 ? result : -captured.get(JAVA_INT, ERRNO);
    }

    private static MethodHandle link(String name, int arguments) {
        return link(name, arguments, ERRNO_KEPT);
    }

    /** For calls whose arguments after the second are variadic: some processors pass those differently. */
    private static MethodHandle variadic(String name, int arguments) {
        return link(name, arguments, ERRNO_KEPT, Linker.Option.firstVariadicArg(2));
    }

    /**
     * Everything is passed and returned as 64 bits, whatever C declares. Both processors pass these arguments in
     * registers of 64 bits, of which a callee reads the half it declared; of a result that is an {@code int} the upper
     * half means nothing, so callers cut it off. Why: the JVM generates code for each shape of call, which takes 10 to
     * 20 ms at start, and so there are six shapes and not twelve.
     */
    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, int arguments, Linker.Option... options) {
        MemorySegment symbol = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("system call missing: name=" + name
                        + ", system=" + System.getProperty("os.name")));
        MemoryLayout[] longs = new MemoryLayout[arguments];
        Arrays.fill(longs, JAVA_LONG);
        return LINKER.downcallHandle(symbol, FunctionDescriptor.of(JAVA_LONG, longs), options);
    }

    /** A downcall throws only if it was linked with the wrong types. */
    private static AssertionError broken(Throwable cause) {
        return new AssertionError("downcall failed", cause);
    }
}
