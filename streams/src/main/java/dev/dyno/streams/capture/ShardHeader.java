package dev.dyno.streams.capture;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/** What stands at the beginning of a shard's file, see {@link ShardLayout}; it keeps its version. */
record ShardHeader(int version, long engineId, long stream, int fileBytes, long number, long parent, int firstSlot,
        int lastSlot, long firstNumber, long createdMillis) {

    static final String ENGINE = "streams";

    ShardHeader withFirstNumber(long other) {
        return new ShardHeader(version, engineId, stream, fileBytes, number, parent, firstSlot, lastSlot, other,
                createdMillis);
    }

    /** Writes everything before the first record. */
    void write(DiskFile file, Memory memory) {
        try (Region page = memory.map(ShardLayout.RECORDS, "shard header", false)) {
            long fields = page.address() + FileHeader.LENGTH;
            new FileHeader(ENGINE, ShardLayout.KIND, version, engineId)
                    .encode(new UnsafeBuffer(page.address(), ShardLayout.RECORDS), 0);
            ShardLayout.NUMBER.set(fields, number);
            ShardLayout.PARENT.set(fields, parent);
            ShardLayout.STREAM.set(fields, stream);
            ShardLayout.FIRST_NUMBER.set(fields, firstNumber);
            ShardLayout.CREATED_MILLIS.set(fields, createdMillis);
            ShardLayout.SLOTS.set(fields, firstSlot << 16 | lastSlot);
            ShardLayout.FILE_BYTES.set(fields, fileBytes);
            ShardLayout.CHECKSUM.set(fields, checksum(fields));
            file.write(0, page.address(), ShardLayout.RECORDS);
        }
    }

    /** @throws dev.dyno.api.EngineException.Corrupt for a header that is not whole, or of another file */
    static ShardHeader read(DiskFile file, UnsafeBuffer scratch) {
        FileHeader common = FileHeader.read(file, scratch).expect(file.name(), ENGINE, ShardLayout.KIND,
                ShardLayout.VERSION);
        long fields = scratch.addressOffset();
        int read = file.read(FileHeader.LENGTH, fields, ShardLayout.LENGTH);
        int slots = ShardLayout.SLOTS.get(fields);
        ShardHeader header = new ShardHeader(common.version(), common.engineId(),
                ShardLayout.STREAM.get(fields), ShardLayout.FILE_BYTES.get(fields), ShardLayout.NUMBER.get(fields),
                ShardLayout.PARENT.get(fields), slots >>> 16, slots & 0xffff,
                ShardLayout.FIRST_NUMBER.get(fields), ShardLayout.CREATED_MILLIS.get(fields));
        if (read != ShardLayout.LENGTH || ShardLayout.CHECKSUM.get(fields) != checksum(fields)
                || header.fileBytes != file.size() || !file.name().equals(FileShard.fileName(header.number))) {
            throw ShardLayout.LAYOUT.corrupt(file.name(), FileHeader.LENGTH, ShardLayout.CHECKSUM, "a broken header",
                    "the checksum, name and size of this shard");
        }
        return header;
    }

    private static int checksum(long fields) {
        return Crc32c.INSTANCE.compute(fields, 0, ShardLayout.CHECKSUM.offset());
    }
}
