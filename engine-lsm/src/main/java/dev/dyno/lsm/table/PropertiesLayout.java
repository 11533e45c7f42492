package dev.dyno.lsm.table;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * What a table file says of itself. A table is read by what it says here, whatever the options are that the engine is
 * opened with later.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      4  tableId          u32    the table that the entries belong to
 *      4      4  blockBytes       u32    about how long blocks are
 *      8      8  entries          u64    how many, deletes and older versions too
 *     16      8  deletes          u64    how many of them say that there is no item
 *     24      8  pointers         u64    how many of them have their value in a value file
 *     32      8  keyBytes         u64    of partition and sort keys, as users count them
 *     40      8  valueBytes       u64    of all values in the table
 *     48      8  minSequence      u64    the least sequence
 *     56      8  maxSequence      u64    the greatest sequence
 *     64      1  filterKind       u8     0 none, 1 Bloom, 2 binary fuse
 *     65      1  keyProbes        u8     questions that a Bloom filter of keys asks
 *     66      1  partitionProbes  u8     questions that a Bloom filter of partitions asks
 *     67      1  bitsPerKey       u8     of the filters, as asked for
 *     68      4  smallestLength   u32    bytes of the first key
 *     72      4  largestLength    u32    bytes of the last key
 *     76      4  references       u32    value files that entries point into
 *     80         smallest
 *                largest
 *                valueReferences         see the value reference
 * </pre>
 */
final class PropertiesLayout {

    static final Layout LAYOUT = Layout.littleEndian("table properties", 1);
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "the table that the entries belong to");
    static final Field.U32 BLOCK_BYTES = LAYOUT.u32("blockBytes", "about how long blocks are");
    static final Field.U64 ENTRIES = LAYOUT.u64("entries", "how many, deletes and older versions too");
    static final Field.U64 DELETES = LAYOUT.u64("deletes", "how many of them say that there is no item");
    static final Field.U64 POINTERS = LAYOUT.u64("pointers", "how many of them have their value in a value file");
    static final Field.U64 KEY_BYTES = LAYOUT.u64("keyBytes", "of partition and sort keys, as users count them");
    static final Field.U64 VALUE_BYTES = LAYOUT.u64("valueBytes", "of all values in the table");
    static final Field.U64 MIN_SEQUENCE = LAYOUT.u64("minSequence", "the least sequence");
    static final Field.U64 MAX_SEQUENCE = LAYOUT.u64("maxSequence", "the greatest sequence");
    static final Field.U8 FILTER_KIND = LAYOUT.u8("filterKind", "0 none, 1 Bloom, 2 binary fuse");
    static final Field.U8 KEY_PROBES = LAYOUT.u8("keyProbes", "questions that a Bloom filter of keys asks");
    static final Field.U8 PARTITION_PROBES =
            LAYOUT.u8("partitionProbes", "questions that a Bloom filter of partitions asks");
    static final Field.U8 BITS_PER_KEY = LAYOUT.u8("bitsPerKey", "of the filters, as asked for");
    static final Field.U32 SMALLEST_LENGTH = LAYOUT.u32("smallestLength", "bytes of the first key");
    static final Field.U32 LARGEST_LENGTH = LAYOUT.u32("largestLength", "bytes of the last key");
    static final Field.U32 REFERENCES = LAYOUT.u32("references", "value files that entries point into");
    static final Field.Opaque SMALLEST = LAYOUT.rest("smallest", "");
    static final Field.Opaque LARGEST = LAYOUT.rest("largest", "");
    static final Field.Opaque REFERENCE_ENTRIES = LAYOUT.rest("valueReferences", "see the value reference");
    static final int LENGTH = LAYOUT.seal(80);

    private PropertiesLayout() {
    }
}
