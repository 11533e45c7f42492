package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One operation in a frame. Those of one commit follow each other; the last one is flagged.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      1  head             u8     bits 0 to 2 kind, 3 last of its commit, 4 indexed or sorted, 5 to 7 table id
 *      1         tableId                 if it is not in the head, whose bits are then 0
 *                index                   of a put or delete that is indexed
 *                partitionLength         of a put or delete
 *                sortLength              of a put or delete; 0: no sort key
 *                valueLength             of a put, or of a created table's name
 *                partition
 *                sort
 *                value
 * </pre>
 *
 * <p>Lengths, ids and the index are numbers of 1 to 5 bytes ({@link dev.dyno.core.page.Varint}). Kinds are 1 put,
 * 2 delete, 3 create table, 4 drop table, 5 highest id, 6 clean close.
 *
 * <p>The index is that of the operation in its batch. It is stored where it is not the one behind the operation before,
 * because checks and deletes of absent items are not in the log, and a replay must report the same index to a
 * {@link dev.dyno.api.CommitListener} as the first time.
 */
final class OperationLayout {

    static final Layout LAYOUT = Layout.littleEndian("log operation", 2);
    static final Field.U8 HEAD = LAYOUT.u8("head",
            "bits 0 to 2 kind, 3 last of its commit, 4 indexed or sorted, 5 to 7 table id");
    static final Field.Opaque TABLE_ID = LAYOUT.rest("tableId", "if it is not in the head, whose bits are then 0");
    static final Field.Opaque INDEX = LAYOUT.rest("index", "of a put or delete that is indexed");
    static final Field.Opaque PARTITION_LENGTH = LAYOUT.rest("partitionLength", "of a put or delete");
    static final Field.Opaque SORT_LENGTH = LAYOUT.rest("sortLength", "of a put or delete; 0: no sort key");
    static final Field.Opaque VALUE_LENGTH = LAYOUT.rest("valueLength", "of a put, or of a created table's name");
    static final Field.Opaque PARTITION = LAYOUT.rest("partition", "");
    static final Field.Opaque SORT = LAYOUT.rest("sort", "");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "");
    static final int LENGTH = LAYOUT.seal(1);

    static final int KIND_MASK = 7;
    static final int LAST_OF_COMMIT = 1 << 3;
    /** Of a put or delete: its index follows. */
    static final int INDEXED = 1 << 4;
    /** Of a created table. */
    static final int SORTED = 1 << 4;
    static final int TABLE_SHIFT = 5;
    /** Larger ids follow the head. */
    static final int TABLE_IN_HEAD_MAX = 7;

    private OperationLayout() {
    }
}
