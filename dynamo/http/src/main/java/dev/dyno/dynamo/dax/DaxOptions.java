package dev.dyno.dynamo.dax;

import dev.dyno.cache.policy.PolicyKind;

/**
 * How much an accelerator keeps, and for how long. Immutable; {@code with…} copies.
 *
 * @param itemBytes memory of the item cache
 * @param queryBytes memory of the query cache
 * @param itemLifeMillis DAX's record-ttl-millis
 * @param queryLifeMillis DAX's query-ttl-millis
 * @param coalesces whether those who miss the same item at the same time share one request
 */
public record DaxOptions(long itemBytes, long queryBytes, PolicyKind policy, long itemLifeMillis,
        long queryLifeMillis, boolean coalesces) {

    private static final long FIVE_MINUTES = 300_000;

    /** Half for items and half for queries; five minutes; LRU, as DAX has it. */
    public static DaxOptions of(long bytes) {
        return new DaxOptions(bytes / 2, bytes / 2, PolicyKind.LRU, FIVE_MINUTES, FIVE_MINUTES, true);
    }

    public DaxOptions withPolicy(PolicyKind other) {
        return new DaxOptions(itemBytes, queryBytes, other, itemLifeMillis, queryLifeMillis, coalesces);
    }

    public DaxOptions withLives(long item, long query) {
        return new DaxOptions(itemBytes, queryBytes, policy, item, query, coalesces);
    }
}
