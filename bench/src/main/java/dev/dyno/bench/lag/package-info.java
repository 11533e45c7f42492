/**
 * How soon a change is seen.
 *
 * <p>Read in this order: {@link dev.dyno.bench.lag.ChangeLag}; inside, {@code Subscriber}.
 *
 * <p>Depends on {@code streams}, {@code api} and {@code bench.demo} for a directory of its own.
 */
package dev.dyno.bench.lag;
