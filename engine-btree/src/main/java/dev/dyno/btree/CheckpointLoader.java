package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/**
 * Loads the newest checkpoint: its map, then every page that the map names, then the large values that the pages name.
 * Everything read is checked against a checksum kept elsewhere before it is believed. Nothing on disk is changed.
 *
 * <p>Threads: the one that opens the engine.
 */
final class CheckpointLoader {

    private static final int CHUNK_BYTES = 8 << 20;

    /** A large value that a page refers to. */
    private record Large(long place, int length, int checksum) {
    }

    private final CheckpointFiles files;
    private final Pages pages;
    private final Extents extents;
    private final Memory memory;
    private final List<TableState> tables = new ArrayList<>();
    private final List<Large> large = new ArrayList<>();
    private long generation;
    private long sequence;
    private long engineId;
    private int highestTableId;
    private String file = "";

    CheckpointLoader(CheckpointFiles files, Pages pages, Extents extents, Memory memory) {
        this.files = files;
        this.pages = pages;
        this.extents = extents;
        this.memory = memory;
    }

    /** @return whether there is a checkpoint */
    boolean load(Places places) {
        List<String> maps = files.maps();
        if (maps.isEmpty()) {
            return false;
        }
        file = maps.getLast();
        try (DiskFile map = files.disk().open(file)) {
            int bytes = (int) Math.min(Integer.MAX_VALUE, map.size());
            try (Region region = memory.map(Math.max(bytes, FileHeader.LENGTH), "page map", false)) {
                engineId = CheckpointFiles.engineId(map, CheckpointFiles.MAP_KIND, region.address());
                bytes = map.read(0, region.address(), bytes);
                load(region.address() + FileHeader.LENGTH, bytes - FileHeader.LENGTH, places);
            }
        }
        return true;
    }

    private void load(long header, int bytes, Places places) {
        if (bytes < MapLayout.LENGTH || MapLayout.CHECKSUM.get(header) != MapLayout.checksum(header)) {
            throw MapLayout.LAYOUT.corrupt(file, FileHeader.LENGTH, MapLayout.CHECKSUM, bytes < MapLayout.LENGTH
                    ? bytes + " bytes" : MapLayout.CHECKSUM.get(header), "a whole header and its checksum");
        }
        long entries = header + MapLayout.LENGTH;
        int content = Crc32c.INSTANCE.compute(entries, 0, bytes - MapLayout.LENGTH);
        if (content != MapLayout.CONTENT_CHECKSUM.get(header)) {
            throw MapLayout.LAYOUT.corrupt(file, FileHeader.LENGTH, MapLayout.CONTENT_CHECKSUM, content,
                    MapLayout.CONTENT_CHECKSUM.get(header));
        }
        if (MapLayout.PAGE_BYTES.get(header) != pages.pageBytes) {
            throw new IllegalArgumentException("the files have pages of another size: option page-bytes="
                    + pages.pageBytes + ", file=" + file + ", pageBytes=" + MapLayout.PAGE_BYTES.get(header));
        }
        generation = MapLayout.GENERATION.get(header);
        sequence = MapLayout.SEQUENCE.get(header);
        highestTableId = MapLayout.HIGHEST_TABLE_ID.get(header);
        long at = entries;
        for (int i = 0; i < MapLayout.TABLES.get(header); i++) {
            tables.add(table(at));
            at += MapTableLayout.bytes(MapTableLayout.NAME_LENGTH.get(at));
        }
        files.open();
        checkHeaders();
        loadPages(header, at, places);
        loadLarge(MapLayout.LARGE_END.get(header));
    }

    private static TableState table(long at) {
        byte[] name = new byte[MapTableLayout.NAME_LENGTH.get(at)];
        for (int i = 0; i < name.length; i++) {
            name[i] = UnsafeApi.getByte(at + MapTableLayout.LENGTH + i);
        }
        TableSpec spec = new TableSpec(new String(name, StandardCharsets.US_ASCII), MapTableLayout.TABLE_ID.get(at),
                MapTableLayout.SORTED.get(at) == 1);
        return new TableState(spec, MapTableLayout.ROOT.get(at), MapTableLayout.ITEMS.get(at),
                MapTableLayout.BYTES.get(at));
    }

