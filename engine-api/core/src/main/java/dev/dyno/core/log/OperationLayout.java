package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One operation in a frame. Those of one commit follow each other; the last one is flagged.
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      1  kind             u8     1 put, 2 delete, 3 create table, 4 drop table, 5 highest id, 6 clean close
 *      1      1  flags            u8     1 last operation of its commit, 2 sorted table
 *      2      2  partitionLength  u16    bytes; 0 for kinds 3 to 6
 *      4      4  tableId          u32    from 1
 *      8      4  valueLength      u32    bytes of the value, or of a created table's name
 *     12      2  sortLength       u16    bytes; 0: no sort key
 *     14      2  index            u16    of the operation in its batch, from 0
 *     16         partition
 *                sort
 *                value
 * </pre>
 *
 * <p>The index is kept because checks and deletes of absent items are not in the log, and a replay must report the
 * same index to a {@link dev.dyno.api.CommitListener} as the first time.
 */
final class OperationLayout {

    static final Layout LAYOUT = Layout.littleEndian("log operation", 1);
    static final Field.U8 KIND = LAYOUT.u8("kind",
            "1 put, 2 delete, 3 create table, 4 drop table, 5 highest id, 6 clean close");
    static final Field.U8 FLAGS = LAYOUT.u8("flags", "1 last operation of its commit, 2 sorted table");
    static final Field.U16 PARTITION_LENGTH = LAYOUT.u16("partitionLength", "bytes; 0 for kinds 3 to 6");
    static final Field.U32 TABLE_ID = LAYOUT.u32("tableId", "from 1");
    static final Field.U32 VALUE_LENGTH = LAYOUT.u32("valueLength", "bytes of the value, or of a created table's name");
    static final Field.U16 SORT_LENGTH = LAYOUT.u16("sortLength", "bytes; 0: no sort key");
    static final Field.U16 INDEX = LAYOUT.u16("index", "of the operation in its batch, from 0");
    static final Field.Opaque PARTITION = LAYOUT.rest("partition", "");
    static final Field.Opaque SORT = LAYOUT.rest("sort", "");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "");
    static final int LENGTH = LAYOUT.seal(16);

    static final int LAST_OF_COMMIT = 1;
    static final int SORTED = 2;

    private OperationLayout() {
    }
}
