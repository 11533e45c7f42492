/**
 * What is done with the items: every workload by the name the command line knows, every answer checked.
 *
 * <p>Read in this order: {@link dev.dyno.bench.workload.Workload}, {@link dev.dyno.bench.workload.Lane},
 * {@link dev.dyno.bench.workload.Step}, {@link dev.dyno.bench.workload.Chooser},
 * {@link dev.dyno.bench.workload.Load}, {@link dev.dyno.bench.workload.WrongAnswer}. Behind them: the choosers
 * {@code Uniform}, {@code Zipfian}, {@code Latest}; {@code Permutation}, the order of a random load; the steps
 * {@code PointRead}, {@code MissingRead}, {@code RangeQuery}, {@code DurablePut}, {@code Mixed}.
 */
package dev.dyno.bench.workload;
