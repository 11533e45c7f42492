/**
 * An endpoint with everything below it: engine, streams, cache, API; or a cache before another endpoint.
 *
 * <p>Read in this order: {@link dev.dyno.bench.serve.ServeOptions}, {@link dev.dyno.bench.serve.Served}.
 */
package dev.dyno.bench.serve;
