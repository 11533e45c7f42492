package dev.dyno.hash;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Region;
import java.util.Arrays;

/**
 * A run of records that fills up once: first in memory only, then also in a file, at last perhaps only in the file,
 * which is then mapped. Offsets are the same in both; records begin at {@link SegmentLayout#RECORDS}.
 *
 * <p>The live map has a bit for each granule of 32 bytes: whether the record that begins in it is the newest of its
 * item. It is what makes files whose records never change a state: of two versions of an item one is live.
 *
 * <p>Threads: the writer. What lies before {@link #boundary} never changes; a checkpoint reads it beside the writer.
 */
final class Segment {

    private static final int GRANULE_SHIFT = 5;
    private static final int WORD_SHIFT = GRANULE_SHIFT + 6;

    final int id;
    final int bytes;
    /** Where the records are now: memory, or the mapped file. */
    long address;
    /** Null when the records are in the file only. */
    Region region;
    /** Null until the first checkpoint that has it. */
    DiskFile file;
    DiskFile.Mapping mapping;
    int tail = SegmentLayout.RECORDS;
    /** What lies before it belongs to a checkpoint, or will when the one under way is done. */
    int boundary = SegmentLayout.RECORDS;
    /** What lies before it is durable in the file. */
    int flushed = SegmentLayout.RECORDS;
    boolean sealed;
    int records;
    int liveRecords;
    int liveBytes;
    /** Records of deleted items that an index entry names: they are not live, but readers get there. */
    int tombstones;
    /** A {@link Warmer} reads it. */
    boolean isWarming;
    /** A record in the file is not what was written: it stays there, and is not reclaimed. */
    boolean isDamaged;
    private long[] live;
    /** A checkpoint has the live map: the next change is made to a copy, so that capturing copies nothing. */
    private boolean isCaptured;

    Segment(int id, int bytes, Region region) {
        this.id = id;
        this.bytes = bytes;
        this.region = region;
        address = region == null ? 0 : region.address();
        live = new long[(bytes >> WORD_SHIFT) + 1];
    }

    boolean isHot() {
        return region != null;
    }

    void markLive(int offset, int recordBytes) {
        beforeChange();
        live[offset >> WORD_SHIFT] |= 1L << (offset >> GRANULE_SHIFT);
        liveRecords++;
        liveBytes += recordBytes;
    }

    void markDead(int offset, int recordBytes) {
        beforeChange();
        live[offset >> WORD_SHIFT] &= ~(1L << (offset >> GRANULE_SHIFT));
        liveRecords--;
        liveBytes -= recordBytes;
    }

    private void beforeChange() {
        if (isCaptured) {
            live = live.clone();
            isCaptured = false;
        }
    }

    /**
     * From a manifest, before any record is looked at.
     *
     * @param map without words if every record is live: then bits where no record begins are set, too
     */
    void restoreLive(long[] map) {
        if (map.length == 0) {
            Arrays.fill(live, 0, liveWords(tail), -1L);
        } else {
            System.arraycopy(map, 0, live, 0, map.length);
        }
    }

    boolean isLive(int offset) {
        return isLive(live, offset);
    }

    static boolean isLive(long[] map, int offset) {
        return (map[offset >> WORD_SHIFT] >>> (offset >> GRANULE_SHIFT) & 1) != 0;
    }

    /** The map as it is now, for a checkpoint: nobody changes it any more. */
    long[] captureLive() {
        isCaptured = true;
        return live;
    }

    /** Words of a live map that records up to {@code end} need. */
    static int liveWords(int end) {
        return (end - 1 >> WORD_SHIFT) + 1;
    }

    /** Bytes of records. */
    int usedBytes() {
        return tail - SegmentLayout.RECORDS;
    }

    int deadBytes() {
        return usedBytes() - liveBytes;
    }

    /** Whether every record is in the file. */
    boolean isFlushed() {
        return sealed && flushed == tail;
    }
}
