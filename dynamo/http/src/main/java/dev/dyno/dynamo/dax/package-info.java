/**
 * DAX as an endpoint: item cache and query cache before any DynamoDB endpoint, for any SDK.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.dax.Dax}, {@link dev.dyno.dynamo.dax.DaxOptions}, {@code DaxCaller};
 * {@code ItemReads}, {@code BatchReads}, {@code Projection}, {@code ResultReads}, {@code Question}, {@code Writes};
 * {@code ItemStore}, {@code Schemas}, {@code Flights}, {@code Counts}; {@link dev.dyno.dynamo.dax.Upstream},
 * {@link dev.dyno.dynamo.dax.HttpUpstream}; {@code Json}, {@code Numbers}.
 *
 * <p>The rules are those of family A of {@code docs/rules.md}, told in DynamoDB's requests; memory, eviction and the
 * guard against stale fills are the {@code cache} module's.
 */
package dev.dyno.dynamo.dax;
