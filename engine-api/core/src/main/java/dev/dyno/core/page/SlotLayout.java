package dev.dyno.core.page;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One slot of a slotted page. The key behind the page's prefix is its suffix; the suffix's first 8 bytes are the head,
 * the others the tail.
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      8  head          u64    first 8 bytes of the suffix as a big-endian number, padded with zeros
 *      8      4  offset        u32    of tail and value, from the start of the page
 *     12      2  suffixLength  u16    bytes of the key behind the prefix
 *     14      2  valueLength   u16    bytes of the value, which lies behind the tail
 * </pre>
 *
 * <p>Two suffixes of equal heads share their first min(length, 8) bytes: if one is no longer than 8, the shorter is the
 * smaller; only if both are longer must the tails be read.
 */
final class SlotLayout {

    static final Layout LAYOUT = Layout.littleEndian("page slot", 1);
    static final Field.U64 HEAD =
            LAYOUT.u64("head", "first 8 bytes of the suffix as a big-endian number, padded with zeros");
    static final Field.U32 OFFSET = LAYOUT.u32("offset", "of tail and value, from the start of the page");
    static final Field.U16 SUFFIX_LENGTH = LAYOUT.u16("suffixLength", "bytes of the key behind the prefix");
    static final Field.U16 VALUE_LENGTH =
            LAYOUT.u16("valueLength", "bytes of the value, which lies behind the tail");
    static final int LENGTH = LAYOUT.seal(16);

    private SlotLayout() {
    }
}
