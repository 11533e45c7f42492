/**
 * A simulation of DAX's clusters: nodes with caches of their own, a primary that learns first, copies that take their
 * time by the injected clock. For experiments with what clients can see; one call at a time.
 *
 * <p>Read in this order: {@link dev.dyno.cache.cluster.NodeChooser}, {@link dev.dyno.cache.cluster.ClusterOptions},
 * {@link dev.dyno.cache.cluster.Cluster}; {@code Node}, {@code Copies}, {@code ClusterSession}, {@code ClusterTable}.
 *
 * <p>Depends on the SPI and {@code cache.store}.
 */
package dev.dyno.cache.cluster;
