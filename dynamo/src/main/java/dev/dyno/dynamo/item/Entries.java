package dev.dyno.dynamo.item;

import org.agrona.DirectBuffer;

/**
 * A walk over the parts of a container in the order of their bytes: entries of a map, elements of a list. Reusable:
 * {@link #value} and the name are valid until the next step. Confined to a thread.
 */
public final class Entries {

    private final Value container = new Value();
    private final Value value = new Value();
    private int at;
    private int nameOffset;
    private int nameLength;

    /** Before the first part of a map or list. */
    public Entries over(Value map) {
        container.wrap(map);
        at = map.offset();
        return this;
    }

    public boolean next() {
        if (at >= container.end()) {
            return false;
        }
        DirectBuffer buffer = container.buffer();
        if (container.type() == Types.M) {
            nameLength = Lengths.get(buffer, at);
            nameOffset = at + Lengths.bytes(nameLength);
            at = nameOffset + nameLength;
        }
        at = value.wrap(buffer, at).end();
        return true;
    }

    public DirectBuffer buffer() {
        return container.buffer();
    }

    public int nameOffset() {
        return nameOffset;
    }

    public int nameLength() {
        return nameLength;
    }

    /** It allocates. */
    public String name() {
        return container.buffer().getStringWithoutLengthUtf8(nameOffset, nameLength);
    }

    public Value value() {
        return value;
    }
}
