/**
 * Items and values as bytes: typed, canonical, read in place.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.item.ItemLayout}, {@link dev.dyno.dynamo.item.Types},
 * {@link dev.dyno.dynamo.item.Numbers}, {@link dev.dyno.dynamo.item.NumberException},
 * {@link dev.dyno.dynamo.item.Lengths}, {@link dev.dyno.dynamo.item.Value}, {@link dev.dyno.dynamo.item.Entries},
 * {@link dev.dyno.dynamo.item.ItemWriter}, {@link dev.dyno.dynamo.item.Sizes}.
 *
 * <p>Depends on {@code api} and {@code api.layout}; knows no JSON, no table and no engine.
 */
package dev.dyno.dynamo.item;
