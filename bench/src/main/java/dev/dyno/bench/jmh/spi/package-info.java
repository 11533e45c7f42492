/**
 * What the SPI costs: the same loops through it and on a peer's own API.
 *
 * <p>Read in this order: {@link dev.dyno.bench.jmh.spi.SpiCost}, then {@code Loop} (what is measured), {@code SpiLoop},
 * {@code LmdbLoop}, {@code RocksLoop}.
 */
package dev.dyno.bench.jmh.spi;
