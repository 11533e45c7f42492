package dev.dyno.dynamo.item;

import dev.dyno.api.Bytes;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A flyweight over one value in the form of {@link ItemLayout}: valid as long as the bytes it is over. An item is seen
 * as a value of type M. Confined to a thread.
 */
public final class Value {

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private int type;
    private int offset;
    private int length;
    private int end;

    /** Over the value that begins at an offset. */
    public Value wrap(DirectBuffer source, int at) {
        if (source.capacity() != buffer.capacity() || source.addressOffset() != buffer.addressOffset()
                || source.byteArray() != buffer.byteArray()) {
            buffer.wrap(source);
        }
        return at(at);
    }

    /** Over a whole item, as a map. */
    public Value wrapItem(DirectBuffer source, int itemOffset, int itemLength) {
        buffer.wrap(source);
        type = Types.M;
        offset = itemOffset + ItemLayout.HEADER_LENGTH;
        length = itemLength - ItemLayout.HEADER_LENGTH;
        end = itemOffset + itemLength;
        return this;
    }

    public Value wrap(Value other) {
        if (other == this) {
            return this;
        }
        buffer.wrap(other.buffer);
        type = other.type;
        offset = other.offset;
        length = other.length;
        end = other.end;
        return this;
    }

    /** No value. */
    public Value clear() {
        type = Types.NONE;
        offset = 0;
        length = 0;
        end = 0;
        return this;
    }

    private Value at(int at) {
        type = buffer.getByte(at);
        switch (type) {
            case Types.S, Types.N, Types.B -> {
                length = Lengths.get(buffer, at + 1);
                offset = at + 1 + Lengths.bytes(length);
            }
            case Types.SS, Types.NS, Types.BS, Types.M, Types.L -> {
                length = buffer.getInt(at + 1, ByteOrder.LITTLE_ENDIAN);
                offset = at + 1 + Integer.BYTES;
            }
            case Types.NULL -> {
                length = 0;
                offset = at + 1;
            }
            case Types.BOOL -> {
                length = 1;
                offset = at + 1;
            }
            default -> throw ItemLayout.LAYOUT.corrupt("item", at, ItemLayout.ATTRIBUTES, type, "a type");
        }
        end = offset + length;
        return this;
    }

    public boolean exists() {
        return type != Types.NONE;
    }

    public int type() {
        return type;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the body begins: the bytes of a string, number or binary, the first member of a container. */
    public int offset() {
        return offset;
    }

    /** Bytes of the body. */
    public int length() {
        return length;
    }

    /** Where the next value begins. */
    public int end() {
        return end;
    }

    public boolean isTrue() {
        return buffer.getByte(offset) != 0;
    }

    public boolean sameAs(Value other) {
        return type == other.type && Bytes.equal(buffer, offset, length, other.buffer, other.offset, other.length);
    }

    /** Order of two scalars of one type; numbers are in a form whose bytes are in their order. */
    public int compareTo(Value other) {
        return Bytes.compare(buffer, offset, length, other.buffer, other.offset, other.length);
    }

    public boolean startsWith(Value prefix) {
        return Bytes.startsWith(buffer, offset, length, prefix.buffer, prefix.offset, prefix.length);
    }

    /** Whether this string or binary has these bytes somewhere in it. */
    public boolean contains(Value part) {
        for (int at = offset; at + part.length <= end; at++) {
            if (Bytes.equal(buffer, at, part.length, part.buffer, part.offset, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** Characters of this string as Java counts them: one beyond the basic plane is two. */
    public int characters() {
        int characters = 0;
        for (int at = offset; at < end; at++) {
            int b = buffer.getByte(at) & 0xff;
            boolean continues = b >= 0x80 && b < 0xc0;
            characters += continues ? 0 : b >= 0xf0 ? 2 : 1;
        }
        return characters;
    }

    /** For messages and Java callers: the text of a string or number. It allocates. */
    public String text() {
        return type == Types.N ? Numbers.text(buffer, offset, length)
                : buffer.getStringWithoutLengthUtf8(offset, length);
    }

    public byte[] bytes() {
        byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return copy;
    }

    /** Finds an entry of this map. @return whether there is one; {@code out} is cleared if not */
    public boolean find(byte[] name, Value out) {
        if (type == Types.M) {
            int at = offset;
            int stop = end; // out may be this value
            while (at < stop) {
                int nameLength = Lengths.get(buffer, at);
                int nameAt = at + Lengths.bytes(nameLength);
                int order = compareName(nameAt, nameLength, name);
                if (order > 0) {
                    break;
                }
                out.wrap(buffer, nameAt + nameLength);
                if (order == 0) {
                    return true;
                }
                at = out.end;
            }
        }
        out.clear();
        return false;
    }

    /** Finds an element of this list. @return whether there is one; {@code out} is cleared if not */
    public boolean element(int index, Value out) {
        if (type == Types.L) {
            int at = offset;
            int stop = end; // out may be this value
            for (int i = 0; at < stop; i++) {
                out.wrap(buffer, at);
                if (i == index) {
                    return true;
                }
                at = out.end;
            }
        }
        out.clear();
        return false;
    }

    /** Members of a set, entries of a map, elements of a list. */
    public int count() {
        int count = 0;
        Value each = new Value();
        for (int at = offset; at < end; count++) {
            at = switch (type) {
                case Types.L -> each.wrap(buffer, at).end;
                case Types.M -> {
                    int nameLength = Lengths.get(buffer, at);
                    yield each.wrap(buffer, at + Lengths.bytes(nameLength) + nameLength).end;
                }
                default -> Lengths.end(buffer, at);
            };
        }
        return count;
    }

    /** Whether this set has a member with these bytes. */
    public boolean hasMember(DirectBuffer bytes, int bytesOffset, int bytesLength) {
        for (int at = offset; at < end;) {
            int memberLength = Lengths.get(buffer, at);
            int memberAt = at + Lengths.bytes(memberLength);
            int order = Bytes.compare(buffer, memberAt, memberLength, bytes, bytesOffset, bytesLength);
            if (order >= 0) {
                return order == 0;
            }
            at = memberAt + memberLength;
        }
        return false;
    }

    private int compareName(int nameAt, int nameLength, byte[] name) {
        int common = Math.min(nameLength, name.length);
        for (int i = 0; i < common; i++) {
            int order = (buffer.getByte(nameAt + i) & 0xff) - (name[i] & 0xff);
            if (order != 0) {
                return order;
            }
        }
        return nameLength - name.length;
    }
}
