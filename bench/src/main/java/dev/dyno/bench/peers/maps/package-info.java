/**
 * Peers that are ordered Java maps: the JDK's skip list and MapDB's tree.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.maps.HeapProvider},
 * {@link dev.dyno.bench.peers.maps.MapdbProvider}, then {@code MapEngine}, {@code MapStore}, {@code MapSession},
 * {@code MapTable}, {@code MapCursor}.
 */
package dev.dyno.bench.peers.maps;
