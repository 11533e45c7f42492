/**
 * Chronicle Map behind the SPI, for point operations: a hash map off the heap that is sized before it is made.
 *
 * <p>Read in this order: {@link dev.dyno.bench.peers.chronicle.ChronicleProvider},
 * {@link dev.dyno.bench.peers.chronicle.ChronicleEngine}, {@link dev.dyno.bench.peers.chronicle.ChronicleTable}.
 */
package dev.dyno.bench.peers.chronicle;
