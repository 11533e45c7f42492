/**
 * Is this machine fit to measure, and how finely: what limits a race, each with the figure behind it.
 *
 * <p>Read in this order: {@link dev.dyno.bench.doctor.Doctor}, {@link dev.dyno.bench.doctor.Check}; then, inside,
 * {@code SystemChecks}, {@code ClockCheck}, {@code DiskCheck} and {@code NoiseCheck}.
 */
package dev.dyno.bench.doctor;
