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

        @Override
        void close();
    }
}
