/**
 * The API in Java's own types, in process: no JSON in a program's text, no second model behind it. Every call is the
 * request of that name, with its checks, messages and errors.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.typed.Items}, {@link dev.dyno.dynamo.typed.Item},
 * {@link dev.dyno.dynamo.typed.Expr}, {@link dev.dyno.dynamo.typed.Find}.
 */
package dev.dyno.dynamo.typed;
