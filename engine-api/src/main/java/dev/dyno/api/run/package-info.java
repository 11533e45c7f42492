/**
 * Time, background work and events, injected, so that a failing run replays.
 *
 * <p>Read in this order: {@link dev.dyno.api.run.Clock}, {@link dev.dyno.api.run.ManualClock},
 * {@link dev.dyno.api.run.Work}, {@link dev.dyno.api.run.ThreadWork}, {@link dev.dyno.api.run.SeededWork},
 * {@link dev.dyno.api.run.Events}, {@link dev.dyno.api.run.EventLog}.
 */
package dev.dyno.api.run;
