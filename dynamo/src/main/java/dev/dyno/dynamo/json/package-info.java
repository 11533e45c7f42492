/**
 * DynamoDB's JSON to items and back, as streams: no tree in between.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.json.JsonInput}, {@link dev.dyno.dynamo.json.ItemReader},
 * {@link dev.dyno.dynamo.json.JsonOutput}, {@link dev.dyno.dynamo.json.ItemJson}.
 *
 * <p>Depends on {@code dynamo.item} and {@code dynamo.error}, and on Jackson's streaming parser.
 */
package dev.dyno.dynamo.json;
