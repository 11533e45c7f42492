package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;

/**
 * What follows the {@link FileHeader} in the first page of a log segment. Frames begin at byte 4,096.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      8  segmentNumber  u64    from 1, dense, never used again; the file's name in hexadecimal
 *      8      8  firstPosition  u64    position in the log of this file's byte 0
 *     16      8  salt           u64    differs at every reuse of the file; part of every frame's checksum
 *     24      4  segmentBytes   u32    size of the file
 *     28      4  checksum       u32    CRC32C of bytes 0 .. 27
 * </pre>
 *
 * <p>The first sequence is not here: the header is written ahead, before anybody knows it, and never again; the first
 * frame carries it. A segment gets its {@code .log} name only when header and zeros are durable, so a header that does
 * not read is damage and never a crash.
 */
final class SegmentLayout {

    static final Layout LAYOUT = Layout.littleEndian("log segment", 1);
    static final Field.U64 NUMBER =
            LAYOUT.u64("segmentNumber", "from 1, dense, never used again; the file's name in hexadecimal");
    static final Field.U64 FIRST_POSITION = LAYOUT.u64("firstPosition", "position in the log of this file's byte 0");
    static final Field.U64 SALT =
            LAYOUT.u64("salt", "differs at every reuse of the file; part of every frame's checksum");
    static final Field.U32 SEGMENT_BYTES = LAYOUT.u32("segmentBytes", "size of the file");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 27");
    static final int LENGTH = LAYOUT.seal(32);

    /** Where these fields lie in the file. */
    static final int OFFSET = FileHeader.LENGTH;
    /** Where the first frame lies: behind a page of its own, so that no frame's write touches the header. */
    static final int FRAMES = 4096;

    static final String KIND = "log";
    /** Of version 1 were logs whose frames all had positions, which nothing reads any more. */
    static final int VERSION = 2;

    private SegmentLayout() {
    }
}
