/**
 * Applications that show the house at work.
 *
 * <p>Read in this order: {@link dev.dyno.bench.demo.PageViews}.
 */
package dev.dyno.bench.demo;
