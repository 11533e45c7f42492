/**
 * DynamoDB on any engine: in process, and as requests and answers for an endpoint.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.Dynamo}, {@link dev.dyno.dynamo.DynamoOptions},
 * {@link dev.dyno.dynamo.DynamoSession}; {@code dynamo.typed} for programs in Java; then {@code dynamo.item},
 * {@code dynamo.json}, {@code dynamo.table}, {@code dynamo.expression}, {@code dynamo.request},
 * {@code dynamo.operation}, {@code dynamo.control}.
 *
 * <p>Depends on {@code engine-api}, and on the public types of {@code streams}; knows no engine.
 */
package dev.dyno.dynamo;
