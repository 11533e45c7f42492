package dev.dyno.hash;

import dev.dyno.api.Names;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Segments, manifests and the heads of images of the index for people, every byte with its name. */
final class StoreDump {

    private StoreDump() {
    }

    /** @return false if the file is none of them */
    static boolean dump(Disk disk, String name, Dump dump) {
        boolean segment = name.startsWith(StoreFiles.SEGMENT_PREFIX);
        boolean image = name.startsWith(StoreFiles.INDEX_PREFIX);
        if (!segment && !image && !name.startsWith(StoreFiles.MANIFEST_PREFIX) || !disk.exists(name)) {
            return false;
        }
        try (DiskFile file = disk.open(name)) {
            int least = segment ? SegmentLayout.RECORDS
                    : image ? IndexImage.TABLES : FileHeader.LENGTH + ManifestLayout.LENGTH;
            if (file.size() < least || file.size() > Integer.MAX_VALUE && !image) {
                return false;
            }
            try (DiskFile.Mapping mapping = file.map(0, Math.min(file.size(), Integer.MAX_VALUE), false)) {
                UnsafeBuffer buffer = new UnsafeBuffer(mapping.address(), (int) mapping.length());
                dump.heading(name).enter();
                dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
                if (segment) {
                    dumpSegment(buffer, mapping.address(), dump);
                } else if (image) {
                    dumpImage(buffer, mapping.address(), dump);
                } else {
                    dumpManifest(buffer, mapping.address(), dump);
                }
                dump.leave();
            }
        }
        return true;
    }

    private static void dumpSegment(UnsafeBuffer buffer, long address, Dump dump) {
        dump.structure(SegmentLayout.LAYOUT, buffer, FileHeader.LENGTH, FileHeader.LENGTH);
        int at = SegmentLayout.RECORDS;
        while (at < buffer.capacity() && Records.isWhole(address + at, buffer.capacity() - at)) {
            long record = address + at;
            int partition = RecordLayout.PARTITION_LENGTH.get(record);
            int sort = RecordLayout.SORT_LENGTH.get(record);
            int parts = at + RecordLayout.LENGTH;
            dump.heading("record " + Names.printable(new UnsafeBuffer(buffer, parts, partition))).enter();
            dump.structure(RecordLayout.LAYOUT, buffer, at, at);
            part("partition", buffer, parts, partition, dump);
            part("sort", buffer, parts + partition, sort, dump);
            part("value", buffer, parts + partition + sort, Records.valueLength(record), dump);
            dump.leave();
            at += Records.bytes(record);
        }
        dump.heading(at == buffer.capacity() ? "end of records at " + at : "no whole record at " + at);
    }

    private static void part(String name, UnsafeBuffer buffer, int offset, int length, Dump dump) {
        if (length > 0) {
            dump.bytes(name, buffer, offset, length, offset);
        }
    }

    private static void dumpManifest(UnsafeBuffer buffer, long address, Dump dump) {
        int header = FileHeader.LENGTH;
        dump.structure(ManifestLayout.LAYOUT, buffer, header, header);
        int at = header + ManifestLayout.LENGTH;
        for (int i = 0; i < ManifestLayout.TABLES.get(address + header)
                && at + ManifestTableLayout.LENGTH <= buffer.capacity(); i++) {
            int name = ManifestTableLayout.NAME_LENGTH.get(address + at);
            dump.heading("table").enter().structure(ManifestTableLayout.LAYOUT, buffer, at, at);
            part("name", buffer, at + ManifestTableLayout.LENGTH,
                    Math.min(name, buffer.capacity() - at - ManifestTableLayout.LENGTH), dump);
            dump.leave();
            at += ManifestTableLayout.bytes(name);
        }
        for (int i = 0; i < ManifestLayout.SEGMENTS.get(address + header)
                && at + ManifestSegmentLayout.LENGTH <= buffer.capacity(); i++) {
            int words = ManifestSegmentLayout.LIVE_WORDS.get(address + at);
            dump.heading("segment").enter().structure(ManifestSegmentLayout.LAYOUT, buffer, at, at);
            int map = at + ManifestSegmentLayout.LENGTH;
            part("live", buffer, map, (int) Math.min((long) words * Long.BYTES, buffer.capacity() - map), dump);
            dump.leave();
            at = (int) Math.min(buffer.capacity(), map + (long) words * Long.BYTES);
        }
    }

    private static void dumpImage(UnsafeBuffer buffer, long address, Dump dump) {
        dump.structure(IndexImageLayout.LAYOUT, buffer, FileHeader.LENGTH, FileHeader.LENGTH);
        for (int i = 0; i < Arena.CLASSES; i++) {
            int at = IndexImage.ENTRIES + i * IndexClassLayout.LENGTH;
            if (IndexClassLayout.CHUNK_END.get(address + at) != 0) {
                dump.heading("size class " + i).enter().structure(IndexClassLayout.LAYOUT, buffer, at, at).leave();
            }
        }
        int at = IndexImage.TABLES;
        for (int i = 0; i < IndexImageLayout.TABLES.get(address + FileHeader.LENGTH)
                && at + IndexTableLayout.WHOLE_LENGTH <= buffer.capacity(); i++) {
            int items = at + IndexTableLayout.LENGTH;
            int partitions = items + IndexBucketsLayout.LENGTH;
            dump.heading("table").enter().structure(IndexTableLayout.LAYOUT, buffer, at, at)
                    .structure(IndexBucketsLayout.LAYOUT, buffer, items, items)
                    .structure(IndexBucketsLayout.LAYOUT, buffer, partitions, partitions).leave();
            at += IndexTableLayout.WHOLE_LENGTH;
        }
        for (int i = 0; i < IndexImageLayout.CHUNKS.get(address + FileHeader.LENGTH)
                && at + IndexChunkLayout.LENGTH <= buffer.capacity(); i++) {
            dump.heading("chunk").enter().structure(IndexChunkLayout.LAYOUT, buffer, at, at).leave();
            at += IndexChunkLayout.LENGTH;
        }
    }
}
