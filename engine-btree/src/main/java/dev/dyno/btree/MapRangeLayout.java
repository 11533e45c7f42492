package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A range of the file of large values that is in use, in the map of a checkpoint: so that free places are known at open
 * without a look at the pages that refer to the others.
 *
 * <pre>
 * offset  bytes  field  type   meaning
 *      0      4  unit   u32    where it begins, in 512 bytes from the start of the file
 *      4      4  units  u32    how long it is, likewise
 * </pre>
 */
final class MapRangeLayout {

    static final Layout LAYOUT = Layout.littleEndian("large value range", 1);
    static final Field.U32 UNIT = LAYOUT.u32("unit", "where it begins, in 512 bytes from the start of the file");
    static final Field.U32 UNITS = LAYOUT.u32("units", "how long it is, likewise");
    static final int LENGTH = LAYOUT.seal(8);

    private MapRangeLayout() {
    }
}
