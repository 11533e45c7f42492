package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * Buckets in an image of the index; their bytes are among the data.
 *
 * <pre>
 * offset  bytes  field      type   meaning
 *      0      8  buckets    u64    how many there are
 *      8      8  entries    u64    in them
 *     16      8  overflows  u64    overflow buckets behind them, in the arena
 * </pre>
 */
final class IndexBucketsLayout {

    static final Layout LAYOUT = Layout.littleEndian("index buckets", 1);
    static final Field.U64 BUCKETS = LAYOUT.u64("buckets", "how many there are");
    static final Field.U64 ENTRIES = LAYOUT.u64("entries", "in them");
    static final Field.U64 OVERFLOWS = LAYOUT.u64("overflows", "overflow buckets behind them, in the arena");
    static final int LENGTH = LAYOUT.seal(24);

    private IndexBucketsLayout() {
    }
}
