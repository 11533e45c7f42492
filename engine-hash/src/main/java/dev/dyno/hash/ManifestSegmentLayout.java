package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A segment in a manifest.
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      4  segmentId     u32    its file's name in hexadecimal
 *      4      4  segmentBytes  u32    most bytes of its file
 *      8      4  end           u32    where its records end
 *     12      4  records       u32    how many there are
 *     16      4  liveRecords   u32    how many of them are live
 *     20      4  liveWords     u32    words of the live map that follow; 0 if every record is live
 *     24      4  liveBytes     u32    of the live records
 *     28      4  reserved             0
 *     32         live                 a bit for each 32 bytes of the file, the lowest first
 * </pre>
 */
final class ManifestSegmentLayout {

    static final Layout LAYOUT = Layout.littleEndian("manifest segment", 2);
    static final Field.U32 ID = LAYOUT.u32("segmentId", "its file's name in hexadecimal");
    static final Field.U32 BYTES = LAYOUT.u32("segmentBytes", "most bytes of its file");
    static final Field.U32 END = LAYOUT.u32("end", "where its records end");
    static final Field.U32 RECORDS = LAYOUT.u32("records", "how many there are");
    static final Field.U32 LIVE_RECORDS = LAYOUT.u32("liveRecords", "how many of them are live");
    static final Field.U32 LIVE_WORDS =
            LAYOUT.u32("liveWords", "words of the live map that follow; 0 if every record is live");
    static final Field.U32 LIVE_BYTES = LAYOUT.u32("liveBytes", "of the live records");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final Field.Opaque LIVE = LAYOUT.rest("live", "a bit for each 32 bytes of the file, the lowest first");
    static final int LENGTH = LAYOUT.seal(32);

    private ManifestSegmentLayout() {
    }
}
