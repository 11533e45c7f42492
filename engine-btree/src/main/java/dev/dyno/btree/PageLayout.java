package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.UnsafeApi;

/**
 * The header of a page of the tree, one cache line, and what lies behind it.
 *
 * <pre>
 * offset  bytes  field         type   meaning
 *      0      8  version       u64    odd while the page is written; grows with every write; memory only
 *      8      8  lastSequence  u64    the commit that changed the page last
 *     16      4  previous      u32    page with the content before that, for snapshots; 0 none; memory only
 *     20      4  pageId        u32    its number, from 1
 *     24      4  tableId       u32    the table it belongs to
 *     28      4  firstChild    u32    inner: the child left of the first separator
 *     32      2  count         u16    entries
 *     34      2  capacity      u16    entries that the arrays have room for
 *     36      2  prefixLength  u16    first bytes of the low fence that every key here begins with
 *     38      2  heapStart     u16    offset of the lowest byte of the heap
 *     40      2  garbage       u16    bytes of the heap that nothing refers to
 *     42      2  lowLength     u16    bytes of the low fence
 *     44      2  lowOffset     u16    the low fence: every key here is at or behind it; 0 none
 *     46      2  highLength    u16    bytes of the high fence
 *     48      2  highOffset    u16    the high fence: every key here is before it; 0 none
 *     50      1  level         u8     0 leaf; else 1 more than its children
 *     51      1  kind          u8     1 page of a tree; 0 is never valid
 *     52      1  flags         u8     1: keys of two partitions may have one hash
 *     53     11  reserved             0
 * </pre>
 *
 * <p>Behind the header of a leaf: {@code capacity} fingerprints of one byte, padded to 8, and {@code capacity} offsets
 * of entries of two bytes, padded to 8: a point read has all it needs to find its entry in neighbouring lines, which it
 * asks for together. Then, in every page, arrays of {@code capacity} words: the heads (first 8 bytes of the key behind
 * the prefix, as a big-endian number padded with zeros); in a leaf the ties (first 8 bytes of the sort key, likewise,
 * because items of one partition have one head); and the references (offset of the entry in bits 0 to 15, key bytes
 * behind the prefix in 16 to 31, and in 32 to 63 the child of an inner page or, in a leaf, the length of the value,
 * with {@link #LARGE} if the value lies outside). From the end of the page downwards the heap: the fences, and entries
 * of {sequence of 8 bytes, key, value} in a leaf and {key} in an inner page, where key is what lies behind the prefix.
 *
 * <p>Arrays of their own, because a search touches only heads and a point read only fingerprints and offsets: fewer
 * lines than slots that hold everything. A capacity, because arrays that grow would push each other; it is chosen when
 * a page is built, from the entries it is likely to hold.
 *
 * <p>Invariants
 * <ul>
 * <li>T1 keys in a page increase strictly
 * <li>T2 every key of a page is at or behind its low fence and before its high fence
 * <li>T3 all leaves are at the same depth: a child's level is its parent's less 1
 * <li>T4 a child's fences are the separators around it in the parent
 * <li>T5 arrays and heap do not overlap; heap, garbage and free space add up to the page
 * <li>T6 the prefix is what the fences share; without a fence there is none
 * <li>T7 a fingerprint is that of its key, and an offset that of its reference
 * <li>T9 a tie word is that of its key, and without the flag keys of one hash are of one partition
 * </ul>
 */
final class PageLayout {

