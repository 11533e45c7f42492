/**
 * A cluster of Cassandra servers on this machine, for trying and testing.
 *
 * <p>Read in this order: {@link dev.dyno.cassandra.local.LocalCluster}, {@link dev.dyno.cassandra.local.ServerJdk}.
 *
 * <p>Knows nothing of the engine.
 */
package dev.dyno.cassandra.local;
