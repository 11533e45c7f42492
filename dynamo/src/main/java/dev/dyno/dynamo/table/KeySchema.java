package dev.dyno.dynamo.table;

import java.util.List;

/** A partition key, and perhaps a sort key. Immutable. */
public final class KeySchema {

    public static final int PARTITION_BYTES_MAX = 2048;
    public static final int SORT_BYTES_MAX = 1024;

    private final List<KeyAttribute> attributes;

    /** @param attributes one or two, the partition key first */
    public KeySchema(List<KeyAttribute> attributes) {
        this.attributes = List.copyOf(attributes);
    }

    public List<KeyAttribute> attributes() {
        return attributes;
    }

    public KeyAttribute hash() {
        return attributes.getFirst();
    }

    public boolean hasRange() {
        return attributes.size() == 2;
    }

    /** @throws IndexOutOfBoundsException without one */
    public KeyAttribute range() {
        return attributes.get(1);
    }

    /** Whether an attribute is part of the key. */
    public boolean has(String name) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
