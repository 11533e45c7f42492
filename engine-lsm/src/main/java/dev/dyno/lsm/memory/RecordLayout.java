package dev.dyno.lsm.memory;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * One entry of a memtable, in its arena. A record never changes: who has its address can read it as long as the
 * memtable is held.
 *
 * <pre>
 * offset  bytes  field        type   meaning
 *      0      8  previous     u64    address of the record that this one replaced; 0 none
 *      8      8  sequence     u64    of the commit
 *     16      4  valueLength  u32    bytes of the value
 *     20      2  keyLength    u16    bytes of the composite key
 *     22      1  kind         u8     0 put, 1 delete
 *     23      1  reserved            0
 *     24         key
 *                value
 * </pre>
 *
 * <p>Invariant: M1 sequences fall along the chain of {@code previous}, or are equal where a replay repeats a commit.
 */
final class RecordLayout {

    static final Layout LAYOUT = Layout.littleEndian("memtable record", 1);
    static final Field.U64 PREVIOUS =
            LAYOUT.u64("previous", "address of the record that this one replaced; 0 none");
    static final Field.U64 SEQUENCE = LAYOUT.u64("sequence", "of the commit");
    static final Field.U32 VALUE_LENGTH = LAYOUT.u32("valueLength", "bytes of the value");
    static final Field.U16 KEY_LENGTH = LAYOUT.u16("keyLength", "bytes of the composite key");
    static final Field.U8 KIND = LAYOUT.u8("kind", "0 put, 1 delete");
    static final Field.Opaque RESERVED = LAYOUT.reserved(1);
    static final Field.Opaque KEY = LAYOUT.rest("key", "");
    static final Field.Opaque VALUE = LAYOUT.rest("value", "");
    static final int LENGTH = LAYOUT.seal(24);

    private RecordLayout() {
    }

    static long key(long record) {
        return record + LENGTH;
    }

    static long value(long record) {
        return record + LENGTH + KEY_LENGTH.get(record);
    }
}
