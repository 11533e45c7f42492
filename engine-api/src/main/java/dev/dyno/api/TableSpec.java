package dev.dyno.api;

/**
 * What a table is. Immutable.
 *
 * @param name 1 to 255 of {@code a-z A-Z 0-9 _ . -}; names that start with a dot belong to layers
 * @param id given by the engine, from 1; 0 in a spec that is not created yet; never used again after a drop
 * @param sorted whether items have sort keys; if not, a key with one is refused
 */
public record TableSpec(String name, int id, boolean sorted) {

    private static final int NAME_LENGTH_MAX = 255;

    public TableSpec {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "table name must have 1 to " + NAME_LENGTH_MAX + " characters: length=" + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '_' || c == '.' || c == '-';
            if (!ok) {
                throw new IllegalArgumentException("table name may have only a-z A-Z 0-9 _ . -: name='" + name
                        + "', at=" + i);
            }
        }
    }

    /** A table whose items have a partition key and a sort key. */
    public static TableSpec sorted(String name) {
        return new TableSpec(name, 0, true);
    }

    /** A table whose items have only a partition key. */
    public static TableSpec unsorted(String name) {
        return new TableSpec(name, 0, false);
    }

    public TableSpec withId(int tableId) {
        return new TableSpec(name, tableId, sorted);
    }

    /** @throws IllegalArgumentException if the key has a sort key that this table cannot hold */
    public void check(Key key) {
        if (!sorted && key.sort().capacity() > 0) {
            throw new IllegalArgumentException("table has no sort keys: table=" + name + ", key=" + key);
        }
    }
}
