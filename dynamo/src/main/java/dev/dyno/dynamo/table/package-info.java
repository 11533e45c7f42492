/**
 * Tables and indexes: what they are, and where that is kept.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.table.TableModel}, {@link dev.dyno.dynamo.table.KeySchema},
 * {@link dev.dyno.dynamo.table.KeyAttribute}, {@link dev.dyno.dynamo.table.IndexModel},
 * {@link dev.dyno.dynamo.table.Throughput}, {@link dev.dyno.dynamo.table.BackupModel},
 * {@link dev.dyno.dynamo.table.Catalogue}.
 */
package dev.dyno.dynamo.table;
