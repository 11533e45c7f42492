/**
 * The operations on items.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.operation.Context}, {@link dev.dyno.dynamo.operation.ItemOperations}.
 */
package dev.dyno.dynamo.operation;
