package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A table in an image of the index. Behind it two {@link IndexBucketsLayout}, of items and of partitions; the second is
 * zero without sort keys.
 *
 * <pre>
 * offset  bytes  field      type   meaning
 *      0      8  tableId    u64    from 1
 *      8      8  items      u64    how many there are
 *     16      8  itemBytes  u64    of their keys and values
 * </pre>
 */
final class IndexTableLayout {

    static final Layout LAYOUT = Layout.littleEndian("index table", 1);
    static final Field.U64 TABLE_ID = LAYOUT.u64("tableId", "from 1");
    static final Field.U64 ITEMS = LAYOUT.u64("items", "how many there are");
    static final Field.U64 ITEM_BYTES = LAYOUT.u64("itemBytes", "of their keys and values");
    static final int LENGTH = LAYOUT.seal(24);
    /** With the buckets of items and of partitions. */
    static final int WHOLE_LENGTH = LENGTH + 2 * IndexBucketsLayout.LENGTH;

    private IndexTableLayout() {
    }

    static long items(long table) {
        return table + LENGTH;
    }

    static long partitions(long table) {
        return table + LENGTH + IndexBucketsLayout.LENGTH;
    }
}
