package dev.dyno.api.memory;

import dev.dyno.api.EngineException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory mapped from the operating system, one mapping per region. Address space is not memory: a region costs what is
 * touched of it, so engines may take regions as large as they could ever need. Threads: any.
 */
public final class SystemMemory implements Memory {

    /** The process's own; accounts for everybody who does not make another. */
    public static final SystemMemory INSTANCE = new SystemMemory();

    private static final long PAGE_BYTES = 4096;
    private static final long HUGE_PAGE_BYTES = 2L << 20;

    private final AtomicLong outstandingBytes = new AtomicLong();

    /** One with an account of its own. */
    public SystemMemory() {
    }

    @Override
    public Region map(long bytes, String tag, boolean hugePages) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("region of no bytes: tag=" + tag + ", bytes=" + bytes + ", min=1");
        }
        long mappedBytes = hugePages ? roundUp(bytes, HUGE_PAGE_BYTES) : roundUp(bytes, PAGE_BYTES);
        long address = hugePages ? mapAligned(mappedBytes, tag) : map(mappedBytes, tag);
        if (hugePages) {
            Posix.adviseHugePages(address, mappedBytes);
        }
        outstandingBytes.addAndGet(bytes);
        return new SystemRegion(address, bytes, mappedBytes, tag, hugePages);
    }

    /** Maps one huge page too much and gives back what lies before and behind the aligned range. */
    private static long mapAligned(long bytes, String tag) {
        long start = map(bytes + HUGE_PAGE_BYTES, tag);
        long address = roundUp(start, HUGE_PAGE_BYTES);
        if (address > start) {
            unmap(start, address - start);
        }
        long behind = start + HUGE_PAGE_BYTES - address;
        if (behind > 0) {
            unmap(address + bytes, behind);
        }
        return address;
    }

    private static long map(long bytes, String tag) {
        long address = Posix.mapMemory(bytes);
        if (address < 0) {
            throw new EngineException.Full("no memory: tag=" + tag + ", bytes=" + bytes + ", cause="
                    + Posix.message(address), null);
        }
        return address;
    }

    private static void unmap(long address, long bytes) {
        int result = Posix.munmap(address, bytes);
        if (result < 0) {
            throw new AssertionError("munmap failed: bytes=" + bytes + ", cause=" + Posix.message(result));
        }
    }

    static void discardPart(Region region, long offset, long part) {
        long end = roundUp(region.bytes(), PAGE_BYTES);
        if ((offset | part) % PAGE_BYTES != 0 || offset < 0 || part < 0 || offset > end - part) {
            throw new IllegalArgumentException("no such part: tag=" + region.tag() + ", offset=" + offset + ", bytes="
                    + part + ", regionBytes=" + region.bytes() + ", multipleOf=" + PAGE_BYTES);
        }
        long result = Posix.discard(region.address() + offset, part);
        if (result < 0) {
            throw new AssertionError("madvise failed: tag=" + region.tag() + ", cause=" + Posix.message(result));
        }
    }

    static long roundUp(long bytes, long unit) {
        return (bytes + unit - 1) & -unit;
    }

    @Override
    public long outstandingBytes() {
        return outstandingBytes.get();
    }

    private final class SystemRegion implements Region {

        private final long address;
        private final long bytes;
        private final long mappedBytes;
        private final String tag;
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicBoolean hugePages;

        SystemRegion(long address, long bytes, long mappedBytes, String tag, boolean hugePages) {
            this.hugePages = new AtomicBoolean(hugePages);
            this.address = address;
            this.bytes = bytes;
            this.mappedBytes = mappedBytes;
            this.tag = tag;
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

        @Override
        public void discard(long offset, long part) {
            if (hugePages.get() && hugePages.compareAndSet(true, false)) {
                Posix.adviseSmallPages(address, mappedBytes);
            }
            discardPart(this, offset, part);
        }

        @Override
        public void populate(long offset, long part) {
            Touch.pages(address + offset, part);
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                throw new IllegalStateException("region closed twice: tag=" + tag + ", bytes=" + bytes);
            }
            unmap(address, mappedBytes);
            outstandingBytes.addAndGet(-bytes);
        }
    }
}
