package dev.dyno.api.disk;

/**
 * An open file; see {@link Disk} for what survives what. Positions are bytes from the start. After close, calls throw
 * {@link dev.dyno.api.EngineException.Closed}.
 *
 * <p>Threads: any, but for close: whoever closes sees to it that no other call on the file is running.
 */
public interface DiskFile extends AutoCloseable {

    String name();

    long size();

    /**
     * Reads at a position into off-heap memory.
     *
     * @return bytes read: {@code length}, or less only at the end of the file, where it may be 0
     */
    int read(long position, long address, int length);

    /** Writes all of it, growing the file as needed; a gap reads as zeros. */
    void write(long position, long address, int length);

    /** Writes zeros (not just reserves them), so that later writes in the range need no allocation of blocks. */
    void zeroFill(long position, long length);

    /**
     * Grows the file to a size, with zeros for which space is set aside: stores into them do not fail for want of it.
     * Nothing is written, so it costs no bandwidth, and the first sync of a range that was stored to moves metadata,
     * which that of a {@link #zeroFill} range does not. Does nothing if the file is as large.
     */
    default void reserve(long size) {
        long before = size();
        if (size > before) {
            zeroFill(before, size - before);
        }
    }

    /** Sets the size; bytes cut off are gone, bytes added read as zeros. */
    void truncate(long size);

    /** Contents, size and mapped stores are on stable storage when it returns. A failure is final for this file. */
    void sync();

    /**
     * Maps a range that lies within the file; stores through a writable mapping reach the file as if written. The
     * mapping outlives neither the file's close nor {@link Mapping#close}; nobody checks an address after that.
     *
     * @param position a multiple of 4,096
     */
    Mapping map(long position, long length, boolean writable);

    @Override
    void close();

    /** A mapped range. */
    interface Mapping extends AutoCloseable {
        long address();

        long length();

        /**
         * Asks the system for the pages of a part, ready to be stored to, so that no store waits for one. They count as
         * stored to, and so are written once more by a sync before the stores have come. Advice: it may do nothing.
         *
         * @param offset from the start, a multiple of 4,096
         */
        default void populate(long offset, long bytes) {
        }

        /** Whether {@link #populate} does anything. */
        default boolean populates() {
            return false;
        }

        @Override
        void close();
    }
}
