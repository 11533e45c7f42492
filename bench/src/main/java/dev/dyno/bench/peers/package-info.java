/**
 * Other people's engines behind the SPI, each at its documented best for the stated durability, through the fastest
 * path its Java library has.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.PeerProvider}, {@link dev.dyno.bench.peers.PeerHome},
 * {@link dev.dyno.bench.peers.PeerEngine} and, for peers that are memory, {@link dev.dyno.bench.peers.MemoryEngine},
 * {@link dev.dyno.bench.peers.PeerStore},
 * {@link dev.dyno.bench.peers.PeerSession}, {@link dev.dyno.bench.peers.CompositeKey},
 * {@link dev.dyno.bench.peers.PeerReader}, {@link dev.dyno.bench.peers.Source},
 * {@link dev.dyno.bench.peers.PeerCursor}, {@link dev.dyno.bench.peers.Probe},
 * {@link dev.dyno.bench.peers.PeerTable},
 * {@link dev.dyno.bench.peers.PeerSnapshot}; and, for peers with one writer at a time,
 * {@link dev.dyno.bench.peers.LockedSession} and {@link dev.dyno.bench.peers.LockedTable}, and for those with
 * values on the heap {@link dev.dyno.bench.peers.HeapValues}; for those whose size is fixed beforehand
 * {@link dev.dyno.bench.peers.Sizing}. Then one package a peer.
 *
 * <p>What all have in common: tables have a catalogue beside the peer's files; a key becomes one composite key, longer
 * by two bytes; sequences are counted in memory and not stored; what a peer cannot do it denies by capability.
 */
package dev.dyno.bench.peers;
