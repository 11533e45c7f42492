package dev.dyno.lsm.memory;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * The header of a node of a memtable's tree, and where its arrays lie.
 *
 * <pre>
 * offset  bytes  field    type   meaning
 *      0      8  version  u64    odd while the node is written; grows with every write
 *      8      4  count    u32    entries
 *     12      4  level    u32    0 leaf; else 1 more than its children
 *     16         arrays          heads, ties, records; in an inner node also children
 * </pre>
 *
 * <p>Arrays of {@link #CAPACITY} words each: the heads (partition's hash), the ties (first 8 bytes of the sort key),
 * the addresses of the records; an inner node has the first record of each child but the first, and one child more
 * than entries. Everything is a word that was valid once and stays so, because records and nodes of an arena are never
 * freed one by one: a reader that meets a change sees an order that does not hold, but no address that is not one.
 *
 * <p>Invariants
 * <ul>
 * <li>N1 keys in a node increase strictly
 * <li>N2 keys below child i are at or behind entry i - 1 and before entry i
 * <li>N3 all leaves are at one depth
 * </ul>
 */
final class NodeLayout {

    static final Layout LAYOUT = Layout.littleEndian("memtable node", 1);
    static final Field.U64 VERSION = LAYOUT.u64("version", "odd while the node is written; grows with every write");
    static final Field.U32 COUNT = LAYOUT.u32("count", "entries");
    static final Field.U32 LEVEL = LAYOUT.u32("level", "0 leaf; else 1 more than its children");
    static final Field.Opaque ARRAYS =
            LAYOUT.rest("arrays", "heads, ties, records; in an inner node also children");
    static final int LENGTH = LAYOUT.seal(16);

    /** Half as many make the tree higher, twice as many move more per insert. */
    static final int CAPACITY = 64;
    static final int HEADS = LENGTH;
    static final int TIES = HEADS + 8 * CAPACITY;
    static final int RECORDS = TIES + 8 * CAPACITY;
    static final int CHILDREN = RECORDS + 8 * CAPACITY;
    static final int LEAF_BYTES = CHILDREN;
    static final int INNER_BYTES = CHILDREN + 8 * (CAPACITY + 1);

    private NodeLayout() {
    }

    static int bytes(int level) {
        return level == 0 ? LEAF_BYTES : INNER_BYTES;
    }
}
