package dev.dyno.streams.consume;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The value of a total's item.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      8  totalViews  u64    events of this partition that were counted
 * </pre>
 */
final class TotalLayout {

    static final Layout LAYOUT = Layout.littleEndian("total", 1);
    static final Field.U64 TOTAL_VIEWS = LAYOUT.u64("totalViews", "events of this partition that were counted");
    static final int LENGTH = LAYOUT.seal(8);

    private TotalLayout() {
    }
}
