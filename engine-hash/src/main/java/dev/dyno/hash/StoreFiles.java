package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The names and headers of an engine's files besides the log: segments of records, a manifest per generation, and
 * perhaps an image of the index.
 */
final class StoreFiles {

    static final String FOLDER = "store/";
    static final String SEGMENT_PREFIX = FOLDER + "segment-";
    static final String MANIFEST_PREFIX = FOLDER + "manifest-";
    /** A manifest until it is durable. */
    static final String MANIFEST_NEW = FOLDER + "new-manifest";
    /** An image of the index at the end of a life. */
    static final String INDEX_PREFIX = FOLDER + "index-";
    static final String SEGMENT_KIND = "records";
    static final String MANIFEST_KIND = "manifest";
    static final String INDEX_KIND = "index";
    static final int VERSION = 2;

    private StoreFiles() {
    }

    static String segmentName(int id) {
        return SEGMENT_PREFIX + String.format("%08x", id);
    }

    /** The segments that there are files of. */
    static List<String> segments(Disk disk) {
        return disk.list().stream().filter(name -> name.startsWith(SEGMENT_PREFIX)).toList();
    }

    static String manifestName(long generation) {
        return MANIFEST_PREFIX + String.format("%016x", generation);
    }

    static String indexName(long generation) {
        return INDEX_PREFIX + String.format("%016x", generation);
    }

    /** The manifests there are, the one that counts last. */
    static List<String> manifests(Disk disk) {
        return disk.list().stream().filter(name -> name.startsWith(MANIFEST_PREFIX)).sorted().toList();
    }

    /** Stores the header of 64 bytes. */
    static void encode(String kind, long engineId, long address) {
        UnsafeBuffer buffer = new UnsafeBuffer(address, FileHeader.LENGTH);
        new FileHeader(HashEngineProvider.NAME, kind, VERSION, engineId).encode(buffer, 0);
    }

    /** @return the engine that wrote the file, checked to be of this kind and version */
    static long engineId(DiskFile file, String kind, long scratch) {
        FileHeader header = FileHeader.read(file, new UnsafeBuffer(scratch, FileHeader.LENGTH))
                .expect(file.name(), HashEngineProvider.NAME, kind, VERSION);
        if (header.version() < VERSION) {
            throw new EngineException.Incompatible("a version this build does not read any more: file=" + file.name()
                    + ", kind=" + kind + ", version=" + header.version() + ", readable=" + VERSION);
        }
        return header.engineId();
    }

    static EngineException.Incompatible ofTwoEngines(String file, long engineId, long manifestEngineId) {
        return new EngineException.Incompatible("files of two engines: file=" + file + ", engineId="
                + Long.toHexString(engineId) + ", manifest's engineId=" + Long.toHexString(manifestEngineId));
    }

    /** Makes the file of a segment. What a crash left under its name belongs to nobody. */
    static DiskFile create(Disk disk, Memory memory, Segment segment, long engineId) {
        String name = segmentName(segment.id);
        if (disk.exists(name)) {
            disk.delete(name);
        }
        DiskFile file = disk.create(name);
        try (Region header = memory.map(SegmentLayout.RECORDS, "file header", false)) {
            encode(SEGMENT_KIND, engineId, header.address());
            long fields = header.address() + FileHeader.LENGTH;
            SegmentLayout.ID.set(fields, segment.id);
            SegmentLayout.BYTES.set(fields, segment.bytes);
            SegmentLayout.CHECKSUM.set(fields, SegmentLayout.checksum(fields));
            file.write(0, header.address(), SegmentLayout.RECORDS);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
        return file;
    }
}
