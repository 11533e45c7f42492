/**
 * The DynamoDB API over HTTP: what any AWS SDK client speaks.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.http.Endpoint}, {@link dev.dyno.dynamo.http.HttpOptions},
 * {@link dev.dyno.dynamo.http.Operations}, {@link dev.dyno.dynamo.http.Target},
 * {@link dev.dyno.dynamo.http.WireError}; {@code Connection} for the way of a request, {@code Answers},
 * {@code RequestIds}, {@code Packing}; who may ask: {@code Authorization}, {@code Signatures}, {@code Origins}; what
 * is too much: {@code Deadlines}, {@code BodyLimit}, {@code Limits}; {@code CallerThread},
 * {@code CallerThreads}; {@code NettyStart}, {@code LateLogger};
 * {@link dev.dyno.dynamo.http.Site} for the console's pages.
 *
 * <p>Knows nothing of items, expressions or engines: {@code Operations} is the edge.
 */
package dev.dyno.dynamo.http;
