package dev.dyno.lsm.table;

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
 */
public record TableFormat(String engine, long engineId, int blockBytes, FilterKind filter, int bitsPerKey,
        Codec codec) {

    public static final String KIND = "table";
    public static final int VERSION = 1;
    private static final String FOLDER = "tables/";
    private static final String SUFFIX = ".table";

    public static String nameOf(long fileId) {
        return FOLDER + String.format("%016x", fileId) + SUFFIX;
    }

    public static boolean isTable(String name) {
        return name.startsWith(FOLDER) && name.endsWith(SUFFIX);
    }

    void encodeHeader(long address) {
        new FileHeader(engine, KIND, VERSION, engineId)
                .encode(new UnsafeBuffer(address, FileHeader.LENGTH), 0);
    }

    static void zero(long address, long bytes) {
        UnsafeApi.setMemory(address, bytes, (byte) 0);
    }
}
