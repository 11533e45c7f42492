package dev.dyno.btree;

import dev.dyno.api.layout.FileHeader;
import java.nio.charset.StandardCharsets;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/** Encodes the map of a checkpoint; see {@link MapLayout}. */
final class MapWriter {

    private final Capture capture;
    private final PageCopies copies;
    private final int nextPlace;
    private final int pageBytes;
    private final long generation;
    private final int pages;
    private final int bytes;

    MapWriter(Capture capture, PageCopies copies, int nextPlace, int pageBytes, long generation) {
        this.capture = capture;
        this.copies = copies;
        this.nextPlace = nextPlace;
        this.pageBytes = pageBytes;
        this.generation = generation;
        int count = 0;
        for (int place : copies.places()) {
            count += place == 0 ? 0 : 1;
        }
        pages = count;
        long length = FileHeader.LENGTH + MapLayout.LENGTH + (long) pages * MapPageLayout.LENGTH;
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
        for (int page = 0; page < copies.places().length; page++) {
            if (copies.places()[page] != 0) {
                MapPageLayout.PAGE.set(at, page);
                MapPageLayout.PLACE.set(at, copies.places()[page]);
                MapPageLayout.CHECKSUM.set(at, copies.checksums()[page]);
                at += MapPageLayout.LENGTH;
            }
        }
        MapLayout.GENERATION.set(header, generation);
        MapLayout.SEQUENCE.set(header, capture.sequence());
        MapLayout.LARGE_END.set(header, capture.largeEnd());
        MapLayout.PAGE_BYTES.set(header, pageBytes);
        MapLayout.NEXT_PAGE.set(header, capture.nextPage());
        MapLayout.NEXT_PLACE.set(header, nextPlace);
        MapLayout.HIGHEST_TABLE_ID.set(header, capture.highestTableId());
        MapLayout.TABLES.set(header, capture.trees().size());
        MapLayout.PAGES.set(header, pages);
        long entries = header + MapLayout.LENGTH;
        MapLayout.CONTENT_CHECKSUM.set(header, Crc32c.INSTANCE.compute(entries, 0, (int) (at - entries)));
        MapLayout.CHECKSUM.set(header, MapLayout.checksum(header));
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
