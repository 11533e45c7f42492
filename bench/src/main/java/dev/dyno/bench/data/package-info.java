/**
 * What is stored: one synthetic data set and two real ones that every JDK carries.
 *
 * <p>Read in this order: {@link dev.dyno.bench.data.DataSpec}, {@link dev.dyno.bench.data.Dataset},
 * {@link dev.dyno.bench.data.Items}, {@link dev.dyno.bench.data.SplitMix}. Behind them: {@code SyntheticData} and
 * {@code SyntheticItems} (ycsb); {@code JdkSource} and {@code UnicodeSource}, which {@code StoredWriter} writes to a
 * file that {@code StoredData} and {@code StoredItems} map.
 */
package dev.dyno.bench.data;
