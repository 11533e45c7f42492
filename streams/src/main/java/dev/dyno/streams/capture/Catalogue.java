package dev.dyno.streams.capture;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.streams.record.Changes;
import dev.dyno.streams.record.ViewType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The file that says which streams there are and how much of each shard is on stable storage. Small; written anew and
 * renamed into place whenever that changes, so that a crash leaves the one before or the one after. If a shard is in
 * it, so are all that it descends from, but for those that were trimmed.
 *
 * @param streams without their shards
 * @param shards by number
 */
record Catalogue(long engineId, long nextStream, long nextShard, long synced, List<ChangeStream> streams,
        Map<Long, Known> shards) {

    static final String FILE = FileShard.FOLDER + "catalogue";
    static final String UNFINISHED = FileShard.FOLDER + "catalogue.tmp";
    private static final ViewType[] VIEWS = ViewType.values();

    static Catalogue empty(long engineId) {
        return new Catalogue(engineId, 1, 1, 0, List.of(), Map.of());
    }

    /** No stream needs a commit up to this one from the engine's log; {@link Long#MAX_VALUE} if none needs any. */
    long needless() {
        long least = Long.MAX_VALUE;
        for (ChangeStream stream : streams) {
            if (stream.end > synced) {
                least = Math.min(least, Math.max(synced, stream.start - 1));
            }
        }
        return least;
    }

    void write(Disk disk, Memory memory) {
        int length = FileHeader.LENGTH + CatalogueLayout.HEADER_LENGTH + shards.size() * ShardRowLayout.LENGTH;
        for (ChangeStream stream : streams) {
            length += StreamRowLayout.HEADER_LENGTH + Changes.aligned(stream.table.name().length());
        }
        if (disk.exists(UNFINISHED)) {
            disk.delete(UNFINISHED);
        }
        try (Region region = memory.map(length, "stream catalogue", false);
                DiskFile file = disk.create(UNFINISHED)) {
            encode(new UnsafeBuffer(region.address(), length));
            file.write(0, region.address(), length);
            file.sync();
        }
        disk.rename(UNFINISHED, FILE);
        disk.syncDirectory();
    }

    private void encode(UnsafeBuffer bytes) {
        new FileHeader(ShardHeader.ENGINE, CatalogueLayout.KIND, CatalogueLayout.VERSION, engineId).encode(bytes, 0);
        long fields = bytes.addressOffset() + FileHeader.LENGTH;
        CatalogueLayout.LENGTH.set(fields, bytes.capacity() - FileHeader.LENGTH);
        CatalogueLayout.NEXT_STREAM.set(fields, nextStream);
        CatalogueLayout.NEXT_SHARD.set(fields, nextShard);
        CatalogueLayout.SYNCED.set(fields, synced);
        CatalogueLayout.STREAMS.set(fields, streams.size());
        CatalogueLayout.SHARDS.set(fields, shards.size());
        int at = FileHeader.LENGTH + CatalogueLayout.HEADER_LENGTH;
        for (ChangeStream stream : streams) {
            byte[] name = stream.table.name().getBytes(StandardCharsets.US_ASCII);
            StreamRowLayout.ID.set(bytes, at, stream.id);
            StreamRowLayout.START.set(bytes, at, stream.start);
            StreamRowLayout.END.set(bytes, at, stream.end);
            StreamRowLayout.DISABLED_MILLIS.set(bytes, at, stream.disabledMillis);
            StreamRowLayout.TABLE_ID.set(bytes, at, stream.table.id());
            StreamRowLayout.NAME_LENGTH.set(bytes, at, name.length);
            StreamRowLayout.VIEW.set(bytes, at, stream.view.ordinal() + 1);
            StreamRowLayout.SORTED.set(bytes, at, stream.table.sorted() ? 1 : 0);
            bytes.putBytes(at + StreamRowLayout.HEADER_LENGTH, name);
            at += StreamRowLayout.HEADER_LENGTH + Changes.aligned(name.length);
        }
        for (Map.Entry<Long, Known> shard : shards.entrySet()) {
            ShardRowLayout.NUMBER.set(bytes, at, shard.getKey());
            ShardRowLayout.END.set(bytes, at, shard.getValue().end());
            ShardRowLayout.LAST_NUMBER.set(bytes, at, shard.getValue().lastNumber());
            ShardRowLayout.LAST_MILLIS.set(bytes, at, shard.getValue().lastMillis());
            at += ShardRowLayout.LENGTH;
        }
        CatalogueLayout.CHECKSUM.set(fields, checksum(fields, bytes.capacity() - FileHeader.LENGTH));
    }

    private static int checksum(long fields, int length) {
        return Crc32c.INSTANCE.compute(fields, Integer.BYTES, length - Integer.BYTES);
    }

    /** Reads the file; an empty catalogue if there is none. @throws EngineException.Corrupt if it is not whole */
    static Catalogue read(Disk disk, Memory memory, long newEngineId) {
        if (!disk.exists(FILE)) {
            return empty(newEngineId);
        }
        try (DiskFile file = disk.open(FILE)) {
            int least = FileHeader.LENGTH + CatalogueLayout.HEADER_LENGTH;
            int size = (int) Math.min(file.size(), Integer.MAX_VALUE);
            try (Region region = memory.map(Math.max(size, least), "stream catalogue", false)) {
                UnsafeBuffer bytes = new UnsafeBuffer(region.address(), Math.max(size, least));
                FileHeader header = FileHeader.read(file, bytes).expect(FILE, ShardHeader.ENGINE, CatalogueLayout.KIND,
                        CatalogueLayout.VERSION);
                file.read(0, region.address(), size);
                long fields = region.address() + FileHeader.LENGTH;
                int length = size - FileHeader.LENGTH;
                if (length < CatalogueLayout.HEADER_LENGTH || CatalogueLayout.LENGTH.get(fields) != length
                        || CatalogueLayout.CHECKSUM.get(fields) != checksum(fields, length)) {
                    throw CatalogueLayout.LAYOUT.corrupt(FILE, FileHeader.LENGTH, CatalogueLayout.CHECKSUM,
                            "a broken catalogue of " + size + " bytes", "a whole one");
                }
                return decode(bytes, header.engineId());
            }
        }
    }

    private static Catalogue decode(UnsafeBuffer bytes, long engineId) {
        long fields = bytes.addressOffset() + FileHeader.LENGTH;
        List<ChangeStream> streams = new ArrayList<>();
        Map<Long, Known> shards = new LinkedHashMap<>();
        int at = FileHeader.LENGTH + CatalogueLayout.HEADER_LENGTH;
        for (int i = 0; i < CatalogueLayout.STREAMS.get(fields); i++) {
            int name = StreamRowLayout.NAME_LENGTH.get(bytes, at);
            TableSpec table = new TableSpec(
                    bytes.getStringWithoutLengthAscii(at + StreamRowLayout.HEADER_LENGTH, name),
                    StreamRowLayout.TABLE_ID.get(bytes, at), StreamRowLayout.SORTED.get(bytes, at) == 1);
            streams.add(new ChangeStream(StreamRowLayout.ID.get(bytes, at), table,
                    VIEWS[StreamRowLayout.VIEW.get(bytes, at) - 1], StreamRowLayout.START.get(bytes, at),
                    StreamRowLayout.END.get(bytes, at), StreamRowLayout.DISABLED_MILLIS.get(bytes, at)));
            at += StreamRowLayout.HEADER_LENGTH + Changes.aligned(name);
        }
        for (int i = 0; i < CatalogueLayout.SHARDS.get(fields); i++) {
            shards.put(ShardRowLayout.NUMBER.get(bytes, at), new Known(ShardRowLayout.END.get(bytes, at),
                    ShardRowLayout.LAST_NUMBER.get(bytes, at), ShardRowLayout.LAST_MILLIS.get(bytes, at)));
            at += ShardRowLayout.LENGTH;
        }
        return new Catalogue(engineId, CatalogueLayout.NEXT_STREAM.get(fields), CatalogueLayout.NEXT_SHARD.get(fields),
                CatalogueLayout.SYNCED.get(fields), streams, shards);
    }
}
