package dev.dyno.lsm.table;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How tables are to be written.
 *
 * @param engine name in the file header
 * @param engineId in every file of one engine
 * @param blockBytes a block ends when it is about as long
 * @param filter of keys and partitions
 * @param bitsPerKey of the filters
 * @param codec of blocks
 * @param separateBytes values so long and longer go to value files
 */
public record TableFormat(String engine, long engineId, int blockBytes, FilterKind filter, int bitsPerKey,
        Codec codec, int separateBytes) {

    public static final String KIND = "table";
    public static final String VALUES_KIND = "values";
    public static final int VERSION = 1;
    private static final String FOLDER = "tables/";
    private static final String VALUES_FOLDER = "values/";
    private static final String VALUES_SUFFIX = ".values";
    private static final String SUFFIX = ".table";

    public static String nameOf(long fileId) {
        return FOLDER + String.format("%016x", fileId) + SUFFIX;
    }

    public static String valuesNameOf(long fileId) {
        return VALUES_FOLDER + String.format("%016x", fileId) + VALUES_SUFFIX;
    }

    /** The number in a table's name; -1 if there is none. */
    static long idOf(String tableName) {
        try {
            return Long.parseUnsignedLong(
                    tableName, FOLDER.length(), tableName.length() - SUFFIX.length(), Long.SIZE / 4);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    public static boolean isValues(String name) {
        return name.startsWith(VALUES_FOLDER) && name.endsWith(VALUES_SUFFIX);
    }

    public static boolean isTable(String name) {
        return name.startsWith(FOLDER) && name.endsWith(SUFFIX);
    }

    void encodeHeader(long address, String kind) {
        new FileHeader(engine, kind, VERSION, engineId)
                .encode(new UnsafeBuffer(address, FileHeader.LENGTH), 0);
    }

    void checkHeader(DiskFile file, String kind, UnsafeBuffer scratch) {
        FileHeader header = FileHeader.read(file, scratch).expect(file.name(), engine, kind, VERSION);
        if (header.engineId() != engineId) {
            throw new EngineException.Incompatible("files of two engines: file=" + file.name() + ", engineId="
                    + Long.toHexString(header.engineId()) + ", expected=" + Long.toHexString(engineId));
        }
    }

    /** The same with other filters. */
    public TableFormat withBitsPerKey(int bits) {
        return new TableFormat(engine, engineId, blockBytes, filter, bits, codec, separateBytes);
    }

    static void zero(long address, long bytes) {
        UnsafeApi.setMemory(address, bytes, (byte) 0);
    }
}
