/**
 * Requests on items as they come over the wire.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.request.Request}, {@link dev.dyno.dynamo.request.Legacy},
 * {@link dev.dyno.dynamo.request.RequestReader}, {@link dev.dyno.dynamo.request.Constraints}.
 */
package dev.dyno.dynamo.request;
