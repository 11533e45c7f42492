/**
 * The race: equal work for every engine, in forked JVMs, round by round.
 *
 * <p>Read in this order: {@link dev.dyno.bench.race.RaceSettings}, {@link dev.dyno.bench.race.Race},
 * {@link dev.dyno.bench.race.LapBenchmark}. Behind them, before: {@code Entrants} (who takes part), {@code Gate} (who
 * may), {@code Planner} and {@code RacePlan} (what the budget buys). While it runs: {@code Rounds} (in which order),
 * {@code TimeKeeper}, {@code RaceScreen}, {@code Forks} (a JVM for each {@code Lap}, {@code Heap}). In a fork:
 * {@code Track}, {@code Opening}, {@code Allocation} and {@code LapNotes}. After: {@code LapResult}, {@code Storage},
 * {@code RaceBook}, {@code RaceRecord}.
 */
package dev.dyno.bench.race;
