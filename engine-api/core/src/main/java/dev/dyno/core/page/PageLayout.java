package dev.dyno.core.page;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The header of a slotted page. Behind it come the slots, in key order and growing upwards; free space; the heap of key
 * tails and values, growing downwards; and, in the last bytes, the prefix that all keys share.
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      4  checksum      u32    the owner's; this package leaves it alone
 *      4      2  count         u16    slots
 *      6      2  prefixLength  u16    bytes that all keys share, kept once at the end of the page
 *      8      4  heapStart     u32    offset of the lowest byte of the heap
 *     12      4  garbageBytes  u32    bytes of the heap that no slot refers to
 *     16      4  pageBytes     u32    size of the page, at most 65,536
 *     20      4  owner         u32    the owner's: kind, level, flags
 *     24      8  ownerWord     u64    the owner's: a page id, a sequence, a child
 * </pre>
 */
final class PageLayout {

    static final Layout LAYOUT = Layout.littleEndian("slotted page", 1);
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "the owner's; this package leaves it alone");
    static final Field.U16 COUNT = LAYOUT.u16("count", "slots");
    static final Field.U16 PREFIX_LENGTH =
            LAYOUT.u16("prefixLength", "bytes that all keys share, kept once at the end of the page");
    static final Field.U32 HEAP_START = LAYOUT.u32("heapStart", "offset of the lowest byte of the heap");
    static final Field.U32 GARBAGE_BYTES = LAYOUT.u32("garbageBytes", "bytes of the heap that no slot refers to");
    static final Field.U32 PAGE_BYTES = LAYOUT.u32("pageBytes", "size of the page, at most 65,536");
    static final Field.U32 OWNER = LAYOUT.u32("owner", "the owner's: kind, level, flags");
    static final Field.U64 OWNER_WORD = LAYOUT.u64("ownerWord", "the owner's: a page id, a sequence, a child");
    static final int LENGTH = LAYOUT.seal(32);

    private PageLayout() {
    }
}
