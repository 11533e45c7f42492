package dev.dyno.lsm.compact;

/**
 * What a picker knows of a table file.
 *
 * @param id its number
 * @param bytes its size
 * @param entries in it
 * @param deletes of them
 * @param low first 8 bytes of its smallest key, as an unsigned number: the hash of its first partition
 * @param high the same of its largest key
 */
public record FileInfo(long id, long bytes, long entries, long deletes, long low, long high) {

    /** Whether two files may share keys; never wrong about files that do. */
    public boolean overlaps(FileInfo other) {
        return Long.compareUnsigned(low, other.high) <= 0 && Long.compareUnsigned(other.low, high) <= 0;
    }
}
