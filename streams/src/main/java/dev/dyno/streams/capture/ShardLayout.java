package dev.dyno.streams.capture;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * Which shard a file holds, behind the file header. Records follow at position 128. It lies in the first sector of 512
 * bytes, so a rewrite is seen whole or not at all.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      8  number         u64    of the shard, never used again; the file's name has it too
 *      8      8  parent         u64    the shard whose records come before; 0: none
 *     16      8  stream         u64    the stream's id
 *     24      8  firstNumber    u64    the least record number it may hold; the greatest long: not in use yet
 *     32      8  createdMillis  u64    milliseconds since 1970-01-01 UTC
 *     40      4  slots          u32    first slot of the hashes, in the upper half, and the last one
 *     44      4  fileBytes      u32    size of this file
 *     48      4  reserved              0
 *     52      4  checksum       u32    CRC32C of bytes 0 .. 51
 * </pre>
 */
final class ShardLayout {

    static final Layout LAYOUT = Layout.littleEndian("shard header", 1);
    static final Field.U64 NUMBER = LAYOUT.u64("number", "of the shard, never used again; the file's name has it too");
    static final Field.U64 PARENT = LAYOUT.u64("parent", "the shard whose records come before; 0: none");
    static final Field.U64 STREAM = LAYOUT.u64("stream", "the stream's id");
    static final Field.U64 FIRST_NUMBER =
            LAYOUT.u64("firstNumber", "the least record number it may hold; the greatest long: not in use yet");
    static final Field.U64 CREATED_MILLIS = LAYOUT.u64("createdMillis", "milliseconds since 1970-01-01 UTC");
    static final Field.U32 SLOTS =
            LAYOUT.u32("slots", "first slot of the hashes, in the upper half, and the last one");
    static final Field.U32 FILE_BYTES = LAYOUT.u32("fileBytes", "size of this file");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 51");
    static final int LENGTH = LAYOUT.seal(56);

    static final String KIND = "shard";
    /** Since 2 a record's old image may be kept as a difference; 1 is read, and gets no such records. */
    static final int VERSION = 2;
    static final int DIFFERENCES_SINCE = 2;
    /** Position of the first record. */
    static final int RECORDS = 128;
    /** A split's child whose first number is not decided. */
    static final long NOT_IN_USE = Long.MAX_VALUE;

    private ShardLayout() {
    }
}
