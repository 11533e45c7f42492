/**
 * Measures DynamoDB endpoints as their clients see them: requests a second from a bare HTTP client.
 *
 * <p>Read in this order: {@link dev.dyno.bench.api.ApiWorkload}, {@code HttpLoad}, {@code HttpExchange}.
 */
package dev.dyno.bench.api;
