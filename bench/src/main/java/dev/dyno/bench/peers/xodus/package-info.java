/**
 * JetBrains Xodus as a peer.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.xodus.XodusProvider}, then {@code XodusEngine} (what each level
 * does), {@code XodusSession}, {@code XodusTable}, {@code XodusSource}, {@code XodusCursor}, {@code XodusSnapshot}.
 */
package dev.dyno.bench.peers.xodus;
