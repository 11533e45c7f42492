package dev.dyno.api.disk;

/** What may be asked of a file; one rule for all disks. */
final class Ranges {

    /** What mappings are aligned to, whatever the system's pages are. */
    static final int PAGE_BYTES = 4096;

    private Ranges() {
    }

    static void check(String file, long position, long length) {
        if (position < 0 || length < 0 || position + length < 0) {
            throw new IllegalArgumentException("range refused: file=" + file + ", position=" + position + ", length="
                    + length + ", min=0, max=" + Long.MAX_VALUE);
        }
    }

    static void checkMapping(String file, long position, long length, long size) {
        check(file, position, length);
        if (position % PAGE_BYTES != 0 || length == 0 || position + length > size) {
            throw new IllegalArgumentException("mapping refused: file=" + file + ", position=" + position
                    + " (a multiple of " + PAGE_BYTES + "), length=" + length + " (at least 1), size=" + size);
        }
    }
}
