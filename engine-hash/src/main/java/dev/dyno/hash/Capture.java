package dev.dyno.hash;

import dev.dyno.api.TableSpec;
import dev.dyno.core.log.LogEnd;
import java.util.List;

/**
 * What a checkpoint writes, taken between two commit groups.
 *
 * @param sequence of the last commit it has
 * @param seed of the hashes of keys
 * @param tables that there are, with their items
 * @param segments that have live records, or will
 * @param logEnd where the log ends
 */
record Capture(long sequence, long seed, int highestTableId, int nextSegment, List<CapturedTable> tables,
        List<CapturedSegment> segments, LogEnd logEnd) {

    /** Whether files have every record already. */
    boolean isInFiles() {
        return segments.stream().allMatch(captured -> captured.segment().flushed >= captured.end());
    }

    /** The segments' numbers. */
    List<Integer> segmentIds() {
        return segments.stream().map(captured -> captured.segment().id).toList();
    }

    /** A table. */
    record CapturedTable(TableSpec spec, long items) {
    }

    /**
     * A segment.
     *
     * @param end what lies before it does not change any more
     * @param live which records are live, at that moment; longer than it need be
     */
    record CapturedSegment(Segment segment, int end, int records, int liveRecords, int liveBytes,
            long[] live) {

        static CapturedSegment of(Segment segment) {
            return new CapturedSegment(segment, segment.tail, segment.records, segment.liveRecords,
                    segment.liveBytes, segment.captureLive());
        }

        /** Words of the live map that the manifest needs. */
        int liveWords() {
            return records == liveRecords ? 0 : Segment.liveWords(end);
        }
    }
}
