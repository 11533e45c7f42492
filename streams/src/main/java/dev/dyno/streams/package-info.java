/**
 * Change capture: an engine over any engine, whose tables have streams as DynamoDB's have.
 *
 * <p>Read in this order: {@link dev.dyno.streams.Streaming}, {@link dev.dyno.streams.StreamingEngine}; then
 * {@code streams.record}, {@code streams.capture}, {@code streams.read}.
 *
 * <p>Depends on {@code engine-api} and nothing else; knows no engine. The rules are family T of {@code docs/rules.md}.
 */
package dev.dyno.streams;
