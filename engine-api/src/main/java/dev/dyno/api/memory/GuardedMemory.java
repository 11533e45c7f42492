package dev.dyno.api.memory;

import dev.dyno.api.EngineException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.agrona.UnsafeApi;

/**
 * Memory for tests, in which mistakes show:
 * <ul>
 * <li>a page that cannot be touched lies on both sides of every region, and the bytes between a region's end and that
 * page hold a pattern that is checked on close;
 * <li>a closed region stays reserved and cannot be touched, so that using it faults instead of reading another's bytes
 * (the fault ends the process: the crash log names the address);
 * <li>a region that was not closed is reported with the stack that took it.
 * </ul>
 * Addresses of closed regions stay reserved until {@link #close}. Threads: any.
 */
public final class GuardedMemory implements Memory, AutoCloseable {

    private static final byte GUARD = (byte) 0xA1;
    private static final long HUGE_PAGE_BYTES = 2L << 20;

    private final long pageBytes = UnsafeApi.pageSize();

    /** In order of taking. All guarded by this. */
    private final Set<GuardedRegion> open = new LinkedHashSet<>();
    private final Set<GuardedRegion> dead = new LinkedHashSet<>();
    private long outstandingBytes;
    private boolean closed;

    @Override
    public synchronized Region map(long bytes, String tag, boolean hugePages) {
        if (closed) {
            throw new IllegalStateException("memory is closed: tag=" + tag);
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("region of no bytes: tag=" + tag + ", bytes=" + bytes + ", min=1");
        }
        long alignment = hugePages ? HUGE_PAGE_BYTES : pageBytes;
        long usableBytes = SystemMemory.roundUp(bytes, pageBytes);
        long reservedBytes = usableBytes + alignment + 2 * pageBytes;
        long start = Posix.mapMemory(reservedBytes);
        if (start < 0) {
            throw new EngineException.Full("no memory: tag=" + tag + ", bytes=" + bytes + ", cause="
                    + Posix.message(start), null);
        }
        long address = SystemMemory.roundUp(start + pageBytes, alignment);
        protect(start, address - start);
        protect(address + usableBytes, start + reservedBytes - address - usableBytes);
        UnsafeApi.setMemory(address + bytes, usableBytes - bytes, GUARD);
        GuardedRegion region = new GuardedRegion(start, reservedBytes, address, bytes, tag);
        open.add(region);
        outstandingBytes += bytes;
        return region;
    }

    private static void protect(long address, long bytes) {
        int result = Posix.mprotect(address, bytes, Posix.PROT_NONE);
        if (result < 0) {
            throw new AssertionError("mprotect failed: bytes=" + bytes + ", cause=" + Posix.message(result));
        }
    }

    @Override
    public synchronized long outstandingBytes() {
        return outstandingBytes;
    }

    /**
     * Every region is closed.
     *
     * @throws AssertionError with tag and bytes of each that is not, and where they were taken, in its suppressed ones
     */
    public synchronized void assertNoLeaks() {
        if (open.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("regions not closed: regions=").append(open.size()).append(", bytes=")
                .append(outstandingBytes);
        open.forEach(region -> text.append(", ").append(region.tag).append('=').append(region.bytes));
        AssertionError leaks = new AssertionError(text.toString());
        open.forEach(region -> leaks.addSuppressed(region.taken));
        throw leaks;
    }

    /** Gives all addresses back, after {@link #assertNoLeaks}, whatever that finds. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            assertNoLeaks();
        } finally {
            open.forEach(region -> Posix.munmap(region.start, region.reservedBytes));
            dead.forEach(region -> Posix.munmap(region.start, region.reservedBytes));
            open.clear();
            dead.clear();
        }
    }

    private synchronized void release(GuardedRegion region) {
        if (!open.remove(region)) {
            throw new IllegalStateException("region closed twice: tag=" + region.tag + ", bytes=" + region.bytes);
        }
        dead.add(region);
        outstandingBytes -= region.bytes;
        long overwritten = region.firstOverwrittenGuard();
        // One mapping in place of all: it gives the pages back, not the range.
        long result = Posix.remapMemory(region.start, region.reservedBytes);
        if (result < 0) {
            throw new AssertionError("mmap failed: tag=" + region.tag + ", cause=" + Posix.message(result));
        }
        protect(region.start, region.reservedBytes);
        if (overwritten >= 0) {
            AssertionError overrun = new AssertionError("region overrun: tag=" + region.tag + ", bytes=" + region.bytes
                    + ", offset=" + overwritten);
            overrun.addSuppressed(region.taken);
            throw overrun;
        }
    }

    private final class GuardedRegion implements Region {

        private final long start;
        private final long reservedBytes;
        private final long address;
        private final long bytes;
        private final String tag;
        private final Throwable taken;

        GuardedRegion(long start, long reservedBytes, long address, long bytes, String tag) {
            this.start = start;
            this.reservedBytes = reservedBytes;
            this.address = address;
            this.bytes = bytes;
            this.tag = tag;
            this.taken = new Throwable("taken here: tag=" + tag + ", bytes=" + bytes + ", thread="
                    + Thread.currentThread().getName());
        }

        /** @return its offset from the start of the region, or -1 */
        long firstOverwrittenGuard() {
            long end = SystemMemory.roundUp(bytes, pageBytes);
            for (long offset = bytes; offset < end; offset++) {
                if (UnsafeApi.getByte(address + offset) != GUARD) {
                    return offset;
                }
            }
            return -1;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public String tag() {
            return tag;
        }

        /** The guard bytes behind the region stay: its last, partial page must not be discarded. */
        @Override
        public void discard(long offset, long part) {
            SystemMemory.discardPart(this, offset, part);
        }

        @Override
        public void close() {
            release(this);
        }
    }
}
