/**
 * H2's MVStore as a peer.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.mvstore.MvProvider}, then {@code MvEngine} (what each level
 * does), {@code KeyType}, {@code MvSession}, {@code MvTable}, {@code MvCursor}, {@code MvSnapshot}.
 */
package dev.dyno.bench.peers.mvstore;
