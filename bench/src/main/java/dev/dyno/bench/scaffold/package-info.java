/**
 * New engine projects, outside this tree.
 *
 * <p>Read in this order: {@link dev.dyno.bench.scaffold.Scaffold}; its templates are resources beside it.
 */
package dev.dyno.bench.scaffold;
