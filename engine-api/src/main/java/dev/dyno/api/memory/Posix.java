package dev.dyno.api.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.agrona.UnsafeApi;

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

    /** As many as the call with the most takes. */
    private static final FunctionDescriptor SIX_LONGS = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle OPEN = variadic("open");
    private static final MethodHandle CLOSE = link("close");
    private static final MethodHandle MKDIR = link("mkdir");
    private static final MethodHandle PREAD = link("pread");
    private static final MethodHandle PWRITE = link("pwrite");
    private static final MethodHandle LSEEK = link("lseek");
    private static final MethodHandle FTRUNCATE = link("ftruncate");
    private static final MethodHandle FALLOCATE = MACOS ? null : link("posix_fallocate");
    private static final MethodHandle FLOCK = link("flock");
    private static final MethodHandle FSYNC = link("fsync");
    private static final MethodHandle FDATASYNC = MACOS ? FSYNC : link("fdatasync");
    private static final MethodHandle FCNTL = variadic("fcntl");
    private static final MethodHandle MMAP = link("mmap");
    private static final MethodHandle MUNMAP = link("munmap");
    private static final MethodHandle MPROTECT = link("mprotect");
    private static final MethodHandle MADVISE = link("madvise");
    private static final MethodHandle MSYNC = link("msync");
    private static final MethodHandle STRERROR = link("strerror");

    private Posix() {
    }

    /** @return a file descriptor; a file it creates may be read and written by its owner, and read by the group */
    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(path).address();
            int result;
            do {
                result = call(OPEN, text, flags | O_CLOEXEC, 0640);
            } while (result == -EINTR);
            return result;
        }
    }

    /** Not made again when interrupted: the descriptor is gone then, and may already be another thread's. */
    public static int close(int file) {
        return call(CLOSE, file, 0, 0);
    }

    public static int mkdir(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return call(MKDIR, arena.allocateFrom(path).address(), 0750, 0);
        }
    }

    /** @return bytes read, possibly fewer than asked for; 0 at the end of the file */
    public static long pread(int file, long address, long length, long position) {
        long result;
        do {
            result = orErrno(call(PREAD, file, address, length, position, 0, 0));
        } while (result == -EINTR);
        return result;
    }

    /** @return bytes written, possibly fewer than asked for */
    public static long pwrite(int file, long address, long length, long position) {
        long result;
        do {
            result = orErrno(call(PWRITE, file, address, length, position, 0, 0));
        } while (result == -EINTR);
        return result;
    }

    /** The size of a file, in bytes. Moves the descriptor's own position, which nothing here uses. */
    public static long size(int file) {
        return orErrno(call(LSEEK, file, 0, SEEK_END, 0, 0, 0));
    }

    public static int ftruncate(int file, long bytes) {
        int result;
        do {
            result = call(FTRUNCATE, file, bytes, 0);
        } while (result == -EINTR);
        return result;
    }

    /** Sets blocks aside, which read as zeros, and grows the file over them. Not on macOS, which has no such call. */
    public static int fallocate(int file, long position, long length) {
        int result;
        do {
            result = -(int) call(FALLOCATE, file, position, length, 0, 0, 0); // the error itself, not in errno
        } while (result == -EINTR);
        return result;
    }

    /** Contents, and of the metadata what is needed to read them again. */
    public static int fdatasync(int file) {
        return sync(FDATASYNC, file);
    }

    /** Contents and metadata; for folders. */
    public static int fsync(int file) {
        return sync(FSYNC, file);
    }

    private static int sync(MethodHandle function, int file) {
        int result;
        do {
            // The fsync of macOS leaves the data in the drive's volatile cache.
            result = MACOS ? call(FCNTL, file, F_FULLFSYNC, 0) : call(function, file, 0, 0);
        } while (result == -EINTR);
        return result;
    }

    /** Takes the whole file for this descriptor, or answers {@code -EWOULDBLOCK} at once. */
    public static int lockNow(int file) {
        return call(FLOCK, file, LOCK_EXCLUSIVE_NOW, 0);
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
        return orErrno(call(MMAP, address, bytes, protection, flags, file, position));
    }

    public static int munmap(long address, long bytes) {
        return call(MUNMAP, address, bytes, 0);
    }

    public static int mprotect(long address, long bytes, int protection) {
        return call(MPROTECT, address, bytes, protection);
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
        return MACOS ? 0 : call(MADVISE, address, bytes, advice);
    }

    /** Hands stores through a shared mapping to the file. */
    public static int msync(long address, long bytes) {
        return call(MSYNC, address, bytes, MS_SYNC);
    }

    /** The system's words for a result below 0. */
    @SuppressWarnings("restricted")
    public static String message(long result) {
        int errno = (int) -result;
        long text = call(STRERROR, errno, 0, 0, 0, 0, 0);
        return MemorySegment.ofAddress(text).reinterpret(256).getString(0) + " (errno " + errno + ")";
    }

    /** For functions that give an {@code int}, -1 being an error: of such a result the upper half means nothing. */
    private static int call(MethodHandle function, long first, long second, long third) {
        return (int) orErrno((int) call(function, first, second, third, 0, 0, 0));
    }

    /** @return what the function gives, as it is */
    private static long call(MethodHandle function, long first, long second, long third, long fourth, long fifth,
            long sixth) {
        try {
            return (long) function.invokeExact(CAPTURED.get(), first, second, third, fourth, fifth, sixth);
        } catch (Throwable e) {
            // A downcall throws only if it was linked with the wrong types.
            throw new AssertionError("downcall failed", e);
        }
    }

    private static long orErrno(long result) {
        return result != -1 ? result : -UnsafeApi.getInt(CAPTURED.get().address() + ERRNO);
    }

    /** For calls whose arguments after the second are variadic: the processors of macOS pass those differently. */
    private static MethodHandle variadic(String name) {
        return MACOS ? link(name, ERRNO_KEPT, Linker.Option.firstVariadicArg(2)) : link(name);
    }

    private static MethodHandle link(String name) {
        return link(name, ERRNO_KEPT);
    }

    /**
     * Everything takes six arguments and gives a result of 64 bits, whatever C declares. Both processors pass as many
     * in registers of 64 bits, of which a callee reads those, and the halves of them, that it declared. Why: the JVM
     * generates code for each shape of call, which takes 10 to 20 ms at start, and so there is one and not twelve.
     */
    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, Linker.Option... options) {
        MemorySegment symbol = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("system call missing: name=" + name
                        + ", system=" + System.getProperty("os.name")));
        return LINKER.downcallHandle(symbol, SIX_LONGS, options);
    }
}
