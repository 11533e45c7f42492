package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/**
 * Loads the newest checkpoint: its manifest, then the image of the index that belongs to it; the segments are mapped
 * then. Without an image it reads the segments, as far as memory goes (the others are mapped): every record is checked
 * and every live one goes to the index, and beside that to the order. Nothing on disk is changed.
 *
 * <p>Threads: the one that opens the engine.
 */
final class CheckpointLoader {

    private static final int CHUNK_BYTES = 4 << 20;

    private final Disk disk;
    private final Memory memory;
    private final Work work;
    private final HashOptions options;
    private final Store store;
    private final List<TableSpec> tables = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<long[]> live = new ArrayList<>();
    private final IndexImageLoader image;
    private long items;
    private long generation;
    private long sequence;
    private long seed;
    private long engineId;
    private int highestTableId;
    private int nextSegment;
    private long fileBytes;
    private String file = "";

    CheckpointLoader(Disk disk, Memory memory, Work work, HashOptions options, Store store) {
        this.disk = disk;
        this.memory = memory;
        this.work = work;
        this.options = options;
        this.store = store;
        image = new IndexImageLoader(disk, memory);
    }

    /** Reads the manifest and opens the segments. @return whether there is a checkpoint */
    boolean open() {
        List<String> manifests = StoreFiles.manifests(disk);
        if (manifests.isEmpty()) {
            return false;
        }
        file = manifests.getLast();
        try (DiskFile manifest = disk.open(file)) {
            int bytes = (int) Math.min(Integer.MAX_VALUE, manifest.size());
            try (Region region = memory.map(Math.max(bytes, FileHeader.LENGTH), "manifest", false)) {
                engineId = StoreFiles.engineId(manifest, StoreFiles.MANIFEST_KIND, region.address());
                bytes = manifest.read(0, region.address(), bytes);
                fileBytes = bytes;
                read(region.address() + FileHeader.LENGTH, bytes - FileHeader.LENGTH);
            }
        }
        segments.forEach(this::open);
        return true;
    }

    /** After a failure: closes what the store does not have. */
    void abandon() {
        for (Segment segment : segments) {
            if (store.segment(segment.id) != segment) {
                if (segment.region != null) {
                    segment.region.close();
                }
                if (segment.mapping != null) {
                    segment.mapping.close();
                }
                if (segment.file != null) {
                    segment.file.close();
                }
            }
        }
    }

    private void read(long header, int bytes) {
        if (bytes < ManifestLayout.LENGTH || ManifestLayout.CHECKSUM.get(header) != ManifestLayout.checksum(header)) {
            throw ManifestLayout.LAYOUT.corrupt(file, FileHeader.LENGTH, ManifestLayout.CHECKSUM,
                    bytes < ManifestLayout.LENGTH ? bytes + " bytes" : ManifestLayout.CHECKSUM.get(header),
                    "a whole header and its checksum");
        }
        long entries = header + ManifestLayout.LENGTH;
        int content = Crc32c.INSTANCE.compute(entries, 0, bytes - ManifestLayout.LENGTH);
        if (content != ManifestLayout.CONTENT_CHECKSUM.get(header)) {
            throw ManifestLayout.LAYOUT.corrupt(file, FileHeader.LENGTH, ManifestLayout.CONTENT_CHECKSUM, content,
                    ManifestLayout.CONTENT_CHECKSUM.get(header));
        }
        generation = ManifestLayout.GENERATION.get(header);
        sequence = ManifestLayout.SEQUENCE.get(header);
        seed = ManifestLayout.SEED.get(header);
        highestTableId = ManifestLayout.HIGHEST_TABLE_ID.get(header);
        nextSegment = ManifestLayout.NEXT_SEGMENT.get(header);
        long at = entries;
        for (int i = 0; i < ManifestLayout.TABLES.get(header); i++) {
            at = readTable(at);
        }
        for (int i = 0; i < ManifestLayout.SEGMENTS.get(header); i++) {
            at = readSegment(at);
        }
    }

    private long readTable(long at) {
        byte[] name = new byte[ManifestTableLayout.NAME_LENGTH.get(at)];
        for (int i = 0; i < name.length; i++) {
            name[i] = UnsafeApi.getByte(at + ManifestTableLayout.LENGTH + i);
        }
        tables.add(new TableSpec(new String(name, StandardCharsets.US_ASCII), ManifestTableLayout.TABLE_ID.get(at),
                ManifestTableLayout.SORTED.get(at) == 1));
        items += ManifestTableLayout.ITEMS.get(at);
        return at + ManifestTableLayout.bytes(name.length);
    }

