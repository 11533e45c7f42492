/**
 * The operations on items.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.operation.Context}, {@link dev.dyno.dynamo.operation.ItemOperations},
 * {@link dev.dyno.dynamo.operation.QueryOperation}, {@link dev.dyno.dynamo.operation.ScanOperation},
 * {@link dev.dyno.dynamo.operation.BatchOperations}, {@link dev.dyno.dynamo.operation.Transactions},
 * {@link dev.dyno.dynamo.operation.TransactionReads}, {@link dev.dyno.dynamo.operation.Tokens},
 * {@link dev.dyno.dynamo.operation.StatementOperations},
 * {@link dev.dyno.dynamo.operation.StreamOperations},
 * {@link dev.dyno.dynamo.operation.Expiry}, {@link dev.dyno.dynamo.operation.Backfill},
 * {@link dev.dyno.dynamo.operation.IndexCheck}, {@link dev.dyno.dynamo.operation.TableCopy},
 * {@link dev.dyno.dynamo.operation.Throttle}, {@link dev.dyno.dynamo.operation.Replica}.
 */
package dev.dyno.dynamo.operation;