    static final Layout LAYOUT = Layout.littleEndian("tree page", 1);
    static final Field.U64 VERSION =
            LAYOUT.u64("version", "odd while the page is written; grows with every write; memory only");
    static final Field.U64 LAST_SEQUENCE = LAYOUT.u64("lastSequence", "the commit that changed the page last");
    static final Field.U32 PREVIOUS =
            LAYOUT.u32("previous", "page with the content before that, for snapshots; 0 none; memory only");
    static final Field.U32 PAGE_ID = LAYOUT.u32("pageId", "its number, from 1");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "the table it belongs to");
    static final Field.U32 FIRST_CHILD =
            LAYOUT.u32("firstChild", "inner: the child left of the first separator");
    static final Field.U16 COUNT = LAYOUT.u16("count", "entries");
    static final Field.U16 CAPACITY = LAYOUT.u16("capacity", "entries that the arrays have room for");
    static final Field.U16 PREFIX_LENGTH =
            LAYOUT.u16("prefixLength", "first bytes of the low fence that every key here begins with");
    static final Field.U16 HEAP_START = LAYOUT.u16("heapStart", "offset of the lowest byte of the heap");
    static final Field.U16 GARBAGE = LAYOUT.u16("garbage", "bytes of the heap that nothing refers to");
    static final Field.U16 LOW_LENGTH = LAYOUT.u16("lowLength", "bytes of the low fence");
    static final Field.U16 LOW_OFFSET =
            LAYOUT.u16("lowOffset", "the low fence: every key here is at or behind it; 0 none");
    static final Field.U16 HIGH_LENGTH = LAYOUT.u16("highLength", "bytes of the high fence");
    static final Field.U16 HIGH_OFFSET =
            LAYOUT.u16("highOffset", "the high fence: every key here is before it; 0 none");
    static final Field.U8 LEVEL = LAYOUT.u8("level", "0 leaf; else 1 more than its children");
    static final Field.U8 KIND = LAYOUT.u8("kind", "1 page of a tree; 0 is never valid");
    static final Field.U8 FLAGS = LAYOUT.u8("flags", "1: keys of two partitions may have one hash");
    static final Field.Opaque RESERVED = LAYOUT.reserved(11);
    static final int LENGTH = LAYOUT.seal(64);

    static final int TREE = 1;
    /** In {@link #FLAGS}. */
    static final int COLLIDES = 1;
    /** In the upper half of a leaf's reference: the value lies outside, at the position that the entry holds. */
    static final int LARGE = 1 << 31;
    /** A leaf entry begins with its sequence. */
    static final int SEQUENCE_BYTES = 8;
    /** What an entry holds of a value that lies outside: its place (8 bytes) and its CRC32C (4), padded to 16. */
    static final int LARGE_REFERENCE_BYTES = 16;

    private PageLayout() {
    }

    /** Of fingerprints and offsets. */
    private static int leafBytes(int level, int capacity) {
        return level == 0 ? fingerprintBytes(capacity) + (2 * capacity + 7 & -8) : 0;
    }

    private static int fingerprintBytes(int capacity) {
        return capacity + 7 & -8;
    }

    /** Of a leaf. */
    static long offsets(long page, int capacity) {
        return page + LENGTH + fingerprintBytes(capacity);
    }

    static long heads(long page, int level, int capacity) {
        return page + LENGTH + leafBytes(level, capacity);
    }

    /** Of a leaf. */
    static long ties(long page, int capacity) {
        return heads(page, 0, capacity) + 8L * capacity;
    }

    static long references(long page, int level, int capacity) {
        return heads(page, level, capacity) + (level == 0 ? 16L : 8L) * capacity;
    }

    /** Offset behind the arrays. */
    static int arraysEnd(int level, int capacity) {
        return LENGTH + leafBytes(level, capacity) + (level == 0 ? 24 : 16) * capacity;
    }

    static int offset(long reference) {
        return (int) reference & 0xffff;
    }

    static int keyLength(long reference) {
        return (int) reference >>> 16;
    }

    /** A child, or the length and place of a value. */
    static int upper(long reference) {
        return (int) (reference >>> 32);
    }

    static long reference(int offset, int keyLength, int upper) {
        return offset | keyLength << 16 & 0xffff0000L | (long) upper << 32;
    }

    static int valueLength(int upper) {
        return upper & ~LARGE;
    }

    static boolean isLarge(int upper) {
        return upper < 0;
    }

    /** Bytes of a leaf's value in its entry. */
    static int storedBytes(int upper) {
        return upper < 0 ? LARGE_REFERENCE_BYTES : upper;
    }

    static long reference(long page, int index) {
        return UnsafeApi.getLong(references(page, LEVEL.get(page), CAPACITY.get(page)) + 8L * index);
    }
}