    private void checkHeaders() {
        try (Region scratch = memory.map(FileHeader.LENGTH, "file header", false)) {
            requireEngine(files.pages(),
                    CheckpointFiles.engineId(files.pages(), CheckpointFiles.PAGES_KIND, scratch.address()));
            requireEngine(files.large(),
                    CheckpointFiles.engineId(files.large(), CheckpointFiles.LARGE_KIND, scratch.address()));
        }
    }

    private void requireEngine(DiskFile other, long id) {
        if (id != engineId) {
            throw new EngineException.Incompatible("files of two engines: file=" + other.name() + ", engineId="
                    + Long.toHexString(id) + ", map=" + file + ", engineId=" + Long.toHexString(engineId));
        }
    }

    private void loadPages(long header, long entries, Places places) {
        int nextPage = MapLayout.NEXT_PAGE.get(header);
        int[] place = new int[nextPage];
        int[] checksum = new int[nextPage];
        BitSet used = new BitSet(nextPage);
        for (int i = 0; i < MapLayout.PAGES.get(header); i++) {
            long at = entries + (long) i * MapPageLayout.LENGTH;
            int page = MapPageLayout.PAGE.get(at);
            used.set(page);
            place[page] = MapPageLayout.PLACE.get(at);
            checksum[page] = MapPageLayout.CHECKSUM.get(at);
        }
        pages.restore(nextPage, used);
        for (int page = used.nextSetBit(0); page >= 0; page = used.nextSetBit(page + 1)) {
            loadPage(page, place[page], checksum[page]);
        }
        places.restore(place, checksum, MapLayout.NEXT_PLACE.get(header));
    }

    private void loadPage(int page, int place, int checksum) {
        long address = pages.address(page);
        long position = (long) place * pages.pageBytes;
        int read = files.pages().read(position, address, pages.pageBytes);
        int found = Checkpointer.checksum(address, pages.pageBytes);
        if (read < pages.pageBytes || found != checksum) {
            throw new EngineException.Corrupt(CheckpointFiles.PAGES, position, PageLayout.LAYOUT.toString(),
                    "checksum of page " + page, read < pages.pageBytes ? read + " bytes" : found, checksum);
        }
        for (int i = 0; PageLayout.LEVEL.get(address) == 0 && i < PageLayout.COUNT.get(address); i++) {
            long reference = PageLayout.reference(address, i);
            if (PageLayout.isLarge(PageLayout.upper(reference))) {
                long at = PageReader.valueAddress(address, reference);
                large.add(new Large(UnsafeApi.getLong(at), PageLayout.valueLength(PageLayout.upper(reference)),
                        UnsafeApi.getInt(at + Long.BYTES)));
            }
        }
    }

    /** The whole file in large pieces, then each value in it. */
    private void loadLarge(long end) {
        extents.restoreEnd(end);
        for (long position = Extents.START; position < end; position += CHUNK_BYTES) {
            files.large().read(position, extents.address(position), (int) Math.min(CHUNK_BYTES, end - position));
        }
        large.sort(Comparator.comparingLong(Large::place));
        long before = Extents.START;
        for (Large value : large) {
            int found = extents.contains(value.place(), value.length())
                    ? Extents.checksum(extents.address(value.place()), value.length()) : 0;
            if (found != value.checksum()) {
                throw new EngineException.Corrupt(CheckpointFiles.LARGE, value.place(), "large value", "checksum",
                        found, value.checksum());
            }
            extents.restore(value.place(), value.length(), before);
            before = value.place() + Extents.classBytes(Extents.sizeClass(value.length()));
        }
        extents.freeGap(before, end);
        large.clear();
    }

    long generation() {
        return generation;
    }

    long sequence() {
        return sequence;
    }

    /** Of the engine that wrote the files. */
    long engineId() {
        return engineId;
    }

    List<TableState> tables() {
        return tables;
    }

    int highestTableId() {
        return highestTableId;
    }

    /** The map that counts, for messages. */
    String file() {
        return file;
    }
}
