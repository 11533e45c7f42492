package dev.dyno.streams.capture;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * Which streams there are, behind the file header; then the streams and the shards.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      4  checksum    u32    CRC32C of bytes 4 .. length-1
 *      4      4  length      u32    bytes of this header, all streams and all shards
 *      8      8  nextStream  u64    id of the next stream
 *     16      8  nextShard   u64    number of the next shard
 *     24      8  synced      u64    sequence up to which everything is on stable storage
 *     32      4  streams     u32    how many follow
 *     36      4  shards      u32    how many follow the streams
 *     40         rows
 * </pre>
 */
final class CatalogueLayout {

    static final Layout LAYOUT = Layout.littleEndian("stream catalogue", 1);
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 4 .. length-1");
    static final Field.U32 LENGTH = LAYOUT.u32("length", "bytes of this header, all streams and all shards");
    static final Field.U64 NEXT_STREAM = LAYOUT.u64("nextStream", "id of the next stream");
    static final Field.U64 NEXT_SHARD = LAYOUT.u64("nextShard", "number of the next shard");
    static final Field.U64 SYNCED = LAYOUT.u64("synced", "sequence up to which everything is on stable storage");
    static final Field.U32 STREAMS = LAYOUT.u32("streams", "how many follow");
    static final Field.U32 SHARDS = LAYOUT.u32("shards", "how many follow the streams");
    static final Field.Opaque ROWS = LAYOUT.rest("rows", "");
    static final int HEADER_LENGTH = LAYOUT.seal(40);

    static final String KIND = "catalogue";
    static final int VERSION = 1;

    private CatalogueLayout() {
    }
}
