/**
 * The engine {@code cassandra}: the SPI on Apache Cassandra, through its Java driver.
 *
 * <p>Read in this order: {@link dev.dyno.cassandra.CassandraEngineProvider}; then, not public, {@code Schema}: what
 * lies where; {@code CassandraOptions}, {@code Connection}, {@code Home}; {@code Catalogue}, {@code Tables}, {@code
 * Sequences}; {@code Rows} and {@code Failures}: asking, and asking again; {@code Turns}, {@code ItemWrites}, {@code
 * Batches}: writes as transactions; {@code CassandraReader}, {@code RangeCursor}, {@code ScanCursor}; {@code
 * CassandraSession}, {@code CassandraTable}, {@code CassandraEngine}; {@code DroppedItems}, {@code StoreCheck}, {@code
 * StoreShape}.
 *
 * <p>A local cluster to try it on is in {@code dev.dyno.cassandra.local}.
 */
package dev.dyno.cassandra;
