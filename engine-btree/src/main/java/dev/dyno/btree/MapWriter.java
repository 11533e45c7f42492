package dev.dyno.btree;

import dev.dyno.api.layout.FileHeader;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/** Encodes the map of a checkpoint; see {@link MapLayout}. */
final class MapWriter {

    private final Capture capture;
    private final PlaceMap pages;
    private final int pageBytes;
    private final long generation;
    private final int pageCount;
    private final int rangeCount;
    private final int bytes;

    MapWriter(Capture capture, PlaceMap pages, int pageBytes, long generation) {
        this.capture = capture;
        this.pages = pages;
        this.pageBytes = pageBytes;
        this.generation = generation;
        pageCount = pages.count();
        int ranges = 0;
        BitSet live = capture.liveLarge();
        for (int from = live.nextSetBit(0); from >= 0; from = live.nextSetBit(live.nextClearBit(from))) {
            ranges++;
        }
        rangeCount = ranges;
        long length = FileHeader.LENGTH + MapLayout.LENGTH + (long) pageCount * MapPageLayout.LENGTH
                + (long) rangeCount * MapRangeLayout.LENGTH;
        for (TableState tree : capture.trees()) {
            length += MapTableLayout.bytes(tree.table().name().length());
        }
        bytes = Math.toIntExact(length);
    }

    int bytes() {
        return bytes;
    }

    /** Fills zeroed memory. */
    void encode(long address, long engineId) {
        CheckpointFiles.encode(CheckpointFiles.MAP_KIND, engineId, address);
        long header = address + FileHeader.LENGTH;
        long at = header + MapLayout.LENGTH;
        for (TableState tree : capture.trees()) {
            at = encode(tree, at);
        }
        for (int page = 0; page < pages.pages(); page++) {
            if (pages.has(page)) {
                MapPageLayout.PAGE.set(at, page);
                MapPageLayout.PLACE.set(at, pages.place()[page]);
                MapPageLayout.IMAGE_LENGTH.set(at, pages.length()[page]);
                MapPageLayout.CHECKSUM.set(at, pages.checksum()[page]);
                at += MapPageLayout.LENGTH;
            }
        }
        at = encodeRanges(at);
        MapLayout.GENERATION.set(header, generation);
        MapLayout.SEQUENCE.set(header, capture.sequence());
        MapLayout.PAGE_BYTES.set(header, pageBytes);
        MapLayout.NEXT_PAGE.set(header, capture.nextPage());
        MapLayout.HIGHEST_TABLE_ID.set(header, capture.highestTableId());
        MapLayout.TABLES.set(header, capture.trees().size());
        MapLayout.PAGES.set(header, pageCount);
        MapLayout.RANGES.set(header, rangeCount);
        long entries = header + MapLayout.LENGTH;
        MapLayout.CONTENT_CHECKSUM.set(header, Crc32c.INSTANCE.compute(entries, 0, (int) (at - entries)));
        MapLayout.CHECKSUM.set(header, MapLayout.checksum(header));
    }

    private long encodeRanges(long to) {
        long at = to;
        BitSet live = capture.liveLarge();
        for (int from = live.nextSetBit(0); from >= 0; from = live.nextSetBit(from)) {
            int end = live.nextClearBit(from);
            MapRangeLayout.UNIT.set(at, from);
            MapRangeLayout.UNITS.set(at, end - from);
            at += MapRangeLayout.LENGTH;
            from = end;
        }
        return at;
    }

    private static long encode(TableState tree, long at) {
        byte[] name = tree.table().name().getBytes(StandardCharsets.US_ASCII);
        MapTableLayout.TABLE_ID.set(at, tree.table().id());
        MapTableLayout.ROOT.set(at, tree.root());
        MapTableLayout.ITEMS.set(at, tree.items());
        MapTableLayout.BYTES.set(at, tree.bytes());
        MapTableLayout.SORTED.set(at, tree.table().sorted() ? 1 : 0);
        MapTableLayout.NAME_LENGTH.set(at, name.length);
        for (int i = 0; i < name.length; i++) {
            UnsafeApi.putByte(at + MapTableLayout.LENGTH + i, name[i]);
        }
        return at + MapTableLayout.bytes(name.length);
    }
}
