/**
 * The race: equal work for every engine, in forked JVMs, round by round.
 *
 * <p>Read in this order: {@link dev.dyno.bench.race.RaceSettings}, {@link dev.dyno.bench.race.Race}.
 */
package dev.dyno.bench.race;
