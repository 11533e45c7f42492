package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A page in the checkpoint's file: packed, without what follows from the rest (arrays, fingerprints, free room).
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      8  lastSequence  u64    the commit that changed the page last
 *      8      4  pageId        u32    its number, from 1
 *     12      4  tableId       u32    the table it belongs to
 *     16      4  firstChild    u32    inner: the child left of the first separator
 *     20      2  count         u16    entries
 *     22      2  heapBytes     u16    bytes that the entries take in memory
 *     24      2  lowLength     u16    bytes of the low fence
 *     26      2  highLength    u16    bytes of the high fence
 *     28      1  level         u8     0 leaf; else 1 more than its children
 *     29      1  flags         u8     1: keys of two partitions may have one hash
 *     30      1  fences        u8     1: there is a low fence; 2: a high one
 *     31      1  reserved             0
 *     32         entries              fences, then entries
 * </pre>
 *
 * <p>Entries, where n is a number of 7 bits in each byte, the lowest first, with the high bit in all but the last:
 * <ul>
 * <li>of a leaf: n lastSequence less the entry's; n bytes shared with the key before; n bytes that follow; these bytes;
 * n twice the length of the value, and 1 if it lies outside; the value, or what the page says of where it lies
 * <li>of an inner page: n bytes shared; n bytes that follow; these bytes; n the child
 * </ul>
 * Keys are what lies behind the prefix that the fences share.
 */
final class ImageLayout {

    static final Layout LAYOUT = Layout.littleEndian("page image", 1);
    static final Field.U64 LAST_SEQUENCE = LAYOUT.u64("lastSequence", "the commit that changed the page last");
    static final Field.U32 PAGE_ID = LAYOUT.u32("pageId", "its number, from 1");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "the table it belongs to");
    static final Field.U32 FIRST_CHILD =
            LAYOUT.u32("firstChild", "inner: the child left of the first separator");
    static final Field.U16 COUNT = LAYOUT.u16("count", "entries");
    static final Field.U16 HEAP_BYTES = LAYOUT.u16("heapBytes", "bytes that the entries take in memory");
    static final Field.U16 LOW_LENGTH = LAYOUT.u16("lowLength", "bytes of the low fence");
    static final Field.U16 HIGH_LENGTH = LAYOUT.u16("highLength", "bytes of the high fence");
    static final Field.U8 LEVEL = LAYOUT.u8("level", "0 leaf; else 1 more than its children");
    static final Field.U8 FLAGS = LAYOUT.u8("flags", "1: keys of two partitions may have one hash");
    static final Field.U8 FENCES = LAYOUT.u8("fences", "1: there is a low fence; 2: a high one");
    static final Field.Opaque RESERVED = LAYOUT.reserved(1);
    static final Field.Opaque ENTRIES = LAYOUT.rest("entries", "fences, then entries");
    static final int LENGTH = LAYOUT.seal(32);

    static final int HAS_LOW = 1;
    static final int HAS_HIGH = 2;

    private ImageLayout() {
    }
}
