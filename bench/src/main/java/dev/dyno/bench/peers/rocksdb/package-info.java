/**
 * RocksDB as a peer.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.rocksdb.RocksProvider}, then {@code RocksSettings},
 * {@code RocksEngine}, {@code RocksSession}, {@code RocksTable}, {@code RocksSource}, {@code RocksCursor},
 * {@code RocksSnapshot}.
 */
package dev.dyno.bench.peers.rocksdb;
