/**
 * Tables to files and back, through any DynamoDB endpoint: Amazon's, DynamoDB Local, this one.
 *
 * <p>Read in this order: {@link dev.dyno.bench.transfer.TableFolder}, {@link dev.dyno.bench.transfer.TableExport},
 * {@link dev.dyno.bench.transfer.TableImport}; {@code Asker}.
 */
package dev.dyno.bench.transfer;