    private long readSegment(long at) {
        Segment segment = new Segment(ManifestSegmentLayout.ID.get(at), ManifestSegmentLayout.BYTES.get(at), null);
        segment.tail = ManifestSegmentLayout.END.get(at);
        segment.boundary = segment.tail;
        segment.flushed = segment.tail;
        segment.sealed = true;
        segment.records = ManifestSegmentLayout.RECORDS.get(at);
        segment.liveRecords = ManifestSegmentLayout.LIVE_RECORDS.get(at);
        segment.liveBytes = ManifestSegmentLayout.LIVE_BYTES.get(at);
        segments.add(segment);
        fileBytes += segment.tail;
        int words = ManifestSegmentLayout.LIVE_WORDS.get(at);
        long[] map = new long[words];
        for (int i = 0; i < words; i++) {
            map[i] = UnsafeApi.getLong(at + ManifestSegmentLayout.LENGTH + (long) i * Long.BYTES);
        }
        live.add(map);
        return at + ManifestSegmentLayout.LENGTH + (long) words * Long.BYTES;
    }

    private void open(Segment segment) {
        segment.file = disk.open(StoreFiles.segmentName(segment.id));
        try (Region scratch = memory.map(SegmentLayout.RECORDS, "file header", false)) {
            String name = segment.file.name();
            long id = StoreFiles.engineId(segment.file, StoreFiles.SEGMENT_KIND, scratch.address());
            if (id != engineId) {
                throw StoreFiles.ofTwoEngines(name, id, engineId);
            }
            segment.file.read(FileHeader.LENGTH, scratch.address(), SegmentLayout.LENGTH);
            if (SegmentLayout.CHECKSUM.get(scratch.address()) != SegmentLayout.checksum(scratch.address())
                    || SegmentLayout.ID.get(scratch.address()) != segment.id) {
                throw SegmentLayout.LAYOUT.corrupt(name, FileHeader.LENGTH, SegmentLayout.CHECKSUM,
                        SegmentLayout.CHECKSUM.get(scratch.address()), "the checksum of segment " + segment.id);
            }
            if (segment.file.size() < segment.tail) {
                throw SegmentLayout.LAYOUT.corrupt(name, FileHeader.LENGTH, SegmentLayout.BYTES, segment.file.size(),
                        "at least " + segment.tail + ", where its records end");
            }
        }
    }

    /** Brings the records to the index, by its image if there is one; tables are there. */
    void load(HashIndex index, Arena arena) {
        if (image.load(generation, engineId, arena, index)) {
            for (int i = 0; i < segments.size(); i++) {
                Segment segment = segments.get(i);
                segment.restoreLive(live.get(i));
                map(segment);
                store.add(segment);
            }
        } else {
            loadRecords(index);
        }
        store.restore(nextSegment);
        live.clear();
    }

    private void loadRecords(HashIndex index) {
        try (Restorer restorer = new Restorer(memory, store, index.tables(), items);
                OrderLoader order = new OrderLoader(memory, work, index.tables())) {
            load(restorer, order);
            order.finish();
        }
    }

    private void load(Restorer restorer, OrderLoader order) {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            place(segment);
            store.add(segment);
            load(segment, live.get(i), restorer);
            order.add(segment);
        }
        restorer.flush();
    }

    private void place(Segment segment) {
        if (store.hotBytes() + segment.bytes > options.memoryBytes()) {
            map(segment);
            return;
        }
        segment.region = store.region(segment.bytes);
        segment.address = segment.region.address();
        for (int at = SegmentLayout.RECORDS; at < segment.tail; at += CHUNK_BYTES) {
            segment.file.read(at, segment.address + at, Math.min(CHUNK_BYTES, segment.tail - at));
        }
    }

    private static void map(Segment segment) {
        segment.mapping = segment.file.map(0, segment.tail, false);
        segment.address = segment.mapping.address();
    }

    private void load(Segment segment, long[] map, Restorer restorer) {
        int records = 0;
        int expectedLive = segment.liveRecords;
        segment.liveRecords = 0;
        segment.liveBytes = 0;
        for (int at = SegmentLayout.RECORDS; at < segment.tail; records++) {
            long record = segment.address + at;
            if (!Records.isWhole(record, segment.tail - at)) {
                throw RecordLayout.LAYOUT.corrupt(segment.file.name(), at, RecordLayout.CHECKSUM,
                        RecordLayout.CHECKSUM.get(record), "the checksum of what is there");
            }
            int bytes = Records.bytes(record);
            if (map.length == 0 || Segment.isLive(map, at)) {
                segment.markLive(at, bytes);
                restorer.add(Store.place(segment, at));
            }
            at += bytes;
        }
        if (records != segment.records || segment.liveRecords != expectedLive) {
            throw new EngineException.Corrupt(segment.file.name(), segment.tail, RecordLayout.LAYOUT.toString(),
                    "records", records + ", live " + segment.liveRecords,
                    segment.records + ", live " + expectedLive);
        }
    }

    long generation() {
        return generation;
    }

    long sequence() {
        return sequence;
    }

    long seed() {
        return seed;
    }

    /** Of the engine that wrote the files. */
    long engineId() {
        return engineId;
    }

    List<TableSpec> tables() {
        return tables;
    }

    int highestTableId() {
        return highestTableId;
    }

    long fileBytes() {
        return fileBytes;
    }

    long imageBytes() {
        return image.bytes();
    }

    /** Of the segments that the manifest names. */
    List<Integer> segmentIds() {
        return segments.stream().map(segment -> segment.id).toList();
    }

    /** The manifest that counts, for messages. */
    String file() {
        return file;
    }
}
