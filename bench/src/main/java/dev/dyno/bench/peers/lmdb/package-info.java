/**
 * LMDB as a peer.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.lmdb.LmdbProvider}, then {@code LmdbEngine} (durability and
 * flags), {@code LmdbSession}, {@code LmdbReadTxn}, {@code LmdbTable}, {@code LmdbCursor}, {@code LmdbSnapshot}.
 */
package dev.dyno.bench.peers.lmdb;
