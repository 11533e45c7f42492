/**
 * Expressions, compiled once and evaluated over items in place.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.expression.Scope}, {@link dev.dyno.dynamo.expression.Condition}.
 */
package dev.dyno.dynamo.expression;
