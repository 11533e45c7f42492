/**
 * Crashes of what lies over an engine: the kit's matrix tells whether items survive, these whether their streams do.
 *
 * <p>Read in this order: {@link dev.dyno.bench.crash.StreamCrashes}, {@code StreamLife}, {@code Witness}.
 */
package dev.dyno.bench.crash;
