/**
 * Puts the API, the accelerator and the console on an endpoint.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.serve.DynamoOperations},
 * {@link dev.dyno.dynamo.serve.Upkeep}, {@code IdleCheckpoint}; {@link dev.dyno.dynamo.serve.Console},
 * {@link dev.dyno.dynamo.serve.Inside}, {@link dev.dyno.dynamo.serve.EngineInside},
 * {@link dev.dyno.dynamo.serve.DaxInside}. The page's files lie beside the classes, as resources.
 */
package dev.dyno.dynamo.serve;
