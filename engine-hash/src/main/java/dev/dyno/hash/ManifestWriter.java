package dev.dyno.hash;

import dev.dyno.api.layout.FileHeader;
import java.nio.charset.StandardCharsets;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/** Encodes a manifest; see {@link ManifestLayout}. */
final class ManifestWriter {

    private final Capture capture;
    private final long generation;
    private final int bytes;

    ManifestWriter(Capture capture, long generation) {
        this.capture = capture;
        this.generation = generation;
        long length = FileHeader.LENGTH + ManifestLayout.LENGTH;
        for (Capture.CapturedTable table : capture.tables()) {
            length += ManifestTableLayout.bytes(table.spec().name().length());
        }
        for (Capture.CapturedSegment segment : capture.segments()) {
            length += ManifestSegmentLayout.LENGTH + (long) segment.liveWords() * Long.BYTES;
        }
        bytes = Math.toIntExact(length);
    }

    int bytes() {
        return bytes;
    }

    /** Fills zeroed memory. */
    void encode(long address, long engineId) {
        StoreFiles.encode(StoreFiles.MANIFEST_KIND, engineId, address);
        long header = address + FileHeader.LENGTH;
        long entries = header + ManifestLayout.LENGTH;
        long at = entries;
        for (Capture.CapturedTable table : capture.tables()) {
            at = encode(table, at);
        }
        for (Capture.CapturedSegment segment : capture.segments()) {
            at = encode(segment, at);
        }
        ManifestLayout.GENERATION.set(header, generation);
        ManifestLayout.SEQUENCE.set(header, capture.sequence());
        ManifestLayout.SEED.set(header, capture.seed());
        ManifestLayout.NEXT_SEGMENT.set(header, capture.nextSegment());
        ManifestLayout.HIGHEST_TABLE_ID.set(header, capture.highestTableId());
        ManifestLayout.TABLES.set(header, capture.tables().size());
        ManifestLayout.SEGMENTS.set(header, capture.segments().size());
        ManifestLayout.CONTENT_CHECKSUM.set(header, Crc32c.INSTANCE.compute(entries, 0, (int) (at - entries)));
        ManifestLayout.CHECKSUM.set(header, ManifestLayout.checksum(header));
    }

    private static long encode(Capture.CapturedTable table, long at) {
        byte[] name = table.spec().name().getBytes(StandardCharsets.US_ASCII);
        ManifestTableLayout.ITEMS.set(at, table.items());
        ManifestTableLayout.TABLE_ID.set(at, table.spec().id());
        ManifestTableLayout.SORTED.set(at, table.spec().sorted() ? 1 : 0);
        ManifestTableLayout.NAME_LENGTH.set(at, name.length);
        for (int i = 0; i < name.length; i++) {
            UnsafeApi.putByte(at + ManifestTableLayout.LENGTH + i, name[i]);
        }
        return at + ManifestTableLayout.bytes(name.length);
    }

    private static long encode(Capture.CapturedSegment captured, long at) {
        int words = captured.liveWords();
        ManifestSegmentLayout.ID.set(at, captured.segment().id);
        ManifestSegmentLayout.BYTES.set(at, captured.segment().bytes);
        ManifestSegmentLayout.END.set(at, captured.end());
        ManifestSegmentLayout.RECORDS.set(at, captured.records());
        ManifestSegmentLayout.LIVE_RECORDS.set(at, captured.liveRecords());
        ManifestSegmentLayout.LIVE_WORDS.set(at, words);
        ManifestSegmentLayout.LIVE_BYTES.set(at, captured.liveBytes());
        long map = at + ManifestSegmentLayout.LENGTH;
        for (int i = 0; i < words; i++) {
            UnsafeApi.putLong(map + (long) i * Long.BYTES, captured.live()[i]);
        }
        return map + (long) words * Long.BYTES;
    }
}
