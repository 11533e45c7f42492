package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The header of a binary fuse filter; the fingerprints follow.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      8  seed           u64    mixed into every hash; another one is tried when a filter cannot be built
 *      8      4  segmentLength  u32    a power of 2
 *     12      4  segments       u32    where a key's first fingerprint may lie
 *     16         fingerprints          one byte each, two segments more than that
 * </pre>
 */
final class FuseLayout {

    static final Layout LAYOUT = Layout.littleEndian("fuse filter", 1);
    static final Field.U64 SEED =
            LAYOUT.u64("seed", "mixed into every hash; another one is tried when a filter cannot be built");
    static final Field.U32 SEGMENT_LENGTH = LAYOUT.u32("segmentLength", "a power of 2");
    static final Field.U32 SEGMENTS = LAYOUT.u32("segments", "where a key's first fingerprint may lie");
    static final Field.Opaque FINGERPRINTS = LAYOUT.rest("fingerprints", "one byte each, two segments more than that");
    static final int LENGTH = LAYOUT.seal(16);

    private FuseLayout() {
    }
}
