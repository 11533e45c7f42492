package dev.dyno.dynamo.item;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.DirectBuffer;

/**
 * A stored item: a header and its attributes, in a form that is read in place and is canonical, so that equal items
 * have equal bytes.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      1  form        u8     1: this layout; a reader refuses others
 *      1      3  reserved           0
 *      4      4  size        u32    of the item as DynamoDB counts it: names and values
 *      8         attributes         entries of a map, to the end of the item
 * </pre>
 *
 * <p>An entry is a name and a value. A name is its length and its UTF-8 bytes; a value is one byte of {@link Types} and
 * a body:
 * <pre>
 *   S N B       length, bytes; numbers are in the form of {@link Numbers}
 *   SS NS BS    u32 bytes of the body; each member is length, bytes; members in the order of their bytes
 *   M           u32 bytes of the body; entries in the order of their names' bytes
 *   L           u32 bytes of the body; values
 *   NULL        nothing
 *   BOOL        one byte, 0 or 1
 * </pre>
 * Lengths are of 7 bits a byte, the lowest first, the eighth bit set on all but the last byte; the shortest form only.
 * Why containers have fixed lengths: they are known only when the container ends, and nothing must move then.
 */
public final class ItemLayout {

    static final Layout LAYOUT = Layout.littleEndian("item", 1);
    static final Field.U8 FORM = LAYOUT.u8("form", "1: this layout; a reader refuses others");
    static final Field.Opaque RESERVED = LAYOUT.reserved(3);
    static final Field.U32 SIZE = LAYOUT.u32("size", "of the item as DynamoDB counts it: names and values");
    static final Field.Opaque ATTRIBUTES = LAYOUT.rest("attributes", "entries of a map, to the end of the item");
    public static final int HEADER_LENGTH = LAYOUT.seal(8);
    static final int FORM_1 = 1;

    private ItemLayout() {
    }

    /** For documentation and dumps. */
    public static Layout layout() {
        return LAYOUT;
    }

    /**
     * The item's size as DynamoDB counts it.
     *
     * @throws dev.dyno.api.EngineException.Corrupt if the bytes are no item of this version
     */
    public static int size(DirectBuffer buffer, int offset) {
        int form = FORM.get(buffer, offset);
        if (form != FORM_1) {
            throw LAYOUT.corrupt("item", offset, FORM, form, FORM_1);
        }
        return SIZE.get(buffer, offset);
    }
}
