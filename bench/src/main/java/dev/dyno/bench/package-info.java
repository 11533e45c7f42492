/**
 * The bench: what is shared by the commands, the race and the peers.
 *
 * <p>Read in this order: {@link dev.dyno.bench.Build}, {@link dev.dyno.bench.Plugins},
 * {@link dev.dyno.bench.Layers}, {@link dev.dyno.bench.LayerStack}; then the packages
 * {@code bench.data} (what is stored), {@code bench.workload} (what is done with it), {@code bench.race} (how it is
 * timed), {@code bench.report} (how it is shown).
 */
package dev.dyno.bench;
