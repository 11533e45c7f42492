package dev.dyno.dynamo.typed;

/**
 * What is read of a table: a query if it has a key condition, else a scan. Immutable; {@code with…} copies.
 *
 * @param table its name
 * @param index its name; null for the table itself
 * @param keys the key condition; null for a scan
 * @param filter null for none
 * @param projection paths, separated by commas; null for everything
 * @param backward from the greatest sort key down
 * @param consistent whether reads are consistent
 * @param pageItems items evaluated a page; 0 for as many as a page takes. It changes cost, not what is found
 */
public record Find(String table, String index, Expr keys, Expr filter, String projection, boolean backward,
        boolean consistent, int pageItems) {

    /** Everything. */
    public static Find in(String table) {
        return new Find(table, null, null, null, null, false, false, 0);
    }

    public Find withIndex(String name) {
        return new Find(table, name, keys, filter, projection, backward, consistent, pageItems);
    }

    public Find withKeys(Expr condition) {
        return new Find(table, index, condition, filter, projection, backward, consistent, pageItems);
    }

    public Find withFilter(Expr condition) {
        return new Find(table, index, keys, condition, projection, backward, consistent, pageItems);
    }

    public Find withProjection(String paths) {
        return new Find(table, index, keys, filter, paths, backward, consistent, pageItems);
    }

    public Find withBackward(boolean value) {
        return new Find(table, index, keys, filter, projection, value, consistent, pageItems);
    }

    public Find withConsistent(boolean value) {
        return new Find(table, index, keys, filter, projection, backward, value, pageItems);
    }

    public Find withPageItems(int value) {
        return new Find(table, index, keys, filter, projection, backward, consistent, value);
    }
}
