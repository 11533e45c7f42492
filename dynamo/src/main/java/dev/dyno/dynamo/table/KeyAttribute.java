package dev.dyno.dynamo.table;

import java.nio.charset.StandardCharsets;

/** A key attribute: its name, the name's bytes for finding it in items, and its type: S, N or B. */
public final class KeyAttribute {

    private final String name;
    private final byte[] utf8;
    private final int type;

    public KeyAttribute(String name, int type) {
        this.name = name;
        this.utf8 = name.getBytes(StandardCharsets.UTF_8);
        this.type = type;
    }

    public String name() {
        return name;
    }

    /** Shared: not to be changed. */
    public byte[] utf8() {
        return utf8;
    }

    /** One of {@link dev.dyno.dynamo.item.Types}. */
    public int type() {
        return type;
    }
}
