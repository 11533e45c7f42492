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
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/**
 * Loads the newest checkpoint: its map. Pages and large values are read when somebody wants them, and everything read
 * is checked against a checksum kept elsewhere before it is believed. Nothing on disk is changed.
 *
 * <p>Threads: the one that opens the engine.
 */
final class CheckpointLoader {

    private final CheckpointFiles files;
    private final Pages pages;
    private final Extents extents;
    private final Memory memory;
    private final List<TableState> tables = new ArrayList<>();
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
    boolean load(PageStore store) {
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
                load(region.address() + FileHeader.LENGTH, bytes - FileHeader.LENGTH, store);
            }
        }
        return true;
    }

    private void load(long header, int bytes, PageStore store) {
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
        loadMap(header, at, store);
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

    private void loadMap(long header, long entries, PageStore store) {
        int nextPage = MapLayout.NEXT_PAGE.get(header);
        PlaceMap map = PlaceMap.of(nextPage);
        BitSet used = new BitSet(nextPage);
        long at = entries;
        for (int i = 0; i < MapLayout.PAGES.get(header); i++) {
            int page = MapPageLayout.PAGE.get(at);
            used.set(page);
            map.put(page, MapPageLayout.PLACE.get(at), MapPageLayout.IMAGE_LENGTH.get(at),
                    MapPageLayout.CHECKSUM.get(at));
            at += MapPageLayout.LENGTH;
        }
        BitSet live = new BitSet();
        for (int i = 0; i < MapLayout.RANGES.get(header); i++) {
            int unit = MapRangeLayout.UNIT.get(at);
            live.set(unit, unit + MapRangeLayout.UNITS.get(at));
            at += MapRangeLayout.LENGTH;
        }
        pages.restore(nextPage, used);
        extents.restore(live);
        store.publish(map);
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
